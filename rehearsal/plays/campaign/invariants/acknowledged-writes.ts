import { liveName } from '../../scene/fixtures.ts';
import type { Lineage } from '../../../aws/services/rds/storage.ts';
import type { Fault } from '../faults.ts';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';
import { stops } from '../encounter.ts';
import { isDatabase, volumeOf } from '../facts.ts';
import type { AcknowledgedWrite, Trace } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/**
 * What an application was told to be written is there in the end: in the database that has the live
 * name, or in another database or an available snapshot that a report names; or a report says that
 * writes of that time are lost.
 */
export const acknowledgedWritesStay: Invariant = (trace, { faults }) => {
  const lost = lostWrites(trace, faults);
  const [first] = lost;
  const last = lost.at(-1);
  if (first === undefined || last === undefined) return [];
  const [from, to] = [first, last].map(({ entry }) => new Date(entry.at).toISOString());
  const of = [...new Set(lost.map(({ volume }) => volume))].join(', ');
  return [`${lost.length} acknowledged writes to ${of}, from ${from} to ${to}, are lost`];
};

/** The writes that nobody finds again, and that no report speaks of. */
export function lostWrites(
  trace: Trace,
  faults: readonly Fault[] = [],
): readonly AcknowledgedWrite[] {
  const live = trace.after.filter((item) => isDatabase(item) && item.identifier === liveName);
  const astray = trace.writes.filter((write) => !live.some((item) => keeps(item, write)));
  if (astray.length === 0) return [];
  // A report that a fault kept from coming names nothing, nor does an execution that was stopped.
  const silenced = faults.some((fault) =>
    fault.kind === 'encounter'
      ? stops(fault.what)
      : 'function' in fault && /\.Report(Failure|Recovery)$/.test(fault.function),
  );
  const others = [...trace.after, ...pruned(trace)].filter(
    (item) => isReadable(item) && (silenced || isNamed(item, trace)),
  );
  const told = trace.reports.flatMap(lostIntervals);
  return astray.filter(
    (write) =>
      !others.some((item) => keeps(item, write)) &&
      !told.some(({ from, to }) => from <= write.entry.at && write.entry.at <= to),
  );
}

/** A snapshot that AWS is still at, as of a database that it deletes meanwhile, comes to be read. */
function isReadable(item: InventoryItem): boolean {
  return isDatabase(item) ? item.status !== 'deleting' : /^(available|creating)$/.test(item.status);
}

function isNamed({ identifier }: InventoryItem, { reports }: Trace): boolean {
  const name = new RegExp(`\\b${identifier}(?![\\w-])`);
  return reports.some((text) => name.test(text));
}

/** What retention took, as it is set to, and the report of it says. */
function pruned({ calls }: Trace): readonly InventoryItem[] {
  return calls
    .filter(({ function: name, effect }) => name === 'target.PruneSnapshots' && effect)
    .filter(({ operation }) => operation.startsWith('Delete'))
    .flatMap(({ subject }) => subject ?? []);
}

/** Whether a database or a snapshot has the entry. */
function keeps({ resourceId, lineage }: InventoryItem, write: AcknowledgedWrite): boolean {
  return holds(lineage ?? { resourceId }, write);
}

/** Whether data of this lineage has the entry: it was written to it, or to what it stems from. */
function holds(lineage: Lineage, write: AcknowledgedWrite): boolean {
  const { resourceId, takenAt = Infinity, restoredFrom } = lineage;
  const own = volumeOf({ resourceId }) === write.volume && write.entry.at < takenAt;
  return own || (restoredFrom !== undefined && holds(restoredFrom, write));
}

const moment = String.raw`(\d{4}-\d\d-\d\dT[\d:.]+Z)`;
const interval = new RegExp(`\\bwrit[^"]*?${moment}[^"]*?${moment}`, 'g');

/** What a report says of writes that are lost: a sentence on writes, from one moment to another. */
function lostIntervals(report: string): readonly { readonly from: number; readonly to: number }[] {
  return [...report.matchAll(interval)].map(([, from = '', to = '']) => ({
    from: Date.parse(from),
    to: Date.parse(to),
  }));
}
