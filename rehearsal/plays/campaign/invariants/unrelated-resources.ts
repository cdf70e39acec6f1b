import { isOurs, oldDatabase, ownerId, show } from '../facts.ts';
import type { Invariant } from './invariant.ts';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';

/** Nothing that isn't ours is changed or deleted, however much its name looks like ours. */
export const unrelatedResourcesStay: Invariant = (trace) => {
  const old = oldDatabase(trace)?.resourceId;
  const touched = trace.calls
    .filter(({ effect, subject }) => effect && subject !== undefined)
    .filter(({ subject }) => subject && !isOurs(subject) && ownerId(subject) !== old)
    .filter(({ operation }) => !/^CreateDB(Cluster)?Snapshot$/.test(operation))
    .map((call) => `${show(call)}, which isn't ours`);
  const changed = trace.bystanders.flatMap((before) => {
    const after = trace.after.find(({ arn }) => arn === before.arn);
    if (after === undefined) return [`"${before.identifier}", which isn't ours, is gone`];
    return face(after) === face(before) && !/^(deleting|renaming)$/.test(after.status)
      ? []
      : [`"${before.identifier}", which isn't ours, was changed`];
  });
  return [...touched, ...changed];
};

function face({
  identifier,
  resourceId,
  tags,
  sharedWith,
  deletionProtection,
}: InventoryItem): string {
  return JSON.stringify([identifier, resourceId, tags, sharedWith, deletionProtection]);
}
