import { isDeepStrictEqual } from 'node:util';
import { liveName, temporaryName } from '../../scene/fixtures.ts';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';
import { stops } from '../encounter.ts';
import {
  askedOf,
  databaseCalled,
  failedStep,
  isDatabase,
  isInTarget,
  isOurs,
  isRightlyRefused,
  lastTargetRun,
  newName,
  oldDatabase,
  volumeOf,
} from '../facts.ts';
import type { Scenario } from '../scenario.ts';
import type { Trace, TracedExecution } from '../trace.ts';
import type { Entry } from '../traced-engine.ts';
import type { Invariant } from './invariant.ts';
import { retired } from './retired.ts';

/** From here on a failure leaves the restored database live, and says so. */
const afterTheSwap = new Set([
  'SwapInstanceNames',
  'SyncTargets',
  'VerifyFinally',
  'VerifyOnceMore',
  'AnnounceRetirement',
  'AskApproval',
  'TerminateOldCluster',
  'PruneSnapshots',
  'ReportRecovery',
]);

/**
 * SUCCEEDED if and only if the data under the live name is the captured data, and verified there; in
 * a standby that under the temporary name; in a drill, what was restored was verified and is gone.
 * Of several recoveries in one mode, the one of the newest data is judged. A run that fails after the
 * swap says at which step, or that what it restored has the live name.
 */
export const successIsTrue: Invariant = (trace, { faults }) => {
  const stopped = faults.some((fault) => fault.kind === 'encounter' && stops(fault.what));
  const problems = trace.executions
    .filter(({ status }) => !/^(SUCCEEDED|FAILED)$/.test(status))
    .filter(({ status }) => !stopped || status !== 'ABORTED')
    .map(({ name, status }) => `${name} ended ${status}`);
  // A key that is disabled once everything is verified takes the database from whoever has it, and
  // into some status it may get at any time.
  const keyless = faults.some(
    (fault) =>
      fault.kind === 'status' || /^(target-key-disabled|live-instances-lost)$/.test(fault.what),
  );
  for (const mode of ['swap', 'standby', 'drill'] as const) {
    const run = newestRun(trace, mode);
    if (run?.status === 'SUCCEEDED') problems.push(...promised(trace, run, keyless));
  }
  const run = lastTargetRun(trace);
  return run?.status === 'FAILED' ? [...problems, ...unsaid(trace, run)] : problems;
};

/** Of the recoveries in a mode, the one of the newest data; the last one of the same data. */
function newestRun(trace: Trace, mode: Scenario['mode']): TracedExecution | undefined {
  return trace.executions
    .filter((run) => run.status !== 'ABORTED' && !isRightlyRefused(trace, run))
    .flatMap((run) => {
      const asked = askedOf(trace, run);
      return asked?.mode === mode ? [{ run, at: asked.capturedAt }] : [];
    })
    .toSorted((one, other) => one.at.localeCompare(other.at))
    .at(-1)?.run;
}

/** Whoever gave its database the live name and failed at an earlier step has to say who has it. */
function unsaid(trace: Trace, run: TracedExecution): string[] {
  const live = databaseCalled(trace, liveName);
  const step = failedStep(run) ?? 'no step';
  const hasRenamed = trace.calls.some(
    (call) =>
      call.execution === run.name &&
      call.effect &&
      call.subject?.resourceId === live?.resourceId &&
      newName(call) === liveName,
  );
  const isNew =
    hasRenamed &&
    live !== undefined &&
    // Given back, an earlier run's is the old database.
    live.tags['understudy:snapshot'] === askedOf(trace, run)?.snapshot &&
    isCaptured(trace, live) &&
    // Whoever loses its key loses its name's answer too: that is told as what it is.
    !live.status.startsWith('inaccessible');
  const isTold = trace.reports.some(
    (text) => text.includes(`:${run.name}"`) && text.includes('is held by the restored database'),
  );
  return !isNew || isTold || afterTheSwap.has(step)
    ? []
    : [`the run failed at ${step}, and what it restored is live`];
}

function promised(trace: Trace, run: TracedExecution, keyless: boolean): string[] {
  const old = oldDatabase(trace);
  const asked = askedOf(trace, run);
  const live = databaseCalled(trace, liveName);
  const temporary = databaseCalled(trace, temporaryName);
  const swaps = trace.executions.some((one) => askedOf(trace, one)?.mode === 'swap');
  const problems: string[] = [];
  const expect = (holds: boolean, what: string): void => {
    if (!holds) problems.push(`SUCCEEDED, but ${what}`);
  };
  const isMeant = (database: InventoryItem | undefined): database is InventoryItem =>
    database?.tags['understudy:snapshot'] === asked?.snapshot &&
    database !== undefined &&
    isCaptured(trace, database);
  switch (asked?.mode) {
    case 'swap':
      expect(isMeant(live), 'the live data is not the captured data');
      expect(wasVerified(trace, live, 'VerifyFinally'), 'the live database was not verified');
      expect(
        live?.tags['understudy:went-live'] !== undefined,
        'the live database does not say since when it has the name',
      );
      expect(
        keyless || live?.status === 'available',
        `the live database is ${live?.status ?? 'not there'}`,
      );
      expect(
        keyless || trace.answers.at(-1)?.volume === (live && volumeOf(live)),
        'the live name does not answer',
      );
      // Somebody else's may have come there once the name was free.
      expect(
        temporary === undefined || !isOurs(temporary) || isAnothers(trace, temporary, run),
        `"${temporaryName}" is still there`,
      );
      problems.push(...retired(trace, old, keyless));
      break;
    case 'standby': {
      expect(swaps || live?.resourceId === old?.resourceId, 'the live database is another one');
      if (isClearedAway(trace, run)) break;
      // Unless a swap of the same notice has put it live.
      const standby = [temporary, live].find(isMeant);
      expect(standby !== undefined, 'the standby is not the captured data');
      expect(wasVerified(trace, standby, 'VerifyDatabase'), 'the standby was not verified');
      break;
    }
    case 'drill':
      expect(swaps || live?.resourceId === old?.resourceId, 'the live database is another one');
      expect(
        !trace.after.some((item) => isDatabase(item) && item.tags['understudy:run'] === run.name),
        'what the drill restored is still there',
      );
      expect(
        temporary === undefined || !isOurs(temporary) || isAnothers(trace, temporary, run),
        `"${temporaryName}" is still there`,
      );
      expect(
        trace.verified.some(({ state }) => state === 'VerifyDatabase'),
        'nothing was verified',
      );
      break;
    case undefined:
      break;
  }
  return problems;
}

/** An operator took the standby away once its run was through: another one needs the name. */
function isClearedAway(trace: Trace, run: TracedExecution): boolean {
  const snapshot = askedOf(trace, run)?.snapshot;
  return trace.cleared.some(
    ({ time, item }) =>
      time > run.stoppedAt &&
      isDatabase(item) &&
      item.identifier === temporaryName &&
      item.tags['understudy:snapshot'] === snapshot,
  );
}

/** Restored by another run: one of another mode, or of another capture. */
function isAnothers(trace: Trace, { tags }: InventoryItem, run: TracedExecution): boolean {
  const [own, other] = [run.name, tags['understudy:run']].map((name) =>
    askedOf(
      trace,
      trace.executions.find((one) => one.name === name),
    ),
  );
  return other !== undefined && (other.mode !== own?.mode || other.snapshot !== own.snapshot);
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
