import { availableParallelism } from 'node:os';
import { WorkerPool } from './worker-pool.ts';
import type { CampaignRequest } from './options.ts';
import { mergePermissions } from './permission-use.ts';
import { reviewPermissions } from './permission-review.ts';
import type { PermissionReview } from './permission-review.ts';
import { onlyRun, planRuns } from './plan.ts';
import type { Planned } from './plan.ts';
import type { Played } from './played.ts';
import type { RunSpec } from './run-spec.ts';
import { scenarios } from './scenario.ts';
import type { Databases } from './campaign-runner.ts';

/** The figures of a campaign. */
export interface CampaignReport {
  readonly runs: number;
  /** Runs by the kind of their faults; one with two faults counts twice. */
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  readonly seconds: number;
  readonly runsPerSecond: number;
  /** Processor time of all processes for each run, their start and the planning included. */
  readonly cpuSecondsPerRun: number;
  readonly seed: number;
  readonly databases: Databases;
  /** What a sample covers of all that there is, where it is chosen for that. */
  readonly cover: Planned['cover'];
  /** How first starts ended. */
  readonly endings: Readonly<Record<string, number>>;
  /** Runs that were started a second time. */
  readonly startedAgain: number;
  /** Entries that applications wrote under the live name and were told to be there. */
  readonly acknowledgedWrites: number;
  /** Those of them that nobody finds again, and that no report speaks of. */
  readonly acknowledgedWritesLost: number;
  /** Runs that were started a third time: faults kept the second start from succeeding, too. */
  readonly startedThrice: number;
  /** Runs of which not every fault came about. */
  readonly notStruck: number;
  readonly permissions: PermissionReview & {
    /** Whether this campaign played enough to judge by: all of it. */
    readonly judged: boolean;
  };
}

export interface Violation {
  readonly id: string;
  readonly seed: number;
  readonly what: string;
  /** Reproduces it alone. */
  readonly command: string;
}

/** Runs that a worker is given at once: few, so that all end at about the same time. */
const batchSize = 5;

/**
 * Plays a campaign on every core.
 * @param onPlayed hears of each run as it ends
 * @param onPlanned hears before how many there are
 * @throws WorkerLost when a worker ends before its share is played
 */
export async function playCampaign(
  request: CampaignRequest,
  onPlayed: (played: Played) => void,
  onPlanned: (runs: number) => void = () => undefined,
): Promise<CampaignReport> {
  const began = performance.now();
  const before = process.cpuUsage();
  const only = onlyRun(request);
  const pool = new WorkerPool(
    only ? 1 : Math.max(1, Math.min(8, availableParallelism())),
    request.databases,
  );
  try {
    const { runs, cover } = only ? { runs: [only], cover: undefined } : await plan(pool, request);
    onPlanned(runs.length);
    const tasks = batches(runs).map((batch) => ({ kind: 'play' as const, runs: batch }));
    const played = await pool.perform(tasks, (batch) => batch.forEach(onPlayed));
    const workers = await pool.finish();
    const { user, system } = process.cpuUsage(before);
    return reportOf(request, played.flat(), {
      seconds: (performance.now() - began) / 1000,
      cover,
      cpuSeconds: (user + system) / 1e6 + sum(workers.map((one) => one.cpuSeconds)),
      permissions: reviewPermissions(mergePermissions(workers.map((one) => one.permissions))),
    });
  } finally {
    pool.abandon();
  }
}

/** A run of each scenario without faults shows where faults can strike. */
async function plan(pool: WorkerPool, request: CampaignRequest): Promise<Planned> {
  const { seed } = request;
  const faults = await pool.perform(
    scenarios.map((scenario) => ({ kind: 'survey' as const, scenario, seed })),
  );
  const known = scenarios.map((scenario, index) => ({ scenario, faults: faults[index] ?? [] }));
  return planRuns(known, request);
}

function batches(runs: readonly RunSpec[]): readonly (readonly RunSpec[])[] {
  return Array.from({ length: Math.ceil(runs.length / batchSize) }, (_, index) =>
    runs.slice(index * batchSize, (index + 1) * batchSize),
  );
}

/** Nothing is left out, so that what nobody needed is needed by nobody. */
function playsAll({ sample, kind, scenario, only }: CampaignRequest): boolean {
  return [sample, kind, scenario, only].every((choice) => choice === undefined);
}

function reportOf(
  request: CampaignRequest,
  played: readonly Played[],
  measured: {
    readonly seconds: number;
    readonly cpuSeconds: number;
    readonly cover: Planned['cover'];
    readonly permissions: PermissionReview;
  },
): CampaignReport {
  const { seed, databases } = request;
  const { seconds, cpuSeconds, cover, permissions } = measured;
  return {
    runs: played.length,
    faults: count(played.flatMap(({ faults }) => faults)),
    violations: played.flatMap((one) => violationsOf(one, databases)),
    seconds: Math.round(seconds * 10) / 10,
    runsPerSecond: Math.round((played.length / seconds) * 10) / 10,
    cpuSecondsPerRun: Math.round((cpuSeconds / played.length) * 1e4) / 1e4,
    seed,
    databases,
    cover,
    endings: count(played.map(({ ending }) => ending)),
    startedAgain: played.filter(({ startedAgain }) => startedAgain).length,
    startedThrice: played.filter(({ startedThrice }) => startedThrice).length,
    acknowledgedWrites: sum(played.map(({ writes }) => writes.acknowledged)),
    acknowledgedWritesLost: sum(played.map(({ writes }) => writes.lost)),
    notStruck: played.filter(({ struck }) => !struck).length,
    permissions: { ...permissions, judged: playsAll(request) },
  };
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** A line for each broken invariant, with what reproduces it. */
export function violationsOf(
  { id, seed, violations }: Played,
  databases: Databases,
): readonly Violation[] {
  const real = databases === 'lineage' ? '' : ` --databases ${databases}`;
  const command = `npm run campaign -- --only '${id}' --seed ${seed}${real}`;
  return violations.map((what) => ({ id, seed, what, command }));
}
