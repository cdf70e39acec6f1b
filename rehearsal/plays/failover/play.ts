import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FailoverDBClusterCommand } from '@aws-sdk/client-rds';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import { Random } from '../../aws/random.ts';
import { machineFirst } from '../scene/machine-first.ts';
import { observe } from '../scene/observe.ts';
import { Operator } from '../operator/operator.ts';
import { plainSetting } from '../scene/plain-setting.ts';
import { defaultElbDurations } from '../../aws/services/elasticloadbalancing/durations.ts';
import type { ElbDurations } from '../../aws/services/elasticloadbalancing/durations.ts';
import { clusterHost } from '../../aws/services/rds/endpoints.ts';
import { openEngine } from '../../aws/simulator/engines.ts';
import { Simulator } from '../../aws/simulator/simulator.ts';
import { deployBaselineFunction, deployUnderstudy, groupState, routesOf } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import type { Attempt } from './attempt.ts';
import { clients as clientsPlace, cluster, members, producer } from './fixtures.ts';
import { PoolClient } from './client.ts';
import { judge } from './judge.ts';
import { BaselineFunction } from './baseline-function.ts';
import type { ChartSubject } from './chart.ts';
import type { Design, DesignReport, DesignTimeline, Force } from './report.ts';
import { openSession, writesTable } from './session.ts';
import { addressOf, master, readIds, serverAt, withWriter } from './servers.ts';
import { untilCalm, untilHealthy } from './waits.ts';
import { Watch } from './watch.ts';

/** One failover to be played. */
export interface FailoverSetting {
  readonly seed: number;
  readonly force: Force;
  /** Of each design. */
  readonly clients: number;
}

const start = Date.parse('2026-03-02T08:00:00Z');
const designs = ['understudy', 'oneLookUp'] as const satisfies readonly Design[];

/** Virtual milliseconds. */
const second = 1000;
/** All clients of a design together write this often. */
const writeEvery = 100;
const warmUp = 15 * second;

/** Plays one failover of a cluster, with both designs before it, and measures what their clients meet. */
export async function playFailover(
  setting: FailoverSetting,
  projectDirectory: string,
): Promise<ChartSubject> {
  const wall = performance.now();
  const cacheDirectory = path.join(projectDirectory, '.rehearsal');
  const scratch = await openScratchDirectory('understudy-');
  const directory = scratch.path;
  try {
    const engine = await openEngine('postgresql', {
      directory,
      cacheDirectory: path.join(cacheDirectory, 'databases'),
    });
    const simulator = await Simulator.open({
      seed: setting.seed,
      start,
      directory,
      cacheDirectory,
      engine,
      readerServers: true,
      elbDurations: drawnOnce(new Random(setting.seed)),
    }).catch(async (error: unknown) => {
      await engine.close();
      throw error;
    });
    const operator = new Operator(simulator);
    try {
      return await machineFirst(simulator, () =>
        play(setting, { simulator, operator, projectDirectory, wall }),
      );
    } finally {
      operator.close();
      await simulator.close();
    }
  } finally {
    await scratch.remove();
  }
}

/** Both designs' load balancers take the same time for the same: drawn once for the run. */
function drawnOnce(random: Random): ElbDurations {
  const drawn = Object.entries(defaultElbDurations).map(([name, [from, to]]) => {
    const seconds = random.between(from, to);
    return [name, [seconds, seconds]] as const;
  });
  return Object.fromEntries(drawn) as unknown as ElbDurations;
}

interface Parts {
  readonly simulator: Simulator;
  readonly operator: Operator;
  readonly projectDirectory: string;
  readonly wall: number;
}

