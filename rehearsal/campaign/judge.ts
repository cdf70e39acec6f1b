import type { Fault } from './faults.ts';
import { accessFollows } from './invariants/access.ts';
import { acknowledgedWritesStay } from './invariants/acknowledged-writes.ts';
import { dataIsWhole } from './invariants/data.ts';
import type { Invariant } from './invariants/invariant.ts';
import { nothingIsForgotten } from './invariants/left-behind.ts';
import { liveNameAnswers } from './invariants/live-name.ts';
import { oldDatabaseWaits } from './invariants/old-database.ts';
import { successIsTrue } from './invariants/outcome.ts';
import { secondStartSucceeds } from './invariants/resumption.ts';
import { strangersStay } from './invariants/strangers.ts';
import type { Trace } from './trace.ts';
import { unmetInvariants } from './unmet.ts';

/** The invariants by the name that a violation is reported under. */
const invariants: Readonly<Record<string, Invariant>> = {
  'live name': liveNameAnswers,
  'old database': oldDatabaseWaits,
  strangers: strangersStay,
  outcome: successIsTrue,
  data: dataIsWhole,
  'left behind': nothingIsForgotten,
  access: accessFollows,
  'acknowledged writes': acknowledgedWritesStay,
};

/**
 * What is wrong with a run: `<invariant>: <sentence>` for each. A sound run gives none.
 * @param unmet invariants that aren't judged
 */
export function judge(
  { first, again }: { readonly first: Trace; readonly again: Trace | undefined },
  faults: readonly Fault[],
  unmet: readonly string[] = unmetInvariants,
): readonly string[] {
  const allowance = { faults, unmendable: faults.some(isUnmendable) };
  const broken = (trace: Trace, when: string): string[] => [
    ...trace.defects.map((defect) => `stage${when}: ${defect}`),
    ...Object.entries(invariants)
      .filter(([name]) => !unmet.includes(name))
      .flatMap(([name, invariant]) =>
        invariant(trace, allowance).map((sentence) => `${name}${when}: ${sentence}`),
      ),
  ];
  return [
    ...broken(first, ''),
    ...(again === undefined
      ? []
      : [
          ...broken(again, ', second start'),
          ...secondStartSucceeds(first, again, faults).map((sentence) => `resumption: ${sentence}`),
        ]),
  ];
}

/** AWS itself, or a fault of RollBack, keeps the live name from being given back. */
function isUnmendable(fault: Fault): boolean {
  switch (fault.kind) {
    case 'deed':
      return fault.deed.startsWith('rename-') || fault.deed === 'failover-cluster';
    case 'condition':
      return fault.what.endsWith('-key-disabled') || fault.what === 'source-account-gone';
    case 'call':
    case 'step':
      return fault.function === 'target.RollBack';
    case 'notice':
      return false;
  }
}
