import { liveName } from '../scenario/cast.ts';
import { target } from '../scenario/places.ts';
import type { InventoryItem } from '../services/rds/inventory.ts';
import type { Trace, TracedCall, TracedExecution } from './trace.ts';

/** A cluster or a DB instance: what has a name that applications know. */
export function isDatabase({ kind }: InventoryItem): boolean {
  return kind === 'cluster' || kind === 'instance';
}

export function isInTarget({ location }: InventoryItem): boolean {
  return location.accountId === target.accountId && location.region === target.region;
}

/** Made by a run, as its marks say. */
export function isOurs({ tags }: InventoryItem): boolean {
  return tags['understudy:snapshot'] !== undefined;
}

/** The database that was live in the target before anything happened. */
export function oldDatabase(trace: Trace): InventoryItem | undefined {
  return trace.before.find(
    (item) => isDatabase(item) && isInTarget(item) && item.identifier === liveName,
  );
}

/** The database that has a name in the target at the end. */
export function databaseCalled(trace: Trace, identifier: string): InventoryItem | undefined {
  return trace.after.find(
    (item) => isDatabase(item) && isInTarget(item) && item.identifier === identifier,
  );
}

/** The database that a database, member or snapshot belongs to, by resource id. */
export function ownerId(item: InventoryItem): string {
  return item.clusterId ?? item.resourceId;
}

/** A volume goes by its database's resource id. */
export function volumeOf({ resourceId }: Pick<InventoryItem, 'resourceId'>): string {
  return resourceId.toLowerCase();
}

/** The step at which a failed execution says that it failed. */
export function failedStep({ cause }: TracedExecution): string | undefined {
  return /^at (\w+): /.exec(cause ?? '')?.[1];
}

/** Refused, and rightly: what is live by now was captured later than what its notice speaks of. */
export function isOutdated(trace: Pick<Trace, 'after'>, run: TracedExecution): boolean {
  if (run.error !== 'NoticeOutdated') return false;
  const { notice } = run.input as { readonly notice: { readonly capturedAt: string } };
  return trace.after.some(
    (item) =>
      isDatabase(item) &&
      isInTarget(item) &&
      item.identifier === liveName &&
      (item.tags['understudy:captured'] ?? '') > notice.capturedAt,
  );
}

/** The last recovery; a notice that was rightly refused is none. */
export function lastTargetRun(trace: Trace): TracedExecution | undefined {
  return trace.executions.findLast((run) => run.workflow === 'target' && !isOutdated(trace, run));
}

/** The name that a call gives a database or a member, where it renames one. */
export function newName({ input }: TracedCall): string | undefined {
  const name = input['NewDBClusterIdentifier'] ?? input['NewDBInstanceIdentifier'];
  return typeof name === 'string' ? name : undefined;
}

/** A call for a person to read. */
export function show({ function: name, operation, subject }: TracedCall): string {
  return `${name} ${operation} on "${subject?.identifier ?? 'nothing'}"`;
}
