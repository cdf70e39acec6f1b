import type { Trace, TracedCall, TracedExecution } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/** Of the templates in a campaign: until then a start takes up what an earlier one left. Milliseconds. */
const takenUpFor = 96 * 3_600_000;

/**
 * A start of the source makes no second snapshot while an earlier one's can still be handed over, and no
 * snapshot is copied twice; no two runs capture at the same time; and what is under way isn't pruned.
 */
export const capturesAreMadeOnce: Invariant = (trace) => {
  const made = effects(trace, /^CreateDB(Cluster)?Snapshot$/);
  return [
    ...made.flatMap((one, index) =>
      made
        .slice(0, index)
        .filter((earlier) => earlier.execution !== one.execution && isUsable(trace, earlier, one))
        .map(
          (earlier) =>
            `${one.execution} took "${nameOf(one)}" though ${earlier.execution} had left "${nameOf(earlier)}"`,
        ),
    ),
    ...twiceCopied(trace),
    ...atTheSameTime(trace),
    ...prunedTooEarly(trace, made),
  ];
};

/** What the source's functions asked for, and got. */
function effects({ calls }: Trace, operation: RegExp): readonly TracedCall[] {
  return calls.filter(
    (call) => call.effect && call.function.startsWith('source.') && operation.test(call.operation),
  );
}

function nameOf({ input }: TracedCall): string {
  const name =
    input['TargetDBClusterSnapshotIdentifier'] ??
    input['TargetDBSnapshotIdentifier'] ??
    input['DBClusterSnapshotIdentifier'] ??
    input['DBSnapshotIdentifier'];
  return String(name);
}

/** Whether a snapshot could have been handed over still when another one was taken. */
function isUsable(trace: Trace, earlier: TracedCall, later: TracedCall): boolean {
  const name = nameOf(earlier);
  const parts = trace.after.filter(({ tags }) => tags['understudy:snapshot'] === name);
  const snapshot = parts.find(({ tags }) => tags['understudy:part'] === 'snapshot');
  const isBroken =
    snapshot === undefined ||
    parts.some(({ status }) => status === 'failed') ||
    trace.cleared.some(({ item, time }) => item.identifier === name && time < later.time);
  return !isBroken && later.time - earlier.time < takenUpFor && toldAt(trace, name) > later.time;
}

/** When the target was told of a capture, by its mark; never is Infinity. */
function toldAt(trace: Trace, name: string): number {
  const told = effects(trace, /^AddTagsToResource$/).find(({ input }) =>
    String(input['ResourceName']).endsWith(`:${name}`),
  );
  return told?.time ?? Number.POSITIVE_INFINITY;
}

function twiceCopied(trace: Trace): readonly string[] {
  const copies = effects(trace, /^CopyDB(Cluster)?Snapshot$/).map(nameOf);
  return [...new Set(copies)]
    .filter((name) => {
      const cleared = trace.cleared.filter(({ item }) => item.identifier === name).length;
      return copies.filter((one) => one === name).length > 1 + cleared;
    })
    .map((name) => `"${name}" was copied more than once`);
}

/** From when to when a run works on a capture; undefined where it never does. */
function capturing(
  { states }: Trace,
  { name, stoppedAt }: TracedExecution,
): readonly [from: number, to: number] | undefined {
  const own = states.filter(({ execution }) => execution === name);
  const from = own.find(({ state }) => state === 'Preflight')?.time;
  const to = own.find(({ state }) => /^(NotifyTarget|ReportFailure)$/.test(state))?.time;
  return from === undefined ? undefined : [from, to ?? stoppedAt];
}

function atTheSameTime(trace: Trace): readonly string[] {
  const runs = trace.executions.filter(({ workflow }) => workflow === 'source');
  return runs.flatMap((one, index) => {
    const own = capturing(trace, one);
    return runs.slice(index + 1).flatMap((other) => {
      const its = capturing(trace, other);
      const meet = own && its && own[0] < its[1] && its[0] < own[1];
      return meet === true ? [`${one.name} and ${other.name} captured at the same time`] : [];
    });
  });
}

/** What could be handed over no more, for its age, is deleted like any other that is kept too long. */
function prunedTooEarly(trace: Trace, made: readonly TracedCall[]): readonly string[] {
  const takenAt = (name: string): number =>
    made.find((one) => nameOf(one) === name)?.time ?? Number.POSITIVE_INFINITY;
  return effects(trace, /^DeleteDB(Cluster)?Snapshot$/)
    .filter(({ subject }) => subject?.tags['understudy:notified'] === 'no')
    .filter((call) => call.time - takenAt(nameOf(call)) < takenUpFor)
    .map((call) => `${call.execution} deleted "${nameOf(call)}", of which nobody was told`);
}
