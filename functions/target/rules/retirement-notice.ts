import type { Database, Member } from '../../shared/rules/database.ts';
import { identityOf } from './identity.ts';
import type { Identity } from './identity.ts';
import type { RecoveryPlan } from './recovery-plan.ts';
import { recoveryTimes } from './report.ts';
import type { RecoveryMoments, RecoveryReport } from './report.ts';

/** What operators are told while the old database waits for its end. */
export interface RetirementNotice
  extends
    Pick<RecoveryReport, 'run' | 'snapshot' | 'rpoSeconds' | 'rtoSeconds' | 'liveNameGapSeconds'>,
    Identity {
  readonly executionArn: string;
  readonly liveName: string;
  /** Since when the live name has answered; ISO 8601. */
  readonly liveAt: string;
  readonly toBeDeleted: {
    readonly identifier: string;
    readonly resourceId: string;
    readonly status: string;
    readonly instances: readonly string[];
    /** On: then nothing of it is deleted, whatever is answered. */
    readonly deletionProtection: boolean;
    /** What stays of it. */
    readonly finalSnapshot: string;
  };
}

/** @param seen the old database as it is now, its instances, and who has the live name */
export function describeRetirement(
  plan: RecoveryPlan,
  facts: RecoveryMoments & { readonly executionArn: string },
  seen: {
    readonly old: Database | undefined;
    readonly members: readonly Member[];
    readonly live: Database | undefined;
  },
): RetirementNotice {
  const { old, members, live } = seen;
  return {
    run: plan.run,
    executionArn: facts.executionArn,
    snapshot: plan.snapshot,
    liveName: plan.names.live,
    liveAt: facts.liveAt ?? facts.verifiedAt,
    ...recoveryTimes(plan, facts),
    ...identityOf(plan, { resourceId: live?.resourceId, keptIn: live?.masterSecret?.arn }),
    toBeDeleted: {
      identifier: old?.identifier ?? plan.names.retired,
      resourceId: plan.live?.resourceId ?? '',
      status: old?.status ?? 'not there any more',
      instances: members.map(({ identifier }) => identifier),
      deletionProtection: old?.deletionProtection === true,
      finalSnapshot: plan.names.final,
    },
  };
}

/** The command that keeps the old database, whoever answers what. */
export function protectCommand(plan: RecoveryPlan): string {
  const thing = plan.kind === 'cluster' ? 'cluster' : 'instance';
  return (
    `aws rds modify-db-${thing} --region ${plan.place.region} --db-${thing}-identifier ` +
    `${plan.names.retired} --deletion-protection --apply-immediately`
  );
}

/**
 * The command that answers the question whether the old database may go. It has no quotes, so that it
 * can be copied out of JSON and pasted into any shell.
 */
export function answerCommand(plan: RecoveryPlan, taskToken: string, mayGo: boolean): string {
  return (
    `aws stepfunctions send-task-success --region ${plan.place.region} --task-token ${taskToken} ` +
    `--task-output ${mayGo}`
  );
}
