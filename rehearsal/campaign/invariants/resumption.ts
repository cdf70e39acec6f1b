import type { Fault } from '../faults.ts';
import type { Trace } from '../trace.ts';

/** What the captured data can't be had back from: then the second start is refused, by name. */
function isLost(faults: readonly Fault[]): boolean {
  return faults.some((fault) => fault.kind === 'condition' && fault.what === 'source-account-gone');
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
