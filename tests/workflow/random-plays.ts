import { array, boolean, constantFrom, dictionary, integer, nat, record, tuple } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { invoked, pending, synced, thrown } from './answers.ts';
import type { Reaction } from './answers.ts';
import { tasksOf } from './machine.ts';
import type { WorkflowName } from './machine.ts';
import type { Play } from './play.ts';
import { aCapture, alreadyLive, aRecovery, leftover, stays } from './plays.ts';

/** The steps that wait, by the states that ask whether they are ready. */
const waiting = {
  source: ['GiveWay', 'CreateSnapshot', 'CopySnapshot'],
  target: [
    'FindSharedSnapshot',
    'SecureSnapshot',
    'TakeTurn',
    'DiscardLeftover',
    'RestoreCluster',
    'AddInstances',
    'VerifyDatabase',
    'SwapNames',
    'VerifyLiveName',
    'SwapInstanceNames',
    'SyncTargets',
    'VerifyFinally',
    'VerifyOnceMore',
    'TerminateOldCluster',
    'DiscardCluster',
    'RollBack',
  ],
} as const;

/** What leads to the most branches fails most often. */
const endangered = {
  source: [],
  target: ['SwapNames', 'SwapNames', 'VerifyLiveName', 'VerifyLiveName'],
} as const;

const wait = record({ seconds: integer({ min: 0, max: 300 }), calls: nat({ max: 9 }) });

const failure = (workflow: WorkflowName): Arbitrary<Record<string, Reaction>> =>
  dictionary(
    constantFrom(...tasksOf(workflow).map(([step]) => step), ...endangered[workflow]),
    constantFrom<Reaction>(
      thrown('StepOverdue'),
      thrown('AccessDeniedException'),
      { throws: 'Lambda.ServiceException', cause: 'once', times: 1 },
      { throws: 'ServiceUnavailable', cause: 'for ever' },
      { hangs: true },
    ),
    { maxKeys: 2 },
  );

function script(workflow: WorkflowName): Arbitrary<Record<string, Reaction[]>> {
  const polls = record(
    Object.fromEntries(
      waiting[workflow].map((step) => [step, array(wait, { maxLength: 3 })] as const),
    ),
  );
  const decisions = constantFrom(undefined, false, true, 'true', 7, null);
  return tuple(polls, failure(workflow), decisions).map(([waits, failures, decision]) => {
    const pendings = Object.entries(waits).map(
      ([step, list]) =>
        [step, list.map(({ seconds, calls }) => waitingAnswer(step, seconds, calls))] as const,
    );
    const reactions: Record<string, Reaction[]> = Object.fromEntries(pendings);
    if (decision !== undefined) reactions['AskApproval'] = [{ decision }];
    for (const [step, reaction] of Object.entries(failures)) {
      reactions[step] = [...(reactions[step] ?? []), reaction];
    }
    return reactions;
  });
}

function waitingAnswer(step: string, seconds: number, calls: number): Reaction {
  return step === 'SyncTargets' ? invoked(synced(seconds, calls)) : pending(seconds, calls);
}

const duration = integer({ min: 1, max: 59_000 });

/** Captures with any waits, any failures, on either route. */
const captures = record({
  script: script('source'),
  callMilliseconds: duration,
  route: constantFrom('two-step' as const, 'one-call' as const),
}).map(({ route, ...more }): Play => ({ ...aCapture({}, { route }), ...more }));

/** Recoveries with any waits, any failures, in every mode and on every stack. */
const recoveries = record({
  script: script('target'),
  callMilliseconds: duration,
  plan: record({
    // Most of the order is the swap's.
    mode: constantFrom('swap' as const, 'swap' as const, 'standby' as const, 'drill' as const),
    kind: constantFrom('cluster' as const, 'instance' as const),
    swapInstanceNames: boolean(),
    graceSeconds: constantFrom(0, 3600),
    approvalSeconds: constantFrom(undefined, 7200),
    onFailure: constantFrom('keep' as const, 'discard' as const),
    live: constantFrom({ resourceId: 'cluster-OLD', deletionProtection: false }, undefined),
    leftover: constantFrom(undefined, undefined, leftover),
    alreadyLive: constantFrom(undefined, undefined, undefined, alreadyLive),
  }),
  rolledBack: constantFrom('stays' as const, 'given-back' as const, 'nobody' as const),
  access: constantFrom('present' as const, 'absent' as const),
}).map(({ plan, rolledBack, access, ...more }): Play => {
  // Preflight says so of a swap alone, and then nothing is to be replaced by it.
  const wasLive = plan.mode === 'swap' ? plan.alreadyLive : undefined;
  const last = wasLive === undefined ? plan.leftover : undefined;
  const made = aRecovery({}, { ...plan, alreadyLive: wasLive, leftover: last }, access);
  const outcome = wasLive === undefined ? rolledBack : 'stays';
  const answer = outcome === 'stays' ? stays : { ...stays, outcome, endpoint: null };
  return { ...made, ...more, last: { ...made.last, RollBack: () => answer } };
});

/** Any run of a workflow. */
export const anyPlay = { source: captures, target: recoveries } as const;