async function play(setting: FailoverSetting, parts: Parts): Promise<ChartSubject> {
  const { simulator, operator, projectDirectory, wall } = parts;
  const { clock } = simulator;
  await operator.create(plainSetting(setting.seed, members.length - 1), {
    location: producer,
    identifier: cluster,
    master,
    encryption: 'none',
    deletionProtection: false,
    // Nothing stands between its servers and whoever measures them.
    more: { EnableIAMDatabaseAuthentication: false },
  });
  const [formerWriter, newWriter] = members;
  await observe(simulator, () =>
    withWriter(simulator, formerWriter, async (sql) => {
      await sql.query(writesTable);
    }),
  );
  const stacksDirectory = path.join(projectDirectory, 'stacks');
  const understudy = await deployUnderstudy(simulator, stacksDirectory);
  const baseline = await deployBaselineFunction(simulator, stacksDirectory, setting.seed);
  const paths: Readonly<Record<Design, AccessPath>> = { understudy, oneLookUp: baseline };
  const servers = new Map(members.map((member) => [addressOf(simulator, member), member] as const));
  await clock.run(untilHealthy(simulator, paths, addressOf(simulator, formerWriter)));

  const watch = new Watch({
    clock,
    describedWriter: () => simulator.rds.describedWriter(producer, cluster),
    resolved: () => simulator.names.resolve(clusterHost(producer, cluster)),
    servers,
    groups: {
      understudy: (address) => groupState(simulator, understudy.groupArn, address),
      oneLookUp: (address) => groupState(simulator, baseline.groupArn, address),
    },
  });
  const attempts: Record<Design, Attempt[]> = { understudy: [], oneLookUp: [] };
  const ca = await readFile(simulator.engine.caFile, 'utf8');
  const random = new Random(setting.seed);
  const pool = designs.flatMap((design, side) =>
    Array.from({ length: setting.clients }, (_, index) => {
      const subnets = simulator.network.vpcs.default(clientsPlace).subnets;
      const here = simulator.client({ subnetId: subnets[index % subnets.length]?.id ?? '' });
      return new PoolClient({
        clock,
        random: random.fork(),
        number: index + 1,
        firstId: firstIdOf(side, index),
        interval: writeEvery * setting.clients,
        routes: () => routesOf(simulator, here, paths[design]),
        open: (at) => openSession(at, { ...master, host: clusterHost(producer, cluster), ca }),
        serverAt: (port) => serverAt(simulator, port),
        onAttempt: (attempt) => attempts[design].push(attempt),
      });
    }),
  );
  const running = pool.map((client, index) =>
    client.run((index % setting.clients) * writeEvery + Math.floor(index / setting.clients)),
  );
  watch.start();
  const stopHearing = hear(simulator, baseline.lookUp);
  const t0 = await clock.run(
    (async () => {
      // While the answers to the last writes are on their way: the worst moment there is.
      await clock.sleep(warmUp + Math.round(random.between(1, 3)));
      return clock.hold(() => begin(setting.force, { simulator, operator }));
    })(),
  );
  await clock.run(untilCalm(simulator, t0, watch, attempts));
  for (const client of pool) client.stop();
  await clock.run(Promise.all(running));
  watch.stop();
  stopHearing();

  const kept = await observe(simulator, () => withWriter(simulator, newWriter, readIds));
  const watchedSeconds = (clock.now() - t0) / second;
  const judged = (design: Design, side: number): DesignReport =>
    judge({
      design,
      t0,
      formerWriter,
      newWriter,
      watch,
      attempts: attempts[design],
      kept: kept.filter((id) => Math.floor(id / perDesign) === side + 1),
      endsWithWriter: members.every(
        (member) =>
          groupState(simulator, paths[design].groupArn, addressOf(simulator, member)) ===
          (member === newWriter ? 'healthy' : undefined),
      ),
    });
  const timeline = (design: Design): DesignTimeline => ({
    attempts: attempts[design],
    targets: watch.spans(design, t0, watchedSeconds),
  });
  requireSound(simulator);
  return {
    startedAt: t0,
    run: {
      seed: setting.seed,
      force: setting.force,
      formerWriter,
      newWriter,
      designs: { understudy: judged('understudy', 0), oneLookUp: judged('oneLookUp', 1) },
      watchedSeconds,
      wallSeconds: Math.round((performance.now() - wall) / 100) / 10,
    },
    timelines: { understudy: timeline('understudy'), oneLookUp: timeline('oneLookUp') },
  };
}

/** Ids tell design and client. */
const perDesign = 1_000_000_000;
function firstIdOf(side: number, index: number): number {
  return (side + 1) * perDesign + (index + 1) * 1_000_000;
}

/** @returns when it began */
async function begin(
  force: Force,
  { simulator, operator }: Pick<Parts, 'simulator' | 'operator'>,
): Promise<number> {
  const at = simulator.clock.now();
  if (force === 'crash') {
    await simulator.rds.crashWriter(producer, cluster);
  } else {
    await operator
      .rds(producer)
      .send(new FailoverDBClusterCommand({ DBClusterIdentifier: cluster }));
  }
  return at;
}

/** Hands every event that the sample subscribes to to its function. @returns how to end that */
function hear(simulator: Simulator, lookUp: BaselineFunction): () => void {
  const { clock, events } = simulator;
  let heard = events.events().length;
  let stop: (() => void) | undefined;
  const look = (): void => {
    const all = events.events();
    for (const event of all.slice(heard)) {
      if (BaselineFunction.hears(event)) {
        lookUp.run().catch((error: unknown) => simulator.defects.push(error as Error));
      }
    }
    heard = all.length;
    stop = clock.at(clock.now() + 100, look);
  };
  look();
  return () => stop?.();
}

/** Where the simulator tripped over itself it has shown nothing. */
function requireSound({ defects, rds }: Simulator): void {
  const [slip] = [...defects, ...rds.problems];
  if (slip !== undefined) throw slip;
}
