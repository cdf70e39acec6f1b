import { faultName, parseFault } from './faults.ts';
import type { Fault } from './faults.ts';
import { scenarios } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Script } from './script.ts';

/** One run: what it is played on, and what goes wrong in it. */
export interface RunSpec {
  readonly scenario: Scenario;
  readonly faults: readonly Fault[];
  /** What goes wrong in its second start, where there is one; then a third has to succeed. */
  readonly again?: readonly Fault[];
  /** Draws how long things take. */
  readonly seed: number;
  /** Played in place of the capture and what follows from it; a test's alone. */
  readonly script?: Script;
}

type Told = Pick<RunSpec, 'scenario' | 'faults' | 'again'>;

/** What stands between the faults of the first start and those of the second. */
const then = '>>';

/** What `--only` takes: `<scenario>/<fault>+<fault>>><fault>`, or `<scenario>/clean`. */
export function runId({ scenario, faults, again = [] }: Told): string {
  const first = namesOf(faults) || 'clean';
  return `${scenario.name}/${[first, ...(again.length > 0 ? [namesOf(again)] : [])].join(then)}`;
}

/** @returns undefined where no run has such an id */
export function parseRunId(id: string): Told | undefined {
  const slash = id.indexOf('/');
  const scenario = scenarios.find(({ name }) => name === id.slice(0, slash));
  const [first = '', again, ...more] = id.slice(slash + 1).split(then);
  const faults = first === 'clean' ? [] : faultsIn(first);
  const later = again === undefined ? [] : faultsIn(again);
  if (scenario === undefined || faults === undefined || later === undefined || more.length > 0) {
    return undefined;
  }
  return { scenario, faults, ...(later.length > 0 && { again: later }) };
}

/** @throws Error where no run has this id */
export function requireRun(id: string): Told {
  const found = parseRunId(id);
  if (found === undefined) throw new Error(`expected the id of a run, found "${id}"`);
  return found;
}

function namesOf(faults: readonly Fault[]): string {
  return faults.map(faultName).join('+');
}

/** @returns undefined where one of them isn't any */
function faultsIn(names: string): readonly Fault[] | undefined {
  const faults = names.split('+').map(parseFault);
  const known = faults.filter((fault) => fault !== undefined);
  return known.length < faults.length ? undefined : known;
}
