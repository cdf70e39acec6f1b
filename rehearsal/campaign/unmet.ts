import type { Fault } from './faults.ts';

/** Invariants that the product doesn't meet yet: counted where there is a count, and no violation. */
export const unmetInvariants: readonly string[] = [];

/**
 * What goes wrong in no planned run, since the product doesn't meet it yet; `--only` plays it all the
 * same. Both lists are to become empty, and then to go.
 *
 * - `live-instances-lost`: the report of a failed run says that a live cluster without instances
 *   answers.
 */
export const unmetFaults: readonly Fault['what'][] = [];
