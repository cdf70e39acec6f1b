import type { Fault } from '../faults.ts';
import type { Trace } from '../trace.ts';

/**
 * What an operator doesn't mend within the stage: the captured data is lost, or a database has lost
 * its key, which it keeps missing here when the key comes back. Then the second start is refused.
 */
function isLost(faults: readonly Fault[]): boolean {
  return faults.some(
    (fault) =>
      fault.kind === 'condition' &&
      /^(source-account-gone|(source|target)-key-disabled)$/.test(fault.what),
  );
}

/** A second start with the same input succeeds, once what stood in its way is gone. */
export function secondStartSucceeds(again: Trace, faults: readonly Fault[]): readonly string[] {
  const last = again.executions.at(-1);
  if (last === undefined) return ['nothing was started a second time'];
  if (last.status === 'SUCCEEDED') return [];
  const refusedByName = last.error !== undefined && !/^(Error|TypeError)$/.test(last.error);
  if (isLost(faults) && refusedByName) return [];
  return [`the second start failed: ${last.error ?? ''} ${(last.cause ?? '').slice(0, 200)}`];
}
