import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { DescribeDBClustersCommand, FailoverDBClusterCommand } from '@aws-sdk/client-rds';
import type { VirtualClock } from '../../aws/clock.ts';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import { Random } from '../../aws/random.ts';
import { openEngine } from '../../aws/simulator/engines.ts';
import { Simulator } from '../../aws/simulator/simulator.ts';
import { Operator } from '../operator/operator.ts';
import { machineFirst } from '../scene/machine-first.ts';
import { plainSetting } from '../scene/plain-setting.ts';
import type { Setting } from '../scene/setting.ts';
import { openConnection } from './connection.ts';
import type { ConnectionParts, LabConnection } from './connection.ts';
import { cluster, master, members, place } from './fixtures.ts';
import { proxiedWay } from './proxy.ts';
import { directWay, loadBalancedWay } from './ways.ts';
import type { Way } from './way.ts';

/** The paths that are played here. */
const played = ['direct', 'nlb', 'proxy'] as const;
type PathName = (typeof played)[number];

/** The lab on the simulator: what an experiment stands on. */
export interface LabGround {
  readonly paths: readonly PathName[];
  readonly playedBy: Readonly<Partial<Record<PathName, string>>>;
  readonly time: string;
  readonly clock: VirtualClock;
  readonly connect: (path: PathName, label: string) => Promise<LabConnection>;
  readonly connectAsMaster: () => Promise<LabConnection>;
  readonly userOf: (path: PathName) => string;
  readonly nextRun: () => string;
  failOver(): Promise<void>;
  isReady(): Promise<boolean>;
  /** @throws what the simulator tripped over: where it did, it has shown nothing */
  close(): Promise<void>;
}

const start = Date.parse('2026-03-02T08:00:00Z');

/** Makes the lab's cluster and the ways to it. */
export async function openGround(options: {
  readonly seed: number;
  readonly paths: readonly PathName[] | undefined;
  readonly projectDirectory: string;
}): Promise<LabGround> {
  const { seed, projectDirectory } = options;
  const paths = options.paths ?? played;
  const cacheDirectory = path.join(projectDirectory, '.rehearsal');
  const scratch = await openScratchDirectory('understudy-');
  const closing: (() => Promise<unknown>)[] = [() => scratch.remove()];
  const close = async (): Promise<void> => {
    for (const end of closing.toReversed()) await end();
  };
  try {
    const engine = await openEngine('postgresql', {
      directory: scratch.path,
      cacheDirectory: path.join(cacheDirectory, 'databases'),
    });
    const simulator = await Simulator.open({
      seed,
      start,
      directory: scratch.path,
      cacheDirectory,
      engine,
      readerServers: true,
    }).catch(async (error: unknown) => {
      await engine.close();
      throw error;
    });
    const operator = new Operator(simulator);
    closing.push(async () => {
      operator.close();
      await simulator.close();
    });
    const ground = await machineFirst(simulator, () =>
      prepare(simulator, operator, { seed, paths, projectDirectory }),
    );
    return {
      ...ground,
      close: async () => {
        await close();
        const [slip] = [...simulator.defects, ...simulator.rds.problems];
        if (slip !== undefined) throw slip;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepare(
  simulator: Simulator,
  operator: Operator,
  options: {
    readonly seed: number;
    readonly paths: readonly PathName[];
    readonly projectDirectory: string;
  },
): Promise<Omit<LabGround, 'close'>> {
  const { seed, paths, projectDirectory } = options;
  const { clock } = simulator;
  await operator.create(databaseSetting(seed), {
    location: place,
    identifier: cluster,
    master,
    encryption: 'none',
    deletionProtection: false,
    // All sign in by a password: a token's check for each of thousands of connections takes its time.
    more: { EnableIAMDatabaseAuthentication: false },
  });
  const trust = createSecureContext({ ca: await readFile(simulator.engine.caFile, 'utf8') });
  const direct = directWay(simulator, trust);
  const ways: Partial<Record<PathName, Way>> = { direct };
  if (paths.includes('nlb')) {
    ways.nlb = await loadBalancedWay(simulator, trust, projectDirectory);
  }
  if (paths.includes('proxy')) ways.proxy = await proxiedWay(simulator, operator);
  const random = new Random(seed);
  const parts: ConnectionParts = {
    clock,
    random,
    ...master,
    ends: { last: 0 },
  };
  const client = operator.rds(place);
  return {
    paths,
    playedBy: Object.fromEntries(paths.map((one) => [one, ways[one]?.playedBy ?? ''])),
    time: 'virtual: what AWS takes, and each round trip, is drawn from field reports by the seed',
    clock,
    connect: (one, label) =>
      openConnection(ways[one] ?? direct, label, parts, label.endsWith('-observer')),
    connectAsMaster: () => openConnection(direct, 'understudy-lab-master', parts),
    userOf: () => master.user,
    nextRun: () => random.text(16, '0123456789abcdef'),
    failOver: () =>
      clock.hold(async () => {
        await client.send(new FailoverDBClusterCommand({ DBClusterIdentifier: cluster }));
      }),
    isReady: () =>
      clock.hold(async () => {
        const { DBClusters: [found] = [] } = await client.send(
          new DescribeDBClustersCommand({ DBClusterIdentifier: cluster }),
        );
        return found?.Status === 'available' && found.DBClusterMembers?.length === members.length;
      }),
  };
}

/** As the stack lab makes it: Serverless v2, a writer and a reader. */
function databaseSetting(seed: number): Setting {
  return { ...plainSetting(seed, members.length - 1), serverless: true };
}
