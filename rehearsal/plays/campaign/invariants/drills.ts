import { askedIn, askedOf, ownerId, show } from '../facts.ts';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';
import type { Trace, TracedCall } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/**
 * A drill deletes what its own execution restored, or what a drill left that was over by then, and no
 * other database.
 */
export const drillsDeleteTheirOwn: Invariant = (trace) =>
  trace.calls
    .filter(({ effect, operation }) => effect && /^DeleteDB(Cluster|Instance)$/.test(operation))
    .filter((call) => askedIn(trace, call)?.mode === 'drill')
    .filter((call) => call.subject !== undefined && !isOwn(trace, call, call.subject))
    .map((call) => `${show(call)}, made by ${makerOf(trace, call.subject) ?? 'nobody'}`);

function isOwn(trace: Trace, call: TracedCall, subject: InventoryItem): boolean {
  const maker = makerOf(trace, subject);
  if (maker === call.execution) return true;
  const run = trace.executions.find(({ name }) => name === maker);
  return askedOf(trace, run)?.mode === 'drill' && (run?.stoppedAt ?? Infinity) <= call.time;
}

/** The execution that made a database, or the one that a member belongs to. */
function makerOf(trace: Trace, subject: InventoryItem | undefined): string | undefined {
  if (subject === undefined) return undefined;
  const owner = trace.calls.find(({ subject: one }) => one?.resourceId === ownerId(subject));
  return subject.tags['understudy:run'] ?? owner?.subject?.tags['understudy:run'];
}
