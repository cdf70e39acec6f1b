import { faultClass } from './faults.ts';
import type { CallFault, Fault, ModelledError } from './faults.ts';
import type { StepFault } from './in-process-fleet.ts';
import { runId } from './run-spec.ts';
import type { RunSpec } from './run-spec.ts';

/** Runs, and what there is to be covered that they cover. */
export interface Cover {
  readonly runs: readonly RunSpec[];
  readonly covered: number;
  /** Everything that any run covers. */
  readonly features: number;
}

/**
 * Chooses runs for what they cover: each next one covers the most of what none does so far, the first
 * of those that do. Once everything is covered, the rest are the first ones left.
 * @param begin runs that are chosen in any case, as far as they are among all
 */
export function coverWith(
  specs: readonly RunSpec[],
  count: number,
  begin: readonly RunSpec[] = [],
): Cover {
  const numbers = new Map<string, number>();
  const features = specs.map((spec) =>
    featuresOf(spec).map((feature) => {
      const number = numbers.get(feature) ?? numbers.size;
      numbers.set(feature, number);
      return number;
    }),
  );
  const isCovered = new Uint8Array(numbers.size);
  const gainOf = (one: readonly number[]): number =>
    one.reduce((gain, number) => gain + (isCovered[number] === 1 ? 0 : 1), 0);
  const chosen = new Set<number>();
  const choose = (index: number): void => {
    chosen.add(index);
    for (const number of features[index] ?? []) isCovered[number] = 1;
  };
  const first = new Set(begin.map(keyOf));
  specs.forEach((spec, index) => {
    if (chosen.size < count && first.has(keyOf(spec))) choose(index);
  });
  while (chosen.size < Math.min(count, specs.length)) {
    let best = -1;
    let most = -1;
    features.forEach((one, index) => {
      const gain = chosen.has(index) ? -1 : gainOf(one);
      if (gain > most) [best, most] = [index, gain];
    });
    choose(best);
  }
  return {
    runs: [...chosen].flatMap((index) => specs[index] ?? []),
    covered: isCovered.reduce((sum, one) => sum + one, 0),
    features: numbers.size,
  };
}

/**
 * What a run shows: each effect of a fault on each function, each fault and how long it lasts, each
 * meeting and each state at which it is, each status, and each scenario where all goes well, where
 * something is tried again, and where it fails.
 * Of several faults that make a run fail none counts, for one may keep the others from their turn.
 */
export function featuresOf({ scenario, faults, again }: RunSpec): readonly string[] {
  const severe = faults.filter(fails);
  const shown = severe.length > 1 ? faults.filter((fault) => !fails(fault)) : faults;
  const ending = faults.length === 0 ? 'clean' : severe.length > 0 ? 'fails' : 'goes on';
  return [
    ...new Set([
      `${scenario.name} ${again === undefined ? ending : 'fails twice'}`,
      ...shown.flatMap(faultFeatures),
      ...(again ?? []).map((fault) => `again: ${withoutSpan(fault)}`),
    ]),
  ];
}

/** Whether a run with this fault is one that fails: what strikes once is tried again. */
export function fails(fault: Fault): boolean {
  switch (fault.kind) {
    case 'call':
      return fault.span !== 'once' || fault.what === 'refused';
    case 'step':
      return fault.span === 'lasting' && fault.what !== 'twice';
    case 'operation':
    case 'status':
      return true;
    case 'condition':
      return !/^(protection-on|retired-name-taken)$/.test(fault.what);
    case 'notice':
    case 'encounter':
    case 'forger':
      return false;
  }
}

function faultFeatures(fault: Fault): readonly string[] {
  switch (fault.kind) {
    case 'call':
    case 'step':
      return [`${effectOf(fault.what)} ${fault.kind} ${fault.function}`, faultClass(fault)];
    case 'operation':
      return [`${fault.operation} ${fault.what}`];
    case 'condition':
      return [faultClass(fault), `condition ${fault.before}`];
    case 'status':
      return [faultClass(fault), `${fault.of} ${fault.before}`];
    case 'encounter':
      return [faultClass(fault), `met at ${fault.at}`];
    case 'notice':
    case 'forger':
      return [faultClass(fault)];
  }
}

/** Faults that come to the same for a function: nothing was done, or it was and nobody heard of it. */
function effectOf(what: CallFault | ModelledError | StepFault): string {
  switch (what) {
    case 'throttled':
    case 'internal':
    case 'cut-before':
    case 'crash-before':
    case 'timeout-before':
    case 'too-many':
      return 'nothing done by';
    case 'cut-after':
    case 'crash-after':
    case 'timeout-after':
      return 'nothing heard of';
    case 'refused':
    case 'twice':
      return what;
    default:
      return 'refused';
  }
}

function withoutSpan({ kind, what }: Fault): string {
  return `${kind} ${what}`;
}

function keyOf(spec: RunSpec): string {
  return `${runId(spec)} ${spec.seed}`;
}
