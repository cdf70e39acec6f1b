import { describe, expect, it } from '@jest/globals';
import { aRecoveryPlan } from '../unit/factories/plans.ts';
import { pending, thrown } from './answers.ts';
import { play } from './play.ts';
import type { Played, PlayedCall } from './play.ts';
import { alreadyLive, aRecovery, leftover, stays } from './plays.ts';

function stepsOf({ calls }: Played): readonly string[] {
  return calls.map(({ step }) => step);
}

function firstCall({ calls }: Played, step: string): PlayedCall {
  const call = calls.find((one) => one.step === step);
  if (call === undefined) throw new Error(`${step} was never called`);
  return call;
}

const making = ['DiscardLeftover', 'RestoreCluster', 'AddInstances', 'SwapNames', 'DiscardCluster'];

function made(played: Played): readonly string[] {
  return stepsOf(played).filter((step) => making.includes(step));
}

describe('a run that waits for its turn', () => {
  it('a run makes nothing until it has its turn, and plans again before it does', async () => {
    const played = await play(aRecovery({ TakeTurn: [pending(10), pending(300)] }));

    const steps = stepsOf(played);
    const turn = steps.lastIndexOf('TakeTurn');
    expect(steps.filter((step) => step === 'TakeTurn')).toHaveLength(3);
    expect(steps[turn + 1]).toBe('PlanAgain');
    expect(steps.slice(0, turn).filter((step) => making.includes(step))).toEqual([]);
    expect(played.result.status).toBe('SUCCEEDED');
  });

  it('a run asks for its turn since one moment, by its own execution', async () => {
    const played = await play(aRecovery({ TakeTurn: [pending(10), pending(300)] }));

    const asked = played.calls.filter(({ step }) => step === 'TakeTurn');
    expect(new Set(asked.map((call) => call.arguments.since)).size).toBe(1);
    expect(asked[0]?.arguments.executionArn).toBe(
      'arn:aws:states:eu-central-1:222222222222:execution:target:the-run',
    );
  });

  // Row 5: it ends early, and cleans up nothing that isn't its own.
  it.each(['keep', 'discard'] as const)(
    'a run ends as overtaken where newer data waits, with OnFailure %s',
    async (onFailure) => {
      const played = await play(aRecovery({ TakeTurn: [thrown('RunOvertaken')] }, { onFailure }));

      expect(played.result).toMatchObject({ status: 'FAILED', error: 'RunOvertaken' });
      expect(made(played)).toEqual([]);
      expect(stepsOf(played).at(-1)).toBe('ReportFailure');
    },
  );

  // Rows 5, 12 and 13: what it was to replace isn't what it was.
  it.each(['NoticeOutdated', 'OnHold', 'LineageRefused', 'NotOurs', 'NameTaken'])(
    'a run that throws %s when it plans again ends and makes nothing',
    async (error) => {
      const played = await play(
        aRecovery({ PlanAgain: [thrown(error)] }, { onFailure: 'discard' }),
      );

      expect(played.result).toMatchObject({ status: 'FAILED', error });
      expect(made(played)).toEqual([]);
    },
  );

  it('a run works from the plan that it made when its turn came', async () => {
    const second = aRecoveryPlan({
      live: { resourceId: 'cluster-NOW', deletionProtection: false },
    });
    const played = await play(aRecovery({ PlanAgain: [{ plan: second, awsCalls: 47 }] }));

    const from = stepsOf(played).indexOf('PlanAgain') + 1;
    for (const call of played.calls.slice(from)) {
      expect(call.arguments.plan).toMatchObject({ live: { resourceId: 'cluster-NOW' } });
    }
  });
});

describe('the leftover of an earlier run', () => {
  it('a leftover is discarded before a cluster is restored', async () => {
    const played = await play(aRecovery({ DiscardLeftover: [pending(3)] }, { leftover }));

    expect(made(played).slice(0, 3)).toEqual([
      'DiscardLeftover',
      'DiscardLeftover',
      'RestoreCluster',
    ]);
    expect(firstCall(played, 'DiscardLeftover').arguments).toMatchObject({
      what: 'leftover',
      restoredId: null,
    });
  });

  it('a run that cannot discard the leftover ends and restores nothing', async () => {
    const script = { DiscardLeftover: [thrown('StepOverdue')] };
    const played = await play(aRecovery(script, { leftover, onFailure: 'discard' }));

    expect(played.result).toMatchObject({ status: 'FAILED', error: 'StepOverdue' });
    expect(made(played)).toEqual(['DiscardLeftover']);
  });
});

// Row 1: the same notice, hours later.
describe('a second start of a recovery that is live already', () => {
  it('a run whose recovery is live already makes nothing, renames no cluster and needs no snapshot', async () => {
    const played = await play(aRecovery({}, { alreadyLive }));

    expect(made(played)).toEqual([]);
    expect(stepsOf(played)).not.toContain('FindSharedSnapshot');
    expect(stepsOf(played)).not.toContain('SecureSnapshot');
    expect(played.result.status).toBe('SUCCEEDED');
  });

  it('a run whose recovery is live already verifies it and retires the old database', async () => {
    const played = await play(aRecovery({}, { alreadyLive }));

    const { host, port, resourceId } = alreadyLive;
    for (const step of ['VerifyLiveName', 'VerifyFinally']) {
      expect(firstCall(played, step).arguments.endpoint).toEqual({ host, port });
    }
    expect(firstCall(played, 'SwapInstanceNames').arguments.restoredId).toBe(resourceId);
    expect(firstCall(played, 'TerminateOldCluster').arguments.restoredId).toBe(resourceId);
    const report = firstCall(played, 'ReportRecovery').arguments;
    expect(report.verifiedAt).toBe(firstCall(played, 'VerifyLiveName').answer?.answeredAt);
    expect(report.liveAt).toBe(report.verifiedAt);
  });

  it.each(['LoginRefused', 'VerificationFailed', 'StepOverdue'])(
    'a run whose live recovery fails verification with %s continues and leaves it live',
    async (error) => {
      const script = { VerifyLiveName: [thrown(error)], RollBack: [stays] };
      const played = await play(aRecovery(script, { alreadyLive, onFailure: 'discard' }));

      expect(made(played)).toEqual([]);
      expect(played.result.status).toBe('SUCCEEDED');
      expect(firstCall(played, 'ReportRecovery').arguments.overcome).toMatchObject({
        step: 'VerifyLiveName',
        error,
      });
    },
  );

  it('a run restores after all where another database is live when its turn comes', async () => {
    const first = aRecoveryPlan({ alreadyLive });
    const played = await play(aRecovery({ Preflight: [{ plan: first, awsCalls: 4 }] }));

    expect(stepsOf(played).filter((step) => step === 'TakeTurn')).toHaveLength(2);
    expect(firstCall(played, 'RestoreCluster').arguments.secured).toMatchObject({
      engine: 'aurora-postgresql',
    });
    expect(played.result.status).toBe('SUCCEEDED');
  });
});
