import { isForged, isInTarget, liveDatabase } from '../facts.ts';
import type { Trace } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/**
 * Whoever has the source account puts no database of their own under the live name, keeps no honest
 * capture from being recovered, and takes no honest copy from the target.
 */
export const forgerGainsNothing: Invariant = (trace, { faults }) => {
  if (!faults.some(({ kind }) => kind === 'forger')) return [];
  const problems: string[] = [];
  const recoveries = trace.executions.filter(({ workflow }) => workflow === 'target');
  const origin = liveDatabase(trace)?.lineage?.restoredFrom?.resourceId;
  if (origin !== undefined && origin !== trace.sourceId) {
    problems.push(`the live name leads to data of ${origin}`);
  }
  if (trace.scenario.mode === 'swap') {
    const live = recoveries.filter((run) => isForged(run) && run.status === 'SUCCEEDED');
    problems.push(...live.map(({ name }) => `${name}, of a forged notice, came through`));
  }
  const honest = recoveries.filter((run) => !isForged(run));
  const last = honest.at(-1);
  // The standby of the first capture stands, until somebody takes it away.
  const stands = trace.scenario.mode === 'standby' && last?.error === 'NameTaken';
  if (last?.status !== 'SUCCEEDED' && !stands) {
    problems.push(`the last honest recovery ended with ${last?.error ?? 'no start'}`);
  }
  return [...problems, ...goneCopies(trace)];
};

/** Copies of honest captures that were deleted: retention takes some where it keeps one alone. */
function goneCopies({ calls, scenario }: Trace): readonly string[] {
  if (scenario.earlier) return [];
  return calls
    .filter(({ effect, operation }) => effect && /^DeleteDB(Cluster)?Snapshot$/.test(operation))
    .flatMap(({ subject }) => subject ?? [])
    .filter((item) => isInTarget(item) && item.lineage !== undefined)
    .filter(({ tags }) => tags['understudy:part'] === 'secured')
    .filter((item) => !isForged({ input: item.tags['understudy:snapshot'] }))
    .map(({ identifier }) => `the copy "${identifier}" of an honest capture was deleted`);
}
