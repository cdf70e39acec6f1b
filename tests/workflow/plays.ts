import type { CapturePlan } from '../../functions/source/rules/capture-plan.ts';
import type { RecoveryPlan } from '../../functions/target/rules/recovery-plan.ts';
import { aNotice } from '../unit/factories/notices.ts';
import { aCapturePlan, aRecoveryPlan } from '../unit/factories/plans.ts';
import { thrown } from './answers.ts';
import type { Reaction, Script, SourceAnswers, TargetAnswers } from './answers.ts';
import { captureAnswers, recoveryAnswers } from './last-answers.ts';
import type { WorkflowName } from './machine.ts';
import type { Play } from './play.ts';

/** A capture, with the answers that its steps give before their last. */
export function aCapture(
  script: Script<SourceAnswers> = {},
  plan: Partial<CapturePlan> = {},
): Play {
  return {
    workflow: 'source',
    // What EventBridge Scheduler starts it with.
    input: {},
    script,
    last: { ...captureAnswers(aCapturePlan(plan)) },
  };
}

/** A recovery, with the answers that its steps give before their last. */
export function aRecovery(
  script: Script<TargetAnswers> = {},
  plan: Partial<RecoveryPlan> = {},
  access: 'present' | 'absent' = 'absent',
): Play {
  const notice = JSON.parse(JSON.stringify(aNotice())) as Record<string, never>;
  return {
    workflow: 'target',
    access,
    input: { notice },
    script,
    last: { ...recoveryAnswers(aRecoveryPlan(plan)) },
  };
}

/** Another run captures. */
export const superseded: SourceAnswers['GiveWay'] = {
  state: 'superseded',
  by: 'another-run',
  awsCalls: 4,
};

/** The old database waits for its end, and then for somebody's word. */
export const waiting = { graceSeconds: 12 * 3600, approvalSeconds: 72 * 3600 } as const;

/** An earlier run left something under the temporary name. */
export const leftover = { resourceId: 'cluster-LEFT', identifier: 'orders-next' } as const;

/** What this recovery restored was live when the run began. */
export const alreadyLive = {
  resourceId: 'cluster-RESTORED',
  host: 'orders.cluster-abc.eu-central-1.rds.amazonaws.com',
  port: 5432,
} as const;

/** RollBack finds that the restored database can be written to under the live name. */
export const stays: TargetAnswers['RollBack'] = {
  state: 'ready',
  outcome: 'stays',
  restoredId: alreadyLive.resourceId,
  endpoint: { host: alreadyLive.host, port: alreadyLive.port },
  exposed: null,
  awsCalls: 31,
};

/** A play that comes to `step`, in the mode and after the failures that lead there. */
export function playReaching(
  workflow: WorkflowName,
  step: string,
  change: Parameters<typeof aRecovery>[1] = {},
): Play {
  const failing = { Preflight: [thrown('DatabaseNotReady')] };
  if (workflow === 'source') return aCapture(step === 'ReportFailure' ? failing : {});
  switch (step) {
    case 'ReportFailure':
      return aRecovery(failing);
    case 'RollBack':
      return aRecovery({ SwapNames: [thrown('NameTaken')] });
    case 'AnnounceRetirement':
    case 'AskApproval':
    case 'VerifyOnceMore':
      return aRecovery({}, waiting, 'present');
    case 'DiscardLeftover':
      return aRecovery({}, { leftover, ...change });
    case 'DiscardCluster':
      return aRecovery({}, { mode: 'drill' });
    default:
      return aRecovery({}, change, 'present');
  }
}

/** The same play, in which a step's calls come to something else first. */
export function withReactions(play: Play, step: string, ...reactions: readonly Reaction[]): Play {
  return { ...play, script: { ...play.script, [step]: reactions } };
}
