import type { Fault } from './faults.ts';
import { capturesAreMadeOnce } from './invariants/captures.ts';
import { accessFollows } from './invariants/access.ts';
import { cutOverSeparates } from './invariants/cut-over.ts';
import { acknowledgedWritesStay } from './invariants/acknowledged-writes.ts';
import { dataIsWhole } from './invariants/data.ts';
import { discardsAreDue } from './invariants/discards.ts';
import { drillsDeleteTheirOwn } from './invariants/drills.ts';
import { finishedStaysFinished } from './invariants/finished.ts';
import { forgerGainsNothing } from './invariants/forger.ts';
import type { Allowance, Invariant } from './invariants/invariant.ts';
import { nothingIsForgotten } from './invariants/left-behind.ts';
import { liveNameAnswers } from './invariants/live-name.ts';
import { oldDatabaseWaits } from './invariants/old-database.ts';
import { successIsTrue } from './invariants/outcome.ts';
import { nextStartSucceeds } from './invariants/resumption.ts';
import { nothingIsTakenBack } from './invariants/rollback.ts';
import { unrelatedResourcesStay } from './invariants/unrelated-resources.ts';
import type { Trace, Traces } from './trace.ts';

/** The invariants by the name that a violation is reported under. */
const invariants: Readonly<Record<string, Invariant>> = {
  'live name': liveNameAnswers,
  'old database': oldDatabaseWaits,
  'unrelated resources': unrelatedResourcesStay,
  outcome: successIsTrue,
  data: dataIsWhole,
  'left behind': nothingIsForgotten,
  access: accessFollows,
  'cut-over': cutOverSeparates,
  drills: drillsDeleteTheirOwn,
  discards: discardsAreDue,
  rollback: nothingIsTakenBack,
  finished: finishedStaysFinished,
  forger: forgerGainsNothing,
  'acknowledged writes': acknowledgedWritesStay,
  captures: capturesAreMadeOnce,
};

/**
 * What is wrong with a run: `<invariant>: <sentence>` for each. A sound run gives none.
 * @param later what went wrong in its second start
 */
export function judge(
  { first, again, third }: Traces,
  faults: readonly Fault[],
  later: readonly Fault[] = [],
): readonly string[] {
  const all = [...faults, ...later];
  const resumed =
    third !== undefined
      ? nextStartSucceeds(again ?? first, third, all)
      : again !== undefined && later.length === 0
        ? nextStartSucceeds(first, again, faults)
        : [];
  return [
    ...broken(first, '', allowanceOf(faults)),
    ...(again === undefined ? [] : broken(again, ', second start', allowanceOf(all))),
    ...(third === undefined ? [] : broken(third, ', third start', allowanceOf(all))),
    ...resumed.map((sentence) => `resumption: ${sentence}`),
  ];
}

/** What breaks an invariant in one trace of a run. */
function broken(trace: Trace, when: string, allowance: Allowance): readonly string[] {
  return [
    ...trace.defects.map((defect) => `simulator${when}: ${defect}`),
    ...Object.entries(invariants).flatMap(([name, invariant]) =>
      invariant(trace, allowance).map((sentence) => `${name}${when}: ${sentence}`),
    ),
  ];
}

function allowanceOf(faults: readonly Fault[]): Allowance {
  return { faults, unrepairable: faults.some(isUnrepairable) };
}

/** AWS itself, or a fault of RollBack, keeps the live name from being given back. */
function isUnrepairable(fault: Fault): boolean {
  switch (fault.kind) {
    case 'operation':
      return fault.operation.startsWith('rename-') || fault.operation === 'failover-cluster';
    case 'status':
      return true;
    case 'condition':
      return /-key-disabled$|^source-account-gone$|^live-instances-lost$/.test(fault.what);
    case 'call':
    case 'step':
      return fault.function === 'target.RollBack';
    case 'notice':
    case 'encounter':
    case 'forger':
      return false;
  }
}
