import { lastTargetRun, oldDatabase, volumeOf } from '../facts.ts';
import type { Fault } from '../faults.ts';
import type { Trace } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/**
 * The target group of an access stack leads to whoever has the live name, or the run says that it failed.
 * It is never empty, and the old database's address is gone from it when a run has succeeded.
 */
export const accessFollows: Invariant = (trace, { faults }) => {
  const { access } = trace;
  if (access === undefined) return [];
  const problems = access.emptied.map(() => 'the target group was empty');
  const old = oldDatabase(trace);
  for (const registered of access.atSuccess.values()) {
    const isOld = registered.some(({ volume }) => old !== undefined && volume === volumeOf(old));
    if (isOld) problems.push('a run succeeded while clients still got to the old database');
  }
  const live = trace.answers.at(-1)?.volume;
  // Whom nobody answers for is no target: the group keeps those that it had.
  if (live === undefined || isOutOfOrder(trace, faults)) return problems;
  const led = new Set(access.registered.map(({ volume }) => volume ?? 'nobody'));
  if (led.size !== 1 || !led.has(live)) {
    const where = [...led].join(' and ') || 'nobody';
    problems.push(`the live name is ${live}, and the target group leads to ${where}`);
  }
  if (!access.registered.every(({ state }) => state === 'healthy')) {
    problems.push('a target of the live database takes no connections');
  }
  return problems;
};

/** What follows the writer fails for good, and the run says so. */
function isOutOfOrder(trace: Trace, faults: readonly Fault[]): boolean {
  const lasting = faults.some(
    (fault) =>
      (fault.kind === 'call' || fault.kind === 'step') &&
      fault.function === 'access.SyncTargets' &&
      fault.span === 'lasting',
  );
  return lasting && lastTargetRun(trace)?.status === 'FAILED';
}
