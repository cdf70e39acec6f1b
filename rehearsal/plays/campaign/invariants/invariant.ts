import type { Fault } from '../faults.ts';
import type { Trace } from '../trace.ts';

/** What a run's faults allow. */
export interface Allowance {
  readonly faults: readonly Fault[];
  /** A fault that keeps even RollBack from its work: then the run must say what it left. */
  readonly unrepairable: boolean;
}

/** Judges a trace. @returns a sentence for each way in which it is broken */
export type Invariant = (trace: Trace, allowance: Allowance) => readonly string[];
