// One file: the orders that hold in every play, on one set of plays.
import { describe, expect, it, jest } from '@jest/globals';
import { sample } from 'fast-check';
import { seeded } from '../unit/seeded.ts';
import { earlyInASwap } from './early-steps.ts';
import type { WorkflowName } from './machine.ts';
import { play } from './play.ts';
import type { Played, PlayedCall } from './play.ts';
import { anyPlay } from './random-plays.ts';

// The first test waits for all the runs, which take their time on a busy machine.
jest.setTimeout(120_000);

/** Random runs of each workflow, the same every time. */
const runs = {
  source: Promise.all(sample(anyPlay.source, seeded).map(play)),
  target: Promise.all(sample(anyPlay.target, seeded).map(play)),
};

/**
 * The calls of the runs that break a law, the shortest first.
 * @param law undefined where a run isn't what the law is about
 * @throws Error where hardly a run is
 */
async function lawless(
  workflow: WorkflowName,
  law: (played: Played) => boolean | undefined,
): Promise<readonly string[]> {
  const judged = (await runs[workflow]).map((played) => ({ played, holds: law(played) }));
  const met = judged.filter(({ holds }) => holds !== undefined);
  if (met.length < seeded.numRuns / 20) throw new Error(`only ${met.length} runs tell`);
  return met
    .filter(({ holds }) => holds === false)
    .map(({ played }) => `${show(played)} => ${played.result.status}`)
    .toSorted((one, other) => one.length - other.length);
}

function show({ calls }: Played): string {
  return calls
    .map(
      ({ step, error, answer }) =>
        `${step} ${error ?? (answer?.state === 'pending' ? 'pending' : 'done')}`,
    )
    .join(', ');
}

interface Planned {
  readonly mode?: string;
  readonly route?: string;
  readonly live?: object;
  readonly alreadyLive?: object;
  readonly leftover?: object;
  readonly graceSeconds?: number;
  readonly retirement?: string;
  readonly approvalSeconds?: number;
  readonly onFailure?: string;
}

function planOf({ calls }: Played): Planned {
  return calls.find(({ answer }) => answer?.plan)?.answer?.plan ?? {};
}

/** Whether it restores: what was live when it began is only looked after. */
function restores(played: Played): boolean {
  return planOf(played).alreadyLive === undefined;
}

/** Whether the restored database was found to stay under the live name. */
function stayed({ calls }: Played): boolean {
  return calls.some(({ step, answer }) => step === 'RollBack' && answer?.outcome === 'stays');
}

function called({ calls }: Played, ...steps: readonly string[]): readonly PlayedCall[] {
  return calls.filter(({ step }) => steps.includes(step));
}

/** When a step was done: when it answered ready or, where it doesn't wait, at all. */
function doneAt({ calls }: Played, step: string): number {
  const done = calls.find(
    (call) => call.step === step && call.answer && call.answer.state !== 'pending',
  );
  return done?.endedAt ?? Number.POSITIVE_INFINITY;
}

/** Whether `later` steps were called only once `earlier` was done; undefined where none was. */
function follows(
  played: Played,
  earlier: string,
  ...later: readonly string[]
): boolean | undefined {
  const calls = called(played, ...later);
  if (calls.length === 0) return undefined;
  return calls.every(({ startedAt }) => startedAt >= doneAt(played, earlier));
}

const afterwards = ['RollBack', 'DiscardCluster', 'ReportFailure'];

