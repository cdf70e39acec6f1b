import { faultName, parseFault } from './faults.ts';
import type { Fault } from './faults.ts';
import { scenarios } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Script } from './script.ts';

/** One run: what it is played on, and what goes wrong in it. */
export interface RunSpec {
  readonly scenario: Scenario;
  readonly faults: readonly Fault[];
  /** Draws how long things take. */
  readonly seed: number;
  /** Played in place of the capture and what follows from it; a test's alone. */
  readonly script?: Script;
}

/** What `--only` takes: `<scenario>/<fault>+<fault>`, or `<scenario>/clean`. */
export function runId({ scenario, faults }: Pick<RunSpec, 'scenario' | 'faults'>): string {
  return `${scenario.name}/${faults.map(faultName).join('+') || 'clean'}`;
}

/** @returns undefined where no run has such an id */
export function parseRunId(id: string): Pick<RunSpec, 'scenario' | 'faults'> | undefined {
  const slash = id.indexOf('/');
  const scenario = scenarios.find(({ name }) => name === id.slice(0, slash));
  const rest = id.slice(slash + 1);
  const faults = rest === 'clean' ? [] : rest.split('+').map(parseFault);
  const known = faults.filter((fault) => fault !== undefined);
  if (scenario === undefined || known.length < faults.length) return undefined;
  return { scenario, faults: known };
}
