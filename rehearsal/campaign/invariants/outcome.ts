import { isDeepStrictEqual } from 'node:util';
import { liveName, temporaryName } from '../../scenario/cast.ts';
import type { InventoryItem } from '../../services/rds/inventory.ts';
import {
  databaseCalled,
  failedStep,
  isInTarget,
  isOurs,
  lastTargetRun,
  oldDatabase,
  volumeOf,
} from '../facts.ts';
import type { Trace } from '../trace.ts';
import type { Entry } from '../traced-engine.ts';
import type { Invariant } from './invariant.ts';

/** From here on a failure leaves the restored database live, and says so. */
const afterTheSwap = new Set([
  'SwapInstanceNames',
  'SyncTargets',
  'VerifyFinally',
  'AnnounceRetirement',
  'AskApproval',
  'TerminateOldCluster',
  'PruneSnapshots',
  'ReportRecovery',
]);

/**
 * SUCCEEDED if and only if the data under the live name is the captured data, and verified there; in
 * a standby that under the temporary name; in a drill, what was restored was verified and is gone.
 * A run that fails after the swap says at which step.
 */
export const successIsTrue: Invariant = (trace, { faults }) => {
  const run = lastTargetRun(trace);
  const odd = trace.executions.filter(({ status }) => !/^(SUCCEEDED|FAILED)$/.test(status));
  const problems = odd.map(({ name, status }) => `${name} ended ${status}`);
  if (run === undefined) return problems;
  const live = databaseCalled(trace, liveName);
  if (run.status === 'SUCCEEDED') {
    // A key that is disabled once everything is verified takes the database from whoever has it.
    const keyless = faults.some((fault) => fault.what === 'target-key-disabled');
    return [...problems, ...promised(trace, live, keyless)];
  }
  const isNew =
    trace.scenario.mode === 'swap' &&
    live !== undefined &&
    isCaptured(trace, live) &&
    // Whoever loses its key loses its name's answer too: that is told as what it is.
    !live.status.startsWith('inaccessible');
  const step = failedStep(run);
  if (isNew && !afterTheSwap.has(step ?? '')) {
    problems.push(`the run failed at ${step ?? 'no step'}, and what it restored is live`);
  }
  return problems;
};

function promised(trace: Trace, live: InventoryItem | undefined, keyless: boolean): string[] {
  const old = oldDatabase(trace);
  const temporary = databaseCalled(trace, temporaryName);
  const problems: string[] = [];
  const expect = (holds: boolean, what: string): void => {
    if (!holds) problems.push(`SUCCEEDED, but ${what}`);
  };
  switch (trace.scenario.mode) {
    case 'swap':
      expect(
        live !== undefined && isCaptured(trace, live),
        'the live data is not the captured data',
      );
      expect(wasVerified(trace, live, 'VerifyFinally'), 'the live database was not verified');
      expect(
        keyless || live?.status === 'available',
        `the live database is ${live?.status ?? 'not there'}`,
      );
      expect(
        keyless || trace.answers.at(-1)?.volume === (live && volumeOf(live)),
        'the live name does not answer',
      );
      expect(temporary === undefined, `"${temporaryName}" is still there`);
      problems.push(...retired(trace, old));
      break;
    case 'standby':
      expect(live?.resourceId === old?.resourceId, 'the live database is another one');
      expect(
        temporary !== undefined && isCaptured(trace, temporary),
        'the standby is not the captured data',
      );
      expect(wasVerified(trace, temporary, 'VerifyDatabase'), 'the standby was not verified');
      break;
    case 'drill':
      expect(live?.resourceId === old?.resourceId, 'the live database is another one');
      expect(temporary === undefined, `"${temporaryName}" is still there`);
      expect(
        trace.verified.some(({ state }) => state === 'VerifyDatabase'),
        'nothing was verified',
      );
      break;
  }
  return problems;
}

/** Gone with a final snapshot; or kept, where somebody protected it, or nobody approved of its end. */
function retired(trace: Trace, old: InventoryItem | undefined): string[] {
  if (old === undefined) return [];
  const still = trace.after.find(
    ({ resourceId, kind }) => resourceId === old.resourceId && kind !== 'snapshot',
  );
  if (still !== undefined) {
    const { approve } = trace.scenario;
    const declined = approve === 'keep' || approve === 'nothing';
    const kept = (still.deletionProtection === true || declined) && still.status === 'available';
    return kept ? [] : [`SUCCEEDED, but the old database is there as "${still.identifier}"`];
  }
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

/** Its data stems from the snapshot that the notice speaks of, entry by entry where it answers. */
function isCaptured(trace: Trace, database: InventoryItem): boolean {
  const origin = database.lineage?.restoredFrom;
  const snapshot = database.tags['understudy:snapshot'];
  const secured = trace.after.find(
    (item) =>
      isInTarget(item) &&
      item.tags['understudy:snapshot'] === snapshot &&
      item.tags['understudy:part'] === 'secured',
  );
  const takenAt = secured?.lineage?.takenAt;
  const captured = trace.sourceEntries.filter(({ at }) => at < (takenAt ?? 0));
  const volume = volumeOf(database);
  const contents = trace.contents.find((one) => one.volume === volume);
  // What applications wrote to it since it is live.
  const own = new Set(
    trace.writes.filter((write) => write.volume === volume).map(({ entry }) => keyOf(entry)),
  );
  const restored = contents?.found.filter((entry) => !own.has(keyOf(entry)));
  return (
    origin !== undefined &&
    origin.resourceId === trace.sourceId &&
    origin.takenAt === takenAt &&
    (restored === undefined || isDeepStrictEqual(restored, captured))
  );
}

function keyOf({ place, at }: Entry): string {
  return `${place} ${at}`;
}

function wasVerified(trace: Trace, database: InventoryItem | undefined, state: string): boolean {
  return trace.verified.some(
    (one) => one.state === state && database !== undefined && one.volume === volumeOf(database),
  );
}
