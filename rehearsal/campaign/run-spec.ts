import { faultName } from './faults.ts';
import type { Fault } from './faults.ts';
import type { Scenario } from './scenario.ts';

/** One run: what it is played on, and what goes wrong in it. */
export interface RunSpec {
  readonly scenario: Scenario;
  readonly faults: readonly Fault[];
  /** Draws how long things take. */
  readonly seed: number;
}

/** What `--only` takes: `<scenario>/<fault>+<fault>`, or `<scenario>/clean`. */
export function runId({ scenario, faults }: Pick<RunSpec, 'scenario' | 'faults'>): string {
  return `${scenario.name}/${faults.map(faultName).join('+') || 'clean'}`;
}
