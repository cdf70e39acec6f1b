import { askedOf, isInTarget, isRightlyRefused, oldDatabase } from '../facts.ts';
import type { Fault } from '../faults.ts';
import type { Trace, TracedExecution } from '../trace.ts';

/**
 * What an operator doesn't repair within the simulator: the captured data is lost before the target
 * has it, or a database has lost its key, which it keeps missing here when the key comes back. Then
 * the next start is refused.
 */
function isLost(first: Trace, last: TracedExecution, faults: readonly Fault[]): boolean {
  const old = oldDatabase(first)?.resourceId;
  const captured = askedOf(first, last)?.snapshot;
  const isHere = first.after.some(
    (item) =>
      isInTarget(item) &&
      captured !== undefined &&
      item.tags['understudy:snapshot'] === captured &&
      item.resourceId !== old &&
      item.status === 'available',
  );
  return faults.some(
    ({ what }) =>
      (what === 'source-account-gone' && !isHere) || /^(source|target)-key-disabled$/.test(what),
  );
}

/** A further start with the same input succeeds, once what stood in its way is gone. */
export function nextStartSucceeds(
  first: Trace,
  again: Trace,
  faults: readonly Fault[],
): readonly string[] {
  const last = again.executions.at(-1);
  if (last === undefined) return ['nothing was started again'];
  if (last.status === 'SUCCEEDED' || isRightlyRefused(again, last)) return [];
  const refusedByName = last.error !== undefined && !/^(Error|TypeError)$/.test(last.error);
  if (isLost(first, last, faults) && refusedByName) return [];
  // Whoever has been live for a day has outgrown it: that is told, and nothing else changes.
  if (again.scenario.asserted && last.error === 'VerificationFailed') return [];
  return [`a further start failed: ${last.error ?? ''} ${(last.cause ?? '').slice(0, 200)}`];
}
