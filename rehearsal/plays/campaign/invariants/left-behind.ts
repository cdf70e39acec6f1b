import { liveName } from '../../scene/fixtures.ts';
import { source } from '../../scene/locations.ts';
import {
  askedIn,
  askedOf,
  failedStep,
  isDatabase,
  isInTarget,
  isOurs,
  lastTargetRun,
  newName,
  oldDatabase,
} from '../facts.ts';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';
import type { Trace, TracedExecution } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/** Everything that a run started is finished, rolled back or reported. */
export const nothingIsForgotten: Invariant = (trace, { faults }) => {
  const silenced = faults.some(
    (fault) => 'function' in fault && fault.function.endsWith('ReportFailure'),
  );
  return trace.executions.flatMap((run) => {
    // Whoever stops an execution knows of it.
    if (run.status !== 'FAILED' || silenced) return [];
    const report = trace.reports.find(
      (text) => text.includes(`:${run.name}"`) && text.includes('"leftBehind"'),
    );
    if (report === undefined) return [`${run.name} failed, and nobody was told`];
    const left = JSON.stringify((JSON.parse(report) as { leftBehind: unknown }).leftBehind);
    return [
      ...undiscarded(trace, run, report),
      ...leftBy(trace, run)
        .filter(
          ({ identifier }) =>
            !left.includes(`"${identifier}\\"`) && !left.includes(`\\"${identifier}\\"`),
        )
        .map(
          ({ kind, identifier, status }) => `left a ${kind} "${identifier}" (${status}) unreported`,
        ),
    ];
  });
};

/** With OnFailure discard a run leaves nothing that it restored, or its report says why. */
function undiscarded(trace: Trace, run: TracedExecution, report: string): string[] {
  const step = failedStep(run) ?? '';
  if (trace.scenario.onFailure === 'keep' || !discardable.has(step)) return [];
  if (/OnFailure is discard: kept|(RollBack|DiscardCluster) failed too/.test(report)) return [];
  return trace.after
    .filter((item) => isDatabase(item) && isInTarget(item))
    .filter(
      ({ tags, identifier }) => tags['understudy:run'] === run.name && identifier !== liveName,
    )
    .map(({ identifier }) => `was to discard "${identifier}", and left it without a word`);
}

/** Where a run fails whose database isn't live, or isn't any more. */
const discardable = new Set([
  'RestoreCluster',
  'AddInstances',
  'VerifyDatabase',
  'SwapNames',
  'VerifyLiveName',
]);

/** Whether a recovery of this run's notice took the live name from a database. */
function isReplacedBy(trace: Trace, run: TracedExecution, item: InventoryItem): boolean {
  const snapshot = askedOf(trace, run)?.snapshot;
  return trace.calls.some(
    (call) =>
      call.effect &&
      call.subject?.resourceId === item.resourceId &&
      newName(call) === item.identifier &&
      askedIn(trace, call)?.snapshot === snapshot,
  );
}

/** What the failed run's report must name; of an earlier run, only the last one's is compared. */
function leftBy(trace: Trace, run: TracedExecution): readonly InventoryItem[] {
  const old = oldDatabase(trace)?.resourceId;
  if (run.workflow === 'source') {
    return trace.after.filter(
      (item) =>
        item.kind === 'snapshot' &&
        item.location.accountId === source.accountId &&
        item.tags['understudy:run'] === run.name,
    );
  }
  // Preflight makes nothing: what is there was told by the run that made it.
  if (run !== lastTargetRun(trace) || failedStep(run) === 'Preflight') return [];
  const { notice } = run.input as { readonly notice: { snapshot: { arn: string } } };
  const snapshot = notice.snapshot.arn.split(':').at(-1) ?? '';
  return trace.after.filter((item) => {
    if (!isInTarget(item) || item.kind === 'member') return false;
    // Where two runs meet, each tells of what it made itself.
    if (trace.atEncounter !== undefined) return item.tags['understudy:run'] === run.name;
    // What stems from another capture is another run's to tell.
    const own = isOurs(item) && item.resourceId !== old;
    if (own && item.tags['understudy:snapshot'] !== snapshot) return false;
    if (isDatabase(item)) {
      const retired = item.resourceId === old && item.identifier !== liveName;
      return own || (retired && isReplacedBy(trace, run, item));
    }
    // A final snapshot is told of by the run that took it.
    const final = item.resourceId === old && item.identifier.endsWith('-final');
    if (final && trace.reports.some((text) => text.includes(item.identifier))) return false;
    return own || final;
  });
}
