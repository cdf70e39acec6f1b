import { describe, expect, it } from '@jest/globals';
import { pending, thrown } from './answers.ts';
import type { Reaction } from './answers.ts';
import { play } from './play.ts';
import type { Played } from './play.ts';
import { aRecovery, waiting } from './plays.ts';

const hour = 3_600_000;

function called({ calls }: Played, step: string): Played['calls'] {
  return calls.filter((call) => call.step === step);
}

function removalOf(played: Played): unknown {
  return called(played, 'ReportRecovery')[0]?.arguments.removal;
}

describe('the grace period', () => {
  const graceSeconds = 12 * 3600;

  it('the grace period is announced, then waited for, before the old database is deleted', async () => {
    const played = await play(aRecovery({}, { graceSeconds }));
    const [announced] = called(played, 'AnnounceRetirement');
    const [verified] = called(played, 'VerifyOnceMore');
    const [terminated] = called(played, 'TerminateOldCluster');

    expect((verified?.startedAt ?? 0) - (announced?.endedAt ?? 0)).toBe(12 * hour);
    // The steps' own deadlines begin after it.
    expect(Date.parse(String(verified?.arguments.since))).toBe(verified?.startedAt);
    expect(Date.parse(String(terminated?.arguments.since))).toBe(verified?.endedAt);
    expect(played.result.status).toBe('SUCCEEDED');
  });

  it('a grace period of thirty days takes no more events than one of a second', async () => {
    const plain = await play(aRecovery({}, { graceSeconds: 1 }));
    const played = await play(aRecovery({}, { graceSeconds: 30 * 24 * 3600 }));

    expect(played.events.length).toBe(plain.events.length);
  });

  it.each([
    ['nobody gives way', { live: undefined }],
    ['it is kept anyway', { retirement: 'keep' as const }],
    ['it is a standby', { mode: 'standby' as const }],
    ['it is a drill', { mode: 'drill' as const }],
  ])('no grace period and no approval take place where %s', async (_why, plan) => {
    const played = await play(aRecovery({}, { ...waiting, ...plan }));

    expect(called(played, 'AnnounceRetirement')).toEqual([]);
    expect(called(played, 'AskApproval')).toEqual([]);
    expect(played.result.status).toBe('SUCCEEDED');
  });

  // Defect class: deleted and nobody was told.
  it('a run that cannot announce the grace period fails and deletes nothing', async () => {
    const script = { AnnounceRetirement: [thrown('AccessDenied')] };

    const played = await play(aRecovery(script, { graceSeconds }));

    expect(called(played, 'TerminateOldCluster')).toEqual([]);
    expect(played.result).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
  });
});

function asking(...answers: readonly Reaction<{ decision: unknown }>[]): Promise<Played> {
  return play(aRecovery({ AskApproval: answers }, waiting));
}

describe('the approval of a deletion', () => {
  it('an approval that is given lets the old database be deleted', async () => {
    const played = await asking({ decision: true });

    expect(called(played, 'TerminateOldCluster')).toHaveLength(1);
    expect(removalOf(played)).toMatch(/^deleted: /);
  });

  // Defect class: anything but a no is a yes.
  it.each([
    [false, 'was no'],
    ['true', 'was neither yes nor no'],
    ['delete', 'was neither yes nor no'],
    [1, 'was neither yes nor no'],
    [null, 'was neither yes nor no'],
    [{ decision: true }, 'was neither yes nor no'],
    [[true, false], 'was neither yes nor no'],
  ])(
    'an answer of %j keeps the old database, and the run succeeds and says why',
    async (decision, why) => {
      const played = await asking({ decision });

      expect(called(played, 'TerminateOldCluster')).toEqual([]);
      expect(removalOf(played)).toMatch(
        /^kept: .*"orders-retired" stays until somebody deletes it/,
      );
      expect(removalOf(played)).toContain(why);
      expect(played.result).toMatchObject({ status: 'SUCCEEDED', output: { status: 'SUCCEEDED' } });
    },
  );

  it('an approval that does not come in time keeps the old database, and is asked for once', async () => {
    const played = await asking({ hangs: true });
    const [asked, ...again] = called(played, 'AskApproval');
    const [next] = called(played, 'PruneSnapshots');

    expect(again).toEqual([]);
    expect((next?.startedAt ?? 0) - (asked?.startedAt ?? 0)).toBe(72 * hour);
    expect(removalOf(played)).toMatch(/^kept: nobody approved of its deletion in time/);
    expect(called(played, 'TerminateOldCluster')).toEqual([]);
    expect(played.result.status).toBe('SUCCEEDED');
  });

  it('a run that cannot ask for approval keeps the old database and fails', async () => {
    const played = await asking(thrown('AccessDenied'));

    expect(called(played, 'TerminateOldCluster')).toEqual([]);
    expect(played.result).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
  });

  it('the task token of an approval is given to AskApproval alone', async () => {
    const played = await asking({ decision: true });
    const [asked] = called(played, 'AskApproval');
    const { taskToken } = (asked?.arguments.Payload ?? {}) as { taskToken: string };

    const others = played.calls.filter((call) => call !== asked);

    expect(taskToken.length).toBeGreaterThan(20);
    expect(JSON.stringify(others)).not.toContain(taskToken);
    expect(JSON.stringify(played.result)).not.toContain(taskToken);
  });
});

// Row 7: hours or days have passed.
describe('the last verification before a deletion', () => {
  it.each([
    ['a grace period', { graceSeconds: 3600 }],
    ['an approval', { approvalSeconds: 7200 }],
    ['both', waiting],
  ])('the last verification comes after %s, right before the deletion', async (_what, plan) => {
    const played = await play(aRecovery({ VerifyOnceMore: [pending(3)] }, plan));

    const steps = played.calls.map(({ step }) => step);
    const first = steps.indexOf('TerminateOldCluster');
    expect(steps.slice(first - 2, first)).toEqual(['VerifyOnceMore', 'VerifyOnceMore']);
    expect(called(played, 'VerifyOnceMore')[0]?.arguments).toMatchObject({
      step: 'VerifyOnceMore',
      endpoint: called(played, 'SwapNames').at(-1)?.answer?.endpoint,
    });
    const report = called(played, 'ReportRecovery')[0]?.arguments;
    expect(report?.checks).toEqual(called(played, 'VerifyOnceMore').at(-1)?.answer?.checks);
    expect(played.result.status).toBe('SUCCEEDED');
  });

  it.each([
    ['a grace period', { graceSeconds: 3600 }],
    ['an approval', { approvalSeconds: 7200 }],
  ])(
    'a last verification that fails after %s keeps the old database and fails the run',
    async (_what, plan) => {
      for (const reaction of [thrown('VerificationFailed'), thrown('StepOverdue')]) {
        const script = { VerifyOnceMore: [reaction] };
        const played = await play(aRecovery(script, { ...plan, onFailure: 'discard' }));

        expect(called(played, 'TerminateOldCluster')).toEqual([]);
        expect(called(played, 'DiscardCluster')).toEqual([]);
        expect(called(played, 'RollBack')).toEqual([]);
        expect(played.result).toMatchObject({ status: 'FAILED', error: reaction.throws });
      }
    },
  );

  it('no last verification takes place where the run did not wait', async () => {
    expect(called(await play(aRecovery()), 'VerifyOnceMore')).toEqual([]);
  });
});
