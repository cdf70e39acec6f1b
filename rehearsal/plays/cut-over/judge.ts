import type { CutOverReport } from './play.ts';

/** What of a run isn't as it must be, a sentence each. */
export function problemsOf(run: CutOverReport): readonly string[] {
  const { access, name } = run.clients;
  const { SUCCEEDED: _, ...unhappy } = run.accessRuns;
  return [
    ...(run.status === 'SUCCEEDED' ? [] : [`the recovery ended ${run.status}`]),
    ...run.failedChecks,
    ...(access.lostWrites + name.lostWrites === 0 ? [] : ['writes were lost']),
    ...(access.doubledWrites + name.doubledWrites === 0 ? [] : ['writes are there twice']),
    ...(access.clientsLeftBehind === 0 ? [] : ['clients of the load balancer write no more']),
    ...(run.cutOver === 'names' || access.writesIntoOldAfterCutOver === 0
      ? []
      : ['clients of the load balancer wrote into the old database after the first moved']),
    ...Object.keys(unhappy).map((status) => `runs of the access workflow ended ${status}`),
  ];
}

/** One line of a run, for whoever watches. */
export function line(run: CutOverReport): string {
  const { access, name } = run.clients;
  const gap = access.longestGapSeconds;
  return (
    `seed ${run.seed}, CutOver=${run.cutOver}: through the load balancer the longest gap is ${gap.keeps} s ` +
    `with a connection that is kept and ${gap.connectsAnew} s without, ${access.lostWrites} writes lost, ` +
    `${access.writesIntoOldAfterCutOver} into the old database after the cut-over; by the name ` +
    `${name.longestGapSeconds.keeps} s and ${name.longestGapSeconds.connectsAnew} s, ` +
    `${name.writesIntoOldAfterCutOver} (${run.wallSeconds} s)`
  );
}
