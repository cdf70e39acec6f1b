import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { CampaignRequest } from './options.ts';
import type { Played } from './played.ts';

/** The figures of a campaign. */
export interface CampaignReport {
  readonly runs: number;
  /** Runs by the kind of their faults; one with two faults counts twice. */
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  readonly seconds: number;
  readonly runsPerSecond: number;
  readonly seed: number;
  /** How first starts ended. */
  readonly endings: Readonly<Record<string, number>>;
  /** Runs that were started a second time. */
  readonly startedAgain: number;
  /** Runs of which not every fault came about. */
  readonly notStruck: number;
}

export interface Violation {
  readonly id: string;
  readonly seed: number;
  readonly what: string;
  /** Reproduces it alone. */
  readonly command: string;
}

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

/**
 * Plays a campaign on every core.
 * @param onPlayed hears of each run as it ends
 * @throws Error when a worker ends before its share is played
 */
export async function playCampaign(
  request: CampaignRequest,
  onPlayed: (played: Played) => void,
): Promise<CampaignReport> {
  const began = performance.now();
  const alone = request.only !== undefined;
  const shares = alone ? 1 : Math.max(1, Math.min(8, availableParallelism()));
  const played: Played[] = [];
  const hear = (one: Played): void => {
    played.push(one);
    onPlayed(one);
  };
  await Promise.all(
    Array.from({ length: shares }, (_, share) => playShare({ request, share, shares }, hear)),
  );
  return reportOf(request.seed, played, (performance.now() - began) / 1000);
}

function playShare(share: object, hear: (played: Played) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(worker, {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    let done = false;
    child.on('message', (message: Played | 'done') => {
      if (message === 'done') done = true;
      else hear(message);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (done) resolve();
      else
        reject(new Error(`a worker ended with ${code ?? 'a signal'} before its share was played`));
    });
    child.send(share);
  });
}

function reportOf(seed: number, played: readonly Played[], seconds: number): CampaignReport {
  return {
    runs: played.length,
    faults: count(played.flatMap(({ faults }) => faults)),
    violations: played.flatMap((one) => violationsOf(one)),
    seconds: Math.round(seconds * 10) / 10,
    runsPerSecond: Math.round((played.length / seconds) * 10) / 10,
    seed,
    endings: count(played.map(({ ending }) => ending)),
    startedAgain: played.filter(({ startedAgain }) => startedAgain).length,
    notStruck: played.filter(({ struck }) => !struck).length,
  };
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** A line for each broken invariant, with what reproduces it. */
export function violationsOf({ id, seed, violations }: Played): readonly Violation[] {
  const command = `npm run campaign -- --only '${id}' --seed ${seed}`;
  return violations.map((what) => ({ id, seed, what, command }));
}