describe('the order of steps in a target run', () => {
  it('a target run renames or deletes nothing before the restored database is verified', async () => {
    expect(
      await lawless('target', (played) => {
        // What RollBack finds live was put there, once verified, by an earlier run.
        if (!restores(played) || stayed(played)) return undefined;
        return follows(
          played,
          'VerifyDatabase',
          'SwapNames',
          'SwapInstanceNames',
          'TerminateOldCluster',
          'PruneSnapshots',
          // What a failed run discards it has made itself.
          ...(planOf(played).onFailure === 'discard' ? [] : ['DiscardCluster']),
        );
      }),
    ).toEqual([]);
  });

  it('a target run restores and swaps nothing where its recovery was live when it began', async () => {
    expect(
      await lawless('target', (played) => {
        if (restores(played)) return undefined;
        return called(played, 'RestoreCluster', 'SwapNames', 'DiscardLeftover').length === 0;
      }),
    ).toEqual([]);
  });

  it('a target run makes, renames and deletes nothing before it has its turn and has planned again', async () => {
    expect(
      await lawless('target', (played) => {
        const later = ['DiscardLeftover', 'RestoreCluster', 'SwapNames', 'SwapInstanceNames'];
        const turn = follows(played, 'TakeTurn', ...later, 'PlanAgain');
        return turn && follows(played, 'PlanAgain', ...later) !== false;
      }),
    ).toEqual([]);
  });

  it('a target run does not restore before what an earlier run left is gone', async () => {
    expect(
      await lawless('target', (played) => {
        if (planOf(played).leftover === undefined) return undefined;
        return follows(played, 'DiscardLeftover', 'RestoreCluster');
      }),
    ).toEqual([]);
  });

  it('the old database is deleted only after the live name answered and was verified again', async () => {
    expect(
      await lawless('target', (played) => {
        const atLast = follows(played, 'VerifyFinally', 'TerminateOldCluster');
        const wentForward = stayed(played);
        return atLast && (wentForward || follows(played, 'VerifyLiveName', 'TerminateOldCluster'));
      }),
    ).toEqual([]);
  });

  it('the old database is deleted after a wait only once the live database was verified again', async () => {
    expect(
      await lawless('target', (played) => {
        const { live, graceSeconds = 0, approvalSeconds = 0 } = planOf(played);
        if (live === undefined || graceSeconds + approvalSeconds === 0) return undefined;
        return follows(played, 'VerifyOnceMore', 'TerminateOldCluster');
      }),
    ).toEqual([]);
  });

  it('a target run never both swaps names and discards, and does neither in standby', async () => {
    expect(
      await lawless('target', (played) => {
        const { mode, onFailure } = planOf(played);
        const swaps = called(played, 'SwapNames', 'TerminateOldCluster').length > 0;
        const failed = played.result.status === 'FAILED' && onFailure === 'discard';
        const discards = called(played, 'DiscardCluster').length > 0 && !failed;
        if (!swaps && !discards) return undefined;
        return mode === 'swap' ? !discards : mode === 'drill' && !swaps;
      }),
    ).toEqual([]);
  });

  it('the old database is deleted only with approval, where approval is asked for', async () => {
    expect(
      await lawless('target', (played) => {
        const { live, approvalSeconds } = planOf(played);
        if (live === undefined || approvalSeconds === undefined) return undefined;
        const deletes = called(played, 'VerifyOnceMore', 'TerminateOldCluster').length > 0;
        const asked = called(played, 'AskApproval');
        if (asked.length === 0 && !deletes) return undefined;
        return deletes === (asked.at(-1)?.answer?.decision === true);
      }),
    ).toEqual([]);
  });

  it('a failed target run discards only where that was asked for', async () => {
    expect(
      await lawless('target', (played) => {
        const { mode, onFailure } = planOf(played);
        if (played.result.status === 'SUCCEEDED' || mode === 'drill') return undefined;
        return called(played, 'DiscardCluster').length === 0 || onFailure === 'discard';
      }),
    ).toEqual([]);
  });

  it('a target run that has its turn rolls back exactly after each failure that may leave the name to nobody', async () => {
    expect(
      await lawless('target', (played) => {
        const { calls } = played;
        const { mode, alreadyLive } = planOf(played);
        const early = mode === 'swap' && alreadyLive === undefined ? earlyInASwap : [];
        const endangered = [...early, 'SwapNames', 'VerifyLiveName'];
        const failed = calls.flatMap(({ step, error }, index) =>
          error !== undefined && endangered.includes(step) && calls[index + 1]?.step !== step
            ? [index]
            : [],
        );
        const begins = calls.flatMap(({ step }, index) =>
          step === 'RollBack' && calls[index - 1]?.step !== 'RollBack' ? [index - 1] : [],
        );
        return JSON.stringify(begins) === JSON.stringify(failed);
      }),
    ).toEqual([]);
  });

  it('a target run continues after a rollback only where the restored database stays live', async () => {
    expect(
      await lawless('target', (played) => {
        const { calls } = played;
        const last = calls.findLastIndex(({ step }) => step === 'RollBack');
        if (last < 0) return undefined;
        const { answer } = calls[last] ?? {};
        const rest = calls.slice(last + 1).map(({ step }) => step);
        return answer?.outcome === 'stays'
          ? !['DiscardCluster', 'RestoreCluster', 'SwapNames'].some((step) => rest.includes(step))
          : rest.every((step) => afterwards.includes(step));
      }),
    ).toEqual([]);
  });
});

