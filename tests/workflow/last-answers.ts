import { snapshotArn } from '../../functions/shared/rules/arn.ts';
import type { CapturePlan } from '../../functions/source/rules/capture-plan.ts';
import { noticeVersion } from '../../functions/shared/contract/notice.ts';
import type { RecoveryPlan } from '../../functions/target/rules/recovery-plan.ts';
import { reportRecovery } from '../../functions/target/rules/report.ts';
import { readableCause } from '../../functions/shared/steps/report-failure.ts';
import { targetLocation } from '../unit/factories/locations.ts';
import { invoked, synced } from './answers.ts';
import type { LastAnswers, ScriptedCall, SourceAnswers, TargetAnswers } from './answers.ts';

/** A capture in which nothing has to be waited for. Each step makes another number of calls. */
export function captureAnswers(plan: CapturePlan): LastAnswers<SourceAnswers> {
  const { engine, engineVersion } = { engine: 'aurora-postgresql', engineVersion: '16.4' };
  const taken = snapshotArn(plan.source, plan.kind, plan.snapshot);
  const copied = snapshotArn(
    { ...plan.source, region: plan.target.region },
    plan.kind,
    plan.snapshot,
  );
  const shared = plan.route === 'two-step' ? copied : taken;
  return {
    GiveWay: () => ({ state: 'ready', awsCalls: 13 }),
    Preflight: () => ({ plan, awsCalls: 3 }),
    CreateSnapshot: ({ endsAt }) => ({
      state: 'ready',
      arn: taken,
      capturedAt: endsAt,
      engine,
      engineVersion,
      awsCalls: 2,
    }),
    CopySnapshot: () => ({ state: 'ready', arn: copied, awsCalls: 5 }),
    ShareSnapshot: () => ({
      sharedArn: shared,
      sharedWith: plan.target.accountId,
      awsCalls: 7,
    }),
    NotifyTarget: ({ arguments: { captured } }) => ({
      notice: {
        version: noticeVersion,
        run: plan.run,
        capturedAt: (captured as { capturedAt: string }).capturedAt,
        source: {
          accountId: plan.source.accountId,
          region: plan.source.region,
          identifier: plan.source.identifier,
          resourceId: plan.source.resourceId,
        },
        snapshot: { kind: plan.kind, arn: shared, engine, engineVersion },
        manifest: plan.manifest,
      },
      awsCalls: 1,
    }),
    PruneSnapshots: () => ({
      deleted: ['an-older-capture'],
      shelves: [{ region: 'eu-west-1', used: 8, quota: 100, capturesUntilFull: 92 }],
      awsCalls: 11,
    }),
    ReportFailure: failureReport('source'),
  };
}

/** A recovery in which nothing has to be waited for. Each step makes another number of calls. */
export function recoveryAnswers(plan: RecoveryPlan): LastAnswers<TargetAnswers> {
  const { arn, engine, engineVersion } = plan.notice.snapshot;
  const secured = snapshotArn(targetLocation, plan.kind, plan.names.secured);
  return {
    Preflight: () => ({ plan, awsCalls: 4 }),
    FindSharedSnapshot: () => ({ state: 'ready', arn, awsCalls: 1 }),
    SecureSnapshot: () => ({ state: 'ready', arn: secured, engine, engineVersion, awsCalls: 2 }),
    TakeTurn: () => ({ state: 'ready', awsCalls: 43 }),
    PlanAgain: () => ({ plan, awsCalls: 47 }),
    DiscardLeftover: () => ({
      state: 'ready',
      outcome: 'deleted',
      detail: 'no final snapshot',
      awsCalls: 53,
    }),
    RestoreCluster: () => ({ state: 'ready', resourceId: 'cluster-RESTORED', awsCalls: 3 }),
    AddInstances: () => ({
      state: 'ready',
      endpoint: endpointOf(plan.names.temporary),
      shortfall: [],
      late: 'none',
      awsCalls: 5,
    }),
    VerifyDatabase: verified(0),
    SwapNames: () => ({ state: 'ready', endpoint: endpointOf(plan.names.live), awsCalls: 7 }),
    VerifyLiveName: verified(13),
    SwapInstanceNames: () => ({ state: 'ready', awsCalls: 17 }),
    SyncTargets: () => invoked(synced(undefined, 37)),
    VerifyFinally: verified(19),
    AnnounceRetirement: () => ({
      waitSeconds: plan.graceSeconds,
      until: '2026-01-06T10:30:00.000Z',
      awsCalls: 41,
    }),
    AskApproval: () => ({ decision: true }),
    VerifyOnceMore: verified(59),
    TerminateOldCluster: () => ({
      state: 'ready',
      outcome: 'deleted',
      detail: `final snapshot "${plan.names.final}"`,
      awsCalls: 23,
    }),
    DiscardCluster: () => ({
      state: 'ready',
      outcome: 'deleted',
      detail: 'no final snapshot',
      awsCalls: 29,
    }),
    PruneSnapshots: () => ({
      deleted: ['an-older-copy'],
      shelf: { region: targetLocation.region, used: 9, quota: 100, capturesUntilFull: 45 },
      awsCalls: 41,
    }),
    ReportRecovery: ({ arguments: given }) => {
      const facts = given as unknown as Parameters<typeof reportRecovery>[1] & {
        readonly plan: RecoveryPlan;
        readonly liveAt: string | null;
      };
      const report = reportRecovery(facts.plan, {
        ...facts,
        liveAt: facts.liveAt ?? undefined,
        visits: [],
      });
      return { report: { status: 'SUCCEEDED', ...report }, awsCalls: 2 };
    },
    RollBack: () => ({
      state: 'ready',
      outcome: 'given-back',
      restoredId: 'cluster-RESTORED',
      endpoint: null,
      exposed: null,
      awsCalls: 31,
    }),
    ReportFailure: failureReport('target'),
  };
}

function verified(awsCalls: number): (call: ScriptedCall) => TargetAnswers['VerifyDatabase'] {
  return ({ endsAt }) => ({
    state: 'ready',
    answeredAt: endsAt,
    checks: [{ name: 'accepts writes', passed: true, detail: `at ${endsAt}` }],
    awsCalls,
  });
}

function endpointOf(name: string): { host: string; port: number } {
  return { host: `${name}.cluster-abc.${targetLocation.region}.rds.amazonaws.com`, port: 5432 };
}

function failureReport(
  workflow: 'source' | 'target',
): (call: ScriptedCall) => SourceAnswers['ReportFailure'] {
  return ({ arguments: given }) => {
    const failed = given as Record<'run' | 'executionArn' | 'step' | 'error' | 'cause', string>;
    return {
      status: given['done'] === true ? 'UNREPORTED' : 'FAILED',
      workflow,
      run: failed.run,
      executionArn: failed.executionArn,
      step: failed.step,
      error: failed.error,
      cause: readableCause(failed.cause),
      leftBehind: ['what was left'],
      awsCalls: 6,
    };
  };
}
