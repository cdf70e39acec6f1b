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

describe('a run whose turn it is not', () => {
  it('makes nothing until it has its turn, and plans anew before it does', async () => {
    const played = await play(aRecovery({ TakeTurn: [pending(10), pending(300)] }));

    const steps = stepsOf(played);
    const turn = steps.lastIndexOf('TakeTurn');
    expect(steps.filter((step) => step === 'TakeTurn')).toHaveLength(3);
    expect(steps[turn + 1]).toBe('PlanAgain');
    expect(steps.slice(0, turn).filter((step) => making.includes(step))).toEqual([]);
    expect(played.result.status).toBe('SUCCEEDED');
  });

  it('asks for it since one moment, by its own execution', async () => {
    const played = await play(aRecovery({ TakeTurn: [pending(10), pending(300)] }));

    const asked = played.calls.filter(({ step }) => step === 'TakeTurn');
    expect(new Set(asked.map((call) => call.arguments.since)).size).toBe(1);
    expect(asked[0]?.arguments.executionArn).toBe(
      'arn:aws:states:eu-central-1:222222222222:execution:target:the-run',
    );
  });

  // Row 5: it ends early, and cleans up nothing that isn't its own.
  it.each(['keep', 'discard'] as const)(
    'ends as overtaken where newer data waits, with OnFailure %s',
    async (onFailure) => {
      const played = await play(aRecovery({ TakeTurn: [thrown('RunOvertaken')] }, { onFailure }));

      expect(played.result).toMatchObject({ status: 'FAILED', error: 'RunOvertaken' });
      expect(made(played)).toEqual([]);
      expect(stepsOf(played).at(-1)).toBe('ReportFailure');
    },
  );

  // Rows 5, 12 and 13: what it was to replace isn't what it was.
  it.each(['NoticeOutdated', 'OnHold', 'LineageRefused', 'NotOurs', 'NameTaken'])(
    'ends with %s where that is so by the time its turn comes',
    async (error) => {
      const played = await play(
        aRecovery({ PlanAgain: [thrown(error)] }, { onFailure: 'discard' }),
      );

      expect(played.result).toMatchObject({ status: 'FAILED', error });
      expect(made(played)).toEqual([]);
    },
  );

  it('works from the plan that it made when its turn came', async () => {
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

describe('what an earlier run left', () => {
  it('is discarded as such before anything is restored', async () => {
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

  it('that cannot be discarded ends the run, which has restored nothing', async () => {
    const script = { DiscardLeftover: [thrown('StepOverdue')] };
    const played = await play(aRecovery(script, { leftover, onFailure: 'discard' }));

    expect(played.result).toMatchObject({ status: 'FAILED', error: 'StepOverdue' });
    expect(made(played)).toEqual(['DiscardLeftover']);
  });
});

// Row 1: the same notice, hours later.
describe('a second start of what is live already', () => {
  it('makes nothing, swaps no name, and needs no snapshot', async () => {
    const played = await play(aRecovery({}, { alreadyLive }));

    expect(made(played)).toEqual([]);
    expect(stepsOf(played)).not.toContain('FindSharedSnapshot');
    expect(stepsOf(played)).not.toContain('SecureSnapshot');
    expect(played.result.status).toBe('SUCCEEDED');
  });

  it('verifies what is live, and retires its predecessor', async () => {
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
    'goes on where the live name answers with %s, and leaves it there',
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

  it('restores after all where something else is live when its turn comes', async () => {
    const first = aRecoveryPlan({ alreadyLive });
    const played = await play(aRecovery({ Preflight: [{ plan: first, awsCalls: 4 }] }));

    expect(stepsOf(played).filter((step) => step === 'TakeTurn')).toHaveLength(2);
    expect(firstCall(played, 'RestoreCluster').arguments.secured).toMatchObject({
      engine: 'aurora-postgresql',
    });
    expect(played.result.status).toBe('SUCCEEDED');
  });
});
