import { joined, percentile } from '../../functions/lab/rules/figures.ts';
import type { Errors } from '../../functions/lab/rules/figures.ts';
import type { Path } from '../../functions/lab/rules/path.ts';
import type { ProbeResult } from '../../functions/lab/rules/result.ts';
import type { Measured } from './experiment.ts';
import type { Lab } from './lab.ts';
import { published } from './published.ts';
import type { PublishedFigure } from './published.ts';

/** Least, middle and most of several failovers; null where there was none. */
export type Spread = {
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
} | null;

/** How one path fared. Milliseconds; null is for what couldn't be measured. */
export interface PathReport {
  readonly name: Path;
  readonly playedBy: string;
  readonly failovers: number;
  readonly longestGapMs: Spread;
  /** Gaps that went on when the watching ended: those are longer than is said. */
  readonly openGaps: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly attempts: number;
  readonly acknowledged: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly lostWrites: number | null;
  readonly doubledWrites: number | null;
  readonly unknownOutcomes: { readonly kept: number; readonly gone: number } | null;
  readonly databaseConnections: { readonly minimum: number; readonly maximum: number } | null;
  readonly burst: BurstReport | null;
  /** A failover each. */
  readonly runs: readonly RunReport[];
}

/** What a burst of clients came to. */
export interface BurstReport {
  readonly clients: number;
  readonly databaseConnections: { readonly minimum: number; readonly maximum: number } | null;
  readonly acknowledged: number;
  readonly errors: Readonly<Record<string, number>>;
}

/** One path in one failover. */
export interface RunReport {
  readonly longestGapMs: number;
  /** From the failover to the gap's begin. */
  readonly gapBeganMs: number;
  readonly gapIsOpen: boolean;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly errors: Errors;
  /** Milliseconds since the failover, and how many there were. */
  readonly databaseConnections: readonly (readonly [at: number, connections: number])[];
}

/** What `--json` writes. */
export interface LabReport {
  readonly passed: boolean;
  readonly time: string;
  readonly clients: number;
  readonly intervalMs: number;
  readonly watchedSeconds: number;
  readonly paths: readonly PathReport[];
  readonly published: readonly PublishedFigure[];
  readonly wallSeconds: number;
}

/** Makes the report of all that was measured. */
export function reportOf(
  measured: Measured,
  request: {
    readonly paths: readonly Path[];
    readonly clients: number;
    readonly intervalMilliseconds: number;
    readonly seconds: number;
  },
  lab: Pick<Lab, 'playedBy' | 'time'>,
  wallSeconds: number,
): LabReport {
  const paths = request.paths.map((path) => pathReport(path, measured, lab.playedBy[path] ?? ''));
  return {
    passed: paths.every(({ lostWrites, doubledWrites }) => lostWrites === 0 && doubledWrites === 0),
    time: lab.time,
    clients: request.clients,
    intervalMs: request.intervalMilliseconds,
    watchedSeconds: request.seconds,
    paths,
    published,
    wallSeconds,
  };
}

function pathReport(path: Path, { rounds, bursts }: Measured, playedBy: string): PathReport {
  const met = rounds.flatMap(({ failedOverAt, results }) =>
    results.filter((result) => result.path === path).map((result) => ({ failedOverAt, result })),
  );
  const burst = bursts.find((result) => result.path === path);
  const results = met.map(({ result }) => result);
  const latencies = joined(results.map((result) => result.latencies));
  const all = burst === undefined ? results : [...results, burst];
  return {
    name: path,
    playedBy,
    failovers: results.length,
    longestGapMs: spreadOf(results.map(({ longestGap }) => longestGap.milliseconds)),
    openGaps: results.filter(({ longestGap }) => longestGap.isOpen).length,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    attempts: sum(results.map(({ attempts }) => attempts)),
    acknowledged: sum(results.map(({ acknowledged }) => acknowledged)),
    errors: countsOf(results),
    // Of a burst as well: whatever was acknowledged must be there.
    lostWrites: total(all, ({ accounts }) => accounts?.lostWrites ?? null),
    doubledWrites: total(all, ({ accounts }) => accounts?.doubledWrites ?? null),
    unknownOutcomes: unknownOf(all),
    databaseConnections: rangeOf(results),
    burst:
      burst === undefined
        ? null
        : {
            clients: burst.clients,
            databaseConnections: rangeOf([burst]),
            acknowledged: burst.acknowledged,
            errors: countsOf([burst]),
          },
    runs: met.map(({ failedOverAt, result }) => runReport(failedOverAt, result)),
  };
}

function runReport(failedOverAt: number, result: ProbeResult): RunReport {
  const { longestGap, p50, p99, errors, databaseConnections, begun } = result;
  const offset = Math.round(begun - failedOverAt);
  return {
    longestGapMs: longestGap.milliseconds,
    gapBeganMs: Math.round(longestGap.from + offset),
    gapIsOpen: longestGap.isOpen,
    p50Ms: p50,
    p99Ms: p99,
    errors,
    databaseConnections: (databaseConnections?.samples ?? []).map(
      ([at, connections]) => [at + offset, connections] as const,
    ),
  };
}

/** A gap as people read it; where it went on when the watching ended it is longer than was seen. */
export function gapText(path: PathReport, which: 'minimum' | 'median' | 'maximum'): string {
  const { longestGapMs, runs } = path;
  if (longestGapMs === null) return '-';
  const value = longestGapMs[which];
  const isOpen = runs.some((run) => run.longestGapMs === value && run.gapIsOpen);
  return `${isOpen ? 'over ' : ''}${(value / 1000).toFixed(1)} s`;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const [minimum] = sorted;
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  const maximum = sorted.at(-1);
  if (minimum === undefined || median === undefined || maximum === undefined) return null;
  return { minimum, median, maximum };
}

function countsOf(results: readonly ProbeResult[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { errors } of results) {
    for (const [kind, { count }] of Object.entries(errors))
      counts[kind] = (counts[kind] ?? 0) + count;
  }
  return counts;
}

function rangeOf(results: readonly ProbeResult[]): PathReport['databaseConnections'] {
  const known = results.flatMap(({ databaseConnections }) => databaseConnections ?? []);
  if (known.length === 0) return null;
  return {
    minimum: Math.min(...known.map(({ minimum }) => minimum)),
    maximum: Math.max(...known.map(({ maximum }) => maximum)),
  };
}

function unknownOf(results: readonly ProbeResult[]): PathReport['unknownOutcomes'] {
  const kept = total(results, ({ accounts }) => accounts?.unknownOutcomes.kept ?? null);
  const gone = total(results, ({ accounts }) => accounts?.unknownOutcomes.gone ?? null);
  return kept === null || gone === null ? null : { kept, gone };
}

/** Null where one of them is unknown: a sum of the others would say too little. */
function total(
  results: readonly ProbeResult[],
  figure: (result: ProbeResult) => number | null,
): number | null {
  const values = results.map(figure);
  return values.includes(null) ? null : sum(values.map((value) => value ?? 0));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
