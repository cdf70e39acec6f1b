import { liveName } from '../../scenario/cast.ts';
import type { Lineage } from '../../services/rds/storage.ts';
import type { InventoryItem } from '../../services/rds/inventory.ts';
import { isDatabase, volumeOf } from '../facts.ts';
import type { AcknowledgedWrite, Trace } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/**
 * What an application was told to be written is there in the end: in the database that has the live
 * name, or in another database or an available snapshot that a report names; or a report says that
 * writes of that time are lost.
 */
export const acknowledgedWritesStay: Invariant = (trace) => {
  const lost = lostWrites(trace);
  const [first] = lost;
  const last = lost.at(-1);
  if (first === undefined || last === undefined) return [];
  const [from, to] = [first, last].map(({ entry }) => new Date(entry.at).toISOString());
  const of = [...new Set(lost.map(({ volume }) => volume))].join(', ');
  return [`${lost.length} acknowledged writes to ${of}, from ${from} to ${to}, are lost`];
};

/** The writes that nobody finds again, and that no report speaks of. */
export function lostWrites(trace: Trace): readonly AcknowledgedWrite[] {
  const told = trace.reports.flatMap(lostIntervals);
  const keepers = trace.after
    .filter((item) => isKeeper(item, trace))
    .map(({ resourceId, lineage }) => lineage ?? { resourceId });
  return trace.writes.filter(
    (write) =>
      !keepers.some((lineage) => holds(lineage, write)) &&
      !told.some(({ from, to }) => from <= write.entry.at && write.entry.at <= to),
  );
}

/** What somebody finds who knows the live name and has read the reports. */
function isKeeper(item: InventoryItem, { reports }: Trace): boolean {
  if (item.status === 'deleting') return false;
  const isLive = isDatabase(item) && item.identifier === liveName;
  const named = reports.some((text) => new RegExp(`\\b${item.identifier}(?![\\w-])`).test(text));
  if (isDatabase(item)) return isLive || named;
  return item.kind === 'snapshot' && item.status === 'available' && named;
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
