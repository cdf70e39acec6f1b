import { seconds } from '../scene/measure.ts';
import type { Attempt } from './attempt.ts';
import type { Design, DesignReport } from './report.ts';
import { tally } from './tally.ts';
import type { Watch } from './watch.ts';

/** What one design's report is made of. Times are virtual milliseconds since the epoch. */
export interface Evidence {
  readonly design: Design;
  readonly t0: number;
  readonly formerWriter: string;
  readonly newWriter: string;
  readonly watch: Watch;
  readonly attempts: readonly Attempt[];
  /** The ids of its clients' rows that the writer has in the end. */
  readonly kept: readonly number[];
  /** The group holds exactly the writer. */
  readonly endsWithWriter: boolean;
}

/** One design's figures in one failover. */
export function judge(evidence: Evidence): DesignReport {
  const { design, t0, formerWriter, newWriter, watch, attempts } = evidence;
  const since = (at: number | undefined): number | null =>
    at === undefined ? null : seconds(at - t0);
  const gone = watch.goneSince(design, formerWriter);
  const healthy = watch.inGroupSince(design, newWriter, 'healthy');
  // Both: clients get to the writer, and to nobody else.
  const repointed =
    gone === undefined || healthy === undefined ? undefined : Math.max(gone, healthy);
  const firstWrite = attempts.find(
    ({ outcome, server }) => outcome === 'acknowledged' && server === newWriter,
  );
  const lastReadOnly = attempts.findLast(({ outcome }) => outcome === 'read-only');
  return {
    t0: 0,
    t1: since(watch.describedSince(newWriter)),
    t2: since(watch.resolvedSince(newWriter)),
    t3: since(watch.inGroupSince(design, newWriter)),
    t4: since(healthy),
    t5: since(firstWrite?.answeredAt),
    t6: since(lastReadOnly?.answeredAt),
    repointed: since(repointed),
    endsWithWriter: evidence.endsWithWriter,
    ...tally(attempts, evidence.kept, repointed),
  };
}
