import type { Path } from '../../functions/lab/rules/path.ts';
import type { ProbeResult } from '../../functions/lab/rules/result.ts';
import type { Lab } from './lab.ts';
import type { ExperimentRequest } from './options.ts';

/** One failover, met by all paths at the same time. */
export interface Round {
  /** When it was asked for, milliseconds since the epoch. */
  readonly failedOverAt: number;
  readonly results: readonly ProbeResult[];
}

/** All that was measured. */
export interface Measured {
  readonly rounds: readonly Round[];
  /** A burst of each path, one after another: connections are counted without the others'. */
  readonly bursts: readonly ProbeResult[];
}

/** A path that doesn't come to work: nothing can be compared. */
export class PathUnusable extends Error {
  override readonly name = 'PathUnusable';
}

/** Milliseconds. */
const second = 1000;
/** Writes before each failover, to compare with. */
const lead = 10 * second;
/** How long everything may take to be as it was before a failover. */
const patience = 900 * second;
const pause = 20 * second;
/** What shows whether a path works: enough writes to meet each target that a load balancer still has. */
const warmUp = { clients: 4, seconds: 5, intervalMilliseconds: 100 };
/** Seconds. */
const burstSeconds = 10;
/** Milliseconds from one write of a burst to its next: it is about connections. */
const burstInterval = 50;

/**
 * Fails the database over again and again while all paths are probed; then lets a burst of clients
 * come on each. Before each it waits until all paths work without an error: so functions are warm, and a
 * load balancer has followed the last failover.
 */
export async function experiment(
  request: ExperimentRequest & { readonly paths: readonly Path[] },
  lab: Lab,
  say: (line: string) => void,
): Promise<Measured> {
  const { paths, clients, seconds, intervalMilliseconds, burst } = request;
  const rounds: Round[] = [];
  for (let number = 1; number <= request.failovers; number++) {
    await settle(paths, lab);
    const probes = Promise.all(
      paths.map((path) => lab.probe({ path, clients, seconds, intervalMilliseconds })),
    );
    const failedOverAt = await failOver(lab, probes);
    rounds.push({ failedOverAt, results: await probes });
    say(`failover ${number} of ${request.failovers}`);
  }
  const bursts: ProbeResult[] = [];
  for (const path of burst > 0 ? paths : []) {
    await settle(paths, lab);
    bursts.push(
      await lab.probe({
        path,
        clients: burst,
        seconds: burstSeconds,
        intervalMilliseconds: burstInterval,
      }),
    );
    say(`burst of ${burst} clients, ${path}`);
  }
  return { rounds, bursts };
}

async function failOver(lab: Lab, probes: Promise<unknown>): Promise<number> {
  try {
    // A probe that fails at once is no reason to fail a database over.
    await Promise.race([lab.clock.sleep(lead), probes]);
    const at = lab.clock.now();
    await lab.failOver();
    return at;
  } catch (error) {
    // Whatever is still under way comes to its end first; of two errors the first is told.
    await Promise.allSettled([probes]);
    throw error;
  }
}

/**
 * Waits until each path has worked once; one that has isn't asked again.
 * @throws PathUnusable
 */
async function settle(paths: readonly Path[], lab: Lab): Promise<void> {
  const deadline = lab.clock.now() + patience;
  let troubles: readonly Trouble[] = paths.map((path) => ({ path, met: 'not asked yet' }));
  for (;;) {
    const isReady = await lab.isReady();
    if (isReady) troubles = await troublesOf(troubles, lab);
    const [first] = troubles;
    if (first === undefined) return;
    if (lab.clock.now() >= deadline) {
      const found = isReady ? `${first.path}: ${first.met}` : 'the cluster is not ready';
      throw new PathUnusable(
        `expected all paths to work within ${patience / second} s, found: ${found}. Look at the ` +
          'cluster, the load balancer and the proxy; then start again',
      );
    }
    await lab.clock.sleep(pause);
  }
}

interface Trouble {
  readonly path: Path;
  readonly met: string;
}

async function troublesOf(asked: readonly Trouble[], lab: Lab): Promise<readonly Trouble[]> {
  const results = await Promise.all(asked.map(({ path }) => lab.probe({ path, ...warmUp })));
  return results.flatMap(({ path, errors }) => {
    const [[kind, error] = []] = Object.entries(errors);
    return error === undefined ? [] : [{ path, met: `${kind}, ${error.first}` }];
  });
}
