import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';
import { askedOf, isOurs, liveDatabase } from '../facts.ts';
import type { Trace } from '../trace.ts';

/**
 * Gone with a final snapshot; or kept, where somebody protected it, or nobody approved of its end, or it
 * has the only secret with a master password, or others hang on it, or nobody knows whether they do.
 */
export function retired(trace: Trace, old: InventoryItem | undefined, keyless: boolean): string[] {
  if (old === undefined) return [];
  const still = trace.after.find(
    ({ resourceId, kind }) => resourceId === old.resourceId && kind !== 'snapshot',
  );
  if (still !== undefined) {
    const { approve } = trace.scenario;
    const declined = approve === 'keep' || approve === 'nothing';
    const mayStay =
      still.deletionProtection === true ||
      declined ||
      isOvertaken(trace) ||
      isUnmanaged(trace) ||
      isTied(trace) ||
      isUnseen(trace);
    const kept = mayStay && (keyless || still.status === 'available');
    return kept ? [] : [`SUCCEEDED, but the old database is there as "${still.identifier}"`];
  }
  if (isUnmanaged(trace)) return ['SUCCEEDED, but the only secret went with the old database'];
  if (isTied(trace)) return ['SUCCEEDED, but what others hang on went with the old database'];
  const final = trace.after.find(
    (item) =>
      item.kind === 'snapshot' &&
      item.resourceId === old.resourceId &&
      item.identifier.endsWith('-final'),
  );
  return final?.status === 'available' || isPruned(trace, old)
    ? []
    : ['SUCCEEDED, but the old database went without a final snapshot'];
}

/** Others have made a replica or a global cluster of what was live. */
function isTied(trace: Trace): boolean {
  return trace.scenario.live?.tied !== undefined;
}

/** AWS let nobody look at what hangs on it, and the report says so. */
function isUnseen({ reports }: Trace): boolean {
  return reports.some((text) => /"removal":"kept: .*nobody could look at/.test(text));
}

/** RDS managed the master password of what was live, and doesn't manage that of what is. */
function isUnmanaged(trace: Trace): boolean {
  return trace.scenario.managed === true && liveDatabase(trace)?.managed !== true;
}

/** Where a newer recovery took the live name meanwhile, whoever replaced the old one leaves it. */
function isOvertaken(trace: Trace): boolean {
  const swapped = trace.executions
    .map((run) => askedOf(trace, run))
    .filter((asked) => asked?.mode === 'swap');
  return new Set(swapped.map((asked) => asked?.snapshot)).size > 1;
}

/** A later recovery's final snapshot took the place of the old database's, where one is kept. */
function isPruned(trace: Trace, old: InventoryItem): boolean {
  const gone = trace.calls.find(
    ({ function: name, operation, effect, subject }) =>
      name === 'target.PruneSnapshots' &&
      operation.startsWith('Delete') &&
      effect &&
      subject?.resourceId === old.resourceId &&
      isFinal(subject),
  )?.subject?.lineage?.takenAt;
  return trace.after.some(
    (item) =>
      gone !== undefined &&
      isFinal(item) &&
      isOurs(item) &&
      item.status === 'available' &&
      (item.lineage?.takenAt ?? 0) > gone,
  );
}

function isFinal({ kind, identifier }: InventoryItem): boolean {
  return kind === 'snapshot' && identifier.endsWith('-final');
}