describe('the order of steps in a source run', () => {
  it('a source run notifies the target only once the snapshot is shared', async () => {
    expect(
      await lawless('source', (played) => follows(played, 'ShareSnapshot', 'NotifyTarget')),
    ).toEqual([]);
  });

  it('a source run shares a snapshot only once it is available', async () => {
    expect(
      await lawless('source', (played) => {
        const { route } = planOf(played);
        const last = route === 'two-step' ? 'CopySnapshot' : 'CreateSnapshot';
        return follows(played, last, 'ShareSnapshot');
      }),
    ).toEqual([]);
  });

  it('a source run does nothing after it began to delete old captures, except report', async () => {
    expect(
      await lawless('source', (played) => {
        const from = played.calls.findIndex(({ step }) => step === 'PruneSnapshots');
        if (from < 0) return undefined;
        const rest = played.calls.slice(from).map(({ step }) => step);
        return rest.every((step) => step === 'PruneSnapshots' || step === 'ReportFailure');
      }),
    ).toEqual([]);
  });

  it('a source run deletes old captures only once the target knows of the new one', async () => {
    expect(
      await lawless('source', (played) => follows(played, 'NotifyTarget', 'PruneSnapshots')),
    ).toEqual([]);
  });
});

describe.each(['source', 'target'] as const)('the laws of every run of the %s', (workflow) => {
  it('a run fails if and only if a step has failed for good, and is then reported', async () => {
    expect(
      await lawless(workflow, (played) => {
        const succeeded = played.result.status === 'SUCCEEDED';
        const reports = called(played, 'ReportFailure').length > 0;
        const last = played.calls.findLast(({ step }) => step !== 'ReportFailure');
        const done = last?.step === 'ReportRecovery';
        const told = played.calls.at(-1)?.answer !== undefined;
        // An answer that doesn't come is a no.
        const kept = last?.step === 'AskApproval' && last.error === 'States.Timeout';
        if (succeeded) return told && (done || (!reports && (last?.answer !== undefined || kept)));
        return played.result.status === 'FAILED' && reports && (!done || !told);
      }),
    ).toEqual([]);
  });

  it('a run calls no function while it waits, and waits as long as it was told', async () => {
    expect(
      await lawless(workflow, ({ calls, visits }) => {
        const waits = visits.filter(({ type }) => type === 'Wait');
        if (waits.length === 0) return undefined;
        const told = calls.map(({ answer }) => answer?.waitSeconds).filter((s) => s !== undefined);
        const waited = waits.map(({ enteredAt, exitedAt = NaN }) =>
          // Retries leave fractions of a millisecond.
          Math.round((exitedAt - enteredAt) / 1000),
        );
        const undisturbed = waits.every(({ enteredAt, exitedAt = NaN }) =>
          calls.every(({ startedAt, endedAt }) => endedAt <= enteredAt || startedAt >= exitedAt),
        );
        return undisturbed && JSON.stringify(waited) === JSON.stringify(told);
      }),
    ).toEqual([]);
  });

  it('a run counts the AWS calls of all answers', async () => {
    expect(
      await lawless(workflow, (played) => {
        if (played.result.status !== 'SUCCEEDED') return undefined;
        const counted =
          played.calls.find(({ step }) => step === 'ReportRecovery')?.arguments ??
          played.result.output;
        const sum = played.calls
          .filter(({ step }) => step !== 'ReportRecovery' && step !== 'ReportFailure')
          .reduce((total, { answer }) => total + Number(answer?.awsCalls ?? 0), 0);
        return (counted as { awsCalls: number }).awsCalls === sum;
      }),
    ).toEqual([]);
  });

  it('a run adds fewer than twenty events to its history for a call', async () => {
    expect(
      await lawless(workflow, ({ calls, events }) => events.length < 20 * (calls.length + 1)),
    ).toEqual([]);
  });
});
