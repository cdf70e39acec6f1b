import { liveName, temporaryName } from '../scene/fixtures.ts';
import { target } from '../scene/locations.ts';
import { forgedPrefix } from './faults.ts';
import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import type { Scenario } from './scenario.ts';
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

/** The database that has the live name in the target at the end. */
export function liveDatabase(trace: Trace): InventoryItem | undefined {
  return databaseCalled(trace, liveName);
}

/** Whether an execution was given a notice of a forger's. */
export function isForged({ input }: Pick<TracedExecution, 'input'>): boolean {
  return JSON.stringify(input ?? '').includes(forgedPrefix);
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

/** Who answers to the live name at a time. */
export function answererAt(trace: Trace, time: number): string | undefined {
  return trace.answers.findLast((answer) => answer.time <= time)?.volume;
}

/** A volume goes by its database's resource id. */
export function volumeOf({ resourceId }: Pick<InventoryItem, 'resourceId'>): string {
  return resourceId.toLowerCase();
}

/** The step at which a failed execution says that it failed. */
export function failedStep({ cause }: TracedExecution): string | undefined {
  return /^at (\w+): /.exec(cause ?? '')?.[1];
}

/** What a recovery was asked for. */
export interface Asked {
  readonly mode: Scenario['mode'];
  readonly capturedAt: string;
  /** The capture's name. */
  readonly snapshot: string;
  readonly graceHours: number;
}

/** @returns undefined for a capture, and for what isn't an execution of this run */
export function askedOf(
  { scenario }: Pick<Trace, 'scenario'>,
  run: TracedExecution | undefined,
): Asked | undefined {
  if (run?.workflow !== 'target') return undefined;
  const { notice, mode, graceHours } = run.input as {
    readonly notice: { readonly capturedAt: string; readonly snapshot: { readonly arn: string } };
    readonly mode?: Scenario['mode'];
    readonly graceHours?: number;
  };
  return {
    mode: mode ?? scenario.mode,
    capturedAt: notice.capturedAt,
    snapshot: notice.snapshot.arn.split(':').at(-1) ?? '',
    graceHours: graceHours ?? scenario.graceHours,
  };
}

/** What the execution was asked for in which a call was made. */
export function askedIn(trace: Trace, { execution }: TracedCall): Asked | undefined {
  return askedOf(
    trace,
    trace.executions.find(({ name }) => name === execution),
  );
}

/**
 * Refused, and rightly: what is live by now was captured later than what its notice speaks of, or
 * newer data was waiting as well.
 */
export function isRightlyRefused(
  trace: Pick<Trace, 'after' | 'executions' | 'scenario'>,
  run: TracedExecution,
): boolean {
  if (isForged(run)) return run.status === 'FAILED';
  const { capturedAt = '', mode } = askedOf(trace, run) ?? {};
  if (run.error === 'RunOvertaken') {
    return trace.executions.some((other) => (askedOf(trace, other)?.capturedAt ?? '') > capturedAt);
  }
  // A standby stays until somebody takes it away, all the more where its data is newer.
  const isStandby = run.error === 'NameTaken' && mode === 'standby';
  if (run.error !== 'NoticeOutdated' && !isStandby) return false;
  return trace.after.some(
    (item) =>
      isDatabase(item) &&
      isInTarget(item) &&
      item.identifier === (isStandby ? temporaryName : liveName) &&
      (item.tags['understudy:captured'] ?? '') > capturedAt,
  );
}

/** The last recovery; one that was rightly refused, or that an operator stopped, is none. */
export function lastTargetRun(trace: Trace): TracedExecution | undefined {
  return trace.executions.findLast(
    (run) => run.workflow === 'target' && run.status !== 'ABORTED' && !isRightlyRefused(trace, run),
  );
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
