import type { Attempt } from './attempt.ts';
import type { Tally } from './tally.ts';

/** The moments of a re-point, in virtual seconds since `t0`; null where one never came. */
export interface Marks {
  /** The failover begins: FailoverDBCluster is accepted, or the writer's host is gone. */
  readonly t0: number;
  /** DescribeDBClusters calls another instance the writer. */
  readonly t1: number | null;
  /** The cluster endpoint resolves to it. */
  readonly t2: number | null;
  /** It is registered in the target group. */
  readonly t3: number | null;
  /** The target group calls it healthy. */
  readonly t4: number | null;
  /** The first write through the private endpoint is acknowledged by it. */
  readonly t5: number | null;
  /** A client gets the last read-only error; null where none ever came. */
  readonly t6: number | null;
}

/** Names of the designs that are compared, as they stand in the report. */
export type Design = 'understudy' | 'oneLookUp';

/** How one design fared in one failover. */
export interface DesignReport extends Marks, Tally {
  /** The former writer has left the target group, and no new connection gets to it. Seconds since t0. */
  readonly repointed: number | null;
  /** The group holds exactly the writer when the watching ends. */
  readonly endsWithWriter: boolean;
}

/** A target's state in the group, from one moment to another, in virtual seconds since t0. */
export interface TargetSpan {
  /** DB instance. */
  readonly server: string;
  /** As Elastic Load Balancing calls it, or `reached`: off the list, while new connections still arrive. */
  readonly state: string;
  readonly from: number;
  readonly to: number;
}

/** What the chart needs of one design. */
export interface DesignTimeline {
  readonly attempts: readonly Attempt[];
  readonly targets: readonly TargetSpan[];
}

/** One failover, met by both designs. */
export interface RunReport {
  readonly seed: number;
  readonly force: Force;
  readonly formerWriter: string;
  readonly newWriter: string;
  readonly designs: Readonly<Record<Design, DesignReport>>;
  /** Virtual seconds from t0 to the last write. */
  readonly watchedSeconds: number;
  /** Real seconds. */
  readonly wallSeconds: number;
}

/** What begins a failover. */
export type Force = 'failover' | 'crash';

/** Minimum, median and maximum over several runs; null where there is none. */
export type Spread = readonly [min: number, median: number, max: number] | null;

/**
 * What `--json` writes. At the top level are this design's figures of the first run, but for what is lost,
 * doubled or refused too late, which is counted over all runs; `designs` has both designs' of the first.
 */
export interface FailoverReport extends DesignReport {
  readonly passed: boolean;
  readonly force: Force;
  readonly clients: number;
  readonly designs: Readonly<Record<Design, DesignReport>>;
  readonly runs: readonly RunReport[];
  readonly spread: Readonly<Record<Design, Readonly<Record<SpreadFigure, Spread>>>>;
  readonly wallSeconds: number;
}

/** Figures that are spread over runs. */
export const spreadFigures = [
  't1',
  't2',
  't3',
  't4',
  't5',
  't6',
  'repointed',
  'longestGapSeconds',
  'longestClientGapSeconds',
  'readOnlyErrors',
  'lostWrites',
  'doubledWrites',
] as const satisfies readonly (keyof DesignReport)[];
export type SpreadFigure = (typeof spreadFigures)[number];

/** Whether a design did what this project promises. */
export function passed(report: DesignReport): boolean {
  return (
    report.lostWrites === 0 &&
    report.doubledWrites === 0 &&
    report.readOnlyErrorsAfterRepoint === 0 &&
    report.endsWithWriter &&
    report.t5 !== null
  );
}

/** Puts runs together. */
export function summarize(
  runs: readonly [RunReport, ...RunReport[]],
  facts: { readonly clients: number; readonly wallSeconds: number },
): FailoverReport {
  const [first] = runs;
  return {
    passed: runs.every(({ designs }) => passed(designs.understudy)),
    force: first.force,
    ...facts,
    ...first.designs.understudy,
    ...overAll(runs.map((run) => run.designs.understudy)),
    designs: first.designs,
    runs,
    spread: { understudy: spreadOf(runs, 'understudy'), oneLookUp: spreadOf(runs, 'oneLookUp') },
  };
}

function overAll(
  reports: readonly DesignReport[],
): Pick<DesignReport, 'lostWrites' | 'doubledWrites' | 'readOnlyErrorsAfterRepoint'> {
  const late = reports.map(({ readOnlyErrorsAfterRepoint }) => readOnlyErrorsAfterRepoint);
  return {
    lostWrites: sum(reports.map(({ lostWrites }) => lostWrites)),
    doubledWrites: sum(reports.map(({ doubledWrites }) => doubledWrites)),
    readOnlyErrorsAfterRepoint: late.includes(null) ? null : sum(late.map((count) => count ?? 0)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function spreadOf(
  runs: readonly RunReport[],
  design: Design,
): Readonly<Record<SpreadFigure, Spread>> {
  const entries = spreadFigures.map((figure) => {
    const values = runs
      .flatMap(({ designs }) => designs[design][figure] ?? [])
      .toSorted((one, other) => one - other);
    const [min] = values;
    const median = values[Math.floor((values.length - 1) / 2)];
    const max = values.at(-1);
    const spread =
      min === undefined || median === undefined || max === undefined ? null : [min, median, max];
    return [figure, spread];
  });
  return Object.fromEntries(entries) as Readonly<Record<SpreadFigure, Spread>>;
}
