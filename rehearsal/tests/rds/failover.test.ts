import { describe, expect, it } from '@jest/globals';
import { Random } from '../../aws/random.ts';
import { cluster, clusterWith, makeDatabase, makeMember } from './scenes.ts';
import { sourceLocation, Simulator } from './simulator.ts';

const durations = {
  noticeCrash: [4, 4],
  failover: [10, 10],
  failedOverWriter: [5, 5],
  demotedWriter: [12, 12],
  failedOverHost: [20, 20],
} as const;

interface Scene {
  readonly simulator: Simulator;
  /** Where the names of the cluster, its readers and its two instances lead. */
  readonly leads: () => { cluster: unknown; readers: unknown; first: unknown; second: unknown };
  /** The events of the cluster and its instances since the scene was set. */
  readonly told: () => unknown[];
}

/** A cluster `orders` of `orders-1` and `orders-2`, each with a server of its own. */
async function setScene(
  options: ConstructorParameters<typeof Simulator>[0] = {},
  more: object = {},
): Promise<Scene> {
  const simulator = new Simulator({ readerServers: true, durations, ...options });
  const { Endpoint = '', ReaderEndpoint = '' } = await makeDatabase(
    simulator,
    sourceLocation,
    'orders',
  );
  await makeMember(simulator, sourceLocation, 'orders', 'orders-2', more);
  const instanceHost = (name: string): string => Endpoint.replace(/^orders\.cluster-/, `${name}.`);
  const before = simulator.events.length;
  return {
    simulator,
    leads: () => ({
      cluster: simulator.names.resolve(Endpoint),
      readers: simulator.names.resolve(ReaderEndpoint),
      first: simulator.names.resolve(instanceHost('orders-1')),
      second: simulator.names.resolve(instanceHost('orders-2')),
    }),
    told: () => simulator.eventIds().slice(before),
  };
}

function failOver(simulator: Simulator): Promise<unknown> {
  return simulator.call(sourceLocation, 'FailoverDBCluster', { DBClusterIdentifier: 'orders' });
}

function writer(simulator: Simulator): string | undefined {
  return simulator.rds.describedWriter(sourceLocation, 'orders');
}

describe('a cluster whose readers have servers', () => {
  it('a cluster has a follower for each reader, at the address of its host and reader endpoint', async () => {
    const { simulator, leads } = await setScene();
    expect(simulator.engine.following.size).toBe(1);
    const { cluster: endpoint, readers, first, second } = leads();
    expect(endpoint).toEqual(first);
    expect(readers).toEqual(second);
    expect(second).not.toEqual(first);
  });

  it('a deleted reader loses its server', async () => {
    const { simulator } = await setScene();
    await simulator.call(sourceLocation, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-2' });
    await simulator.until(async () =>
      (await cluster(simulator, sourceLocation, 'orders'))?.DBClusterMembers?.length === 1
        ? true
        : undefined,
    );
    expect(simulator.engine.following.size).toBe(0);
    expect(simulator.engine.volumes.size).toBe(1);
  });

  it('a cluster continues with its reader when its writer is deleted', async () => {
    const { simulator } = await setScene();
    await simulator.call(sourceLocation, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-1' });
    await simulator.pass(1000);
    expect(writer(simulator)).toBe('orders-2');
    expect(simulator.engine.following.size).toBe(0);
  });
});

describe('the failover of a cluster', () => {
  it('a failover promotes first; API, former writer and DNS follow, each at its own time', async () => {
    const { simulator, leads, told } = await setScene();
    const { first, second } = leads();
    await failOver(simulator);
    await simulator.pass(9000);
    expect(simulator.engine.following.size).toBe(1);
    expect([...simulator.engine.volumes.values()].filter(({ running }) => running)).toHaveLength(1);

    await simulator.pass(2000);
    expect(simulator.engine.following.size).toBe(0);
    expect(writer(simulator)).toBe('orders-1');

    await simulator.pass(5000);
    expect(writer(simulator)).toBe('orders-2');
    expect(leads().cluster).toEqual(first);
    expect(simulator.engine.following.size).toBe(0);

    await simulator.pass(7000);
    expect(simulator.engine.following.size).toBe(1);
    expect(leads()).toMatchObject({ cluster: first, readers: leads().first });
    expect(told()).toEqual([
      'RDS-EVENT-0073',
      'RDS-EVENT-0006',
      'RDS-EVENT-0006',
      'RDS-EVENT-0071',
    ]);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'available',
    });

    await simulator.pass(8000);
    expect(leads().cluster).toEqual(second);
  });

  it('a failover changes DNS before the API when the API is later', async () => {
    const { simulator, leads } = await setScene({
      durations: { ...durations, failedOverWriter: [40, 40] },
    });
    await failOver(simulator);
    await simulator.pass(31_000);
    expect(leads().cluster).toEqual(leads().second);
    expect(writer(simulator)).toBe('orders-1');
    await clusterWith(simulator, sourceLocation, 'orders', 'available');
    expect(writer(simulator)).toBe('orders-2');
  });

  it('a failover changes DNS or the API first, depending on the seed', async () => {
    const firsts = new Set<string>();
    for (let seed = 1; firsts.size < 2 && seed <= 20; seed++) {
      const { simulator, leads } = await setScene({ durations: {}, random: new Random(seed) });
      const { second } = leads();
      await failOver(simulator);
      await simulator.until(async () => {
        const named = String(leads().cluster) === String(second);
        if (named || writer(simulator) === 'orders-2') firsts.add(named ? 'name' : 'API');
        return named || writer(simulator) === 'orders-2' ? true : undefined;
      });
    }
    expect(firsts).toEqual(new Set(['name', 'API']));
  });

  it('a failover within one zone says so in its event', async () => {
    const { simulator, told } = await setScene({}, { AvailabilityZone: 'eu-west-1a' });
    await failOver(simulator);
    await simulator.pass(1000);
    expect(told()).toEqual(['RDS-EVENT-0072']);
    expect(simulator.events.at(-1)).toMatchObject({
      detailType: 'RDS DB Cluster Event',
      detail: {
        EventCategories: ['failover'],
        SourceType: 'CLUSTER',
        Message: 'Started same AZ failover to DB instance: orders-2',
      },
    });
  });

  it('a failover has the other readers follow the new writer', async () => {
    const { simulator } = await setScene();
    await makeMember(simulator, sourceLocation, 'orders', 'orders-3', { PromotionTier: 15 });
    await failOver(simulator);
    await clusterWith(simulator, sourceLocation, 'orders', 'available');
    expect(simulator.engine.following.size).toBe(2);
    expect(new Set(simulator.engine.following.values()).size).toBe(1);
  });

  it('a cluster can fail over and back', async () => {
    const { simulator, leads } = await setScene();
    for (const expected of ['orders-2', 'orders-1']) {
      await failOver(simulator);
      await clusterWith(simulator, sourceLocation, 'orders', 'available');
      expect(writer(simulator)).toBe(expected);
      await simulator.pass(20_000);
    }
    expect(leads().cluster).toEqual(leads().first);
    expect(simulator.rds.problems).toEqual([]);
  });

  it('a failover to a deleted reader fails, and the former writer keeps writing', async () => {
    const { simulator, told } = await setScene();
    await failOver(simulator);
    await simulator.call(sourceLocation, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-2' });
    await clusterWith(simulator, sourceLocation, 'orders', 'available');
    expect(writer(simulator)).toBe('orders-1');
    expect(told()).toEqual(['RDS-EVENT-0073', 'RDS-EVENT-0069', 'RDS-EVENT-0070']);
  });
});

describe('the crash of a writer', () => {
  it('a crashed writer is noticed, and a reader takes over', async () => {
    const { simulator, told } = await setScene();
    await simulator.clock.run(simulator.rds.crashWriter(sourceLocation, 'orders'));
    await simulator.pass(3000);
    expect(told()).toEqual([]);
    await simulator.pass(2000);
    expect(told()).toEqual(['RDS-EVENT-0073']);
    await clusterWith(simulator, sourceLocation, 'orders', 'available');
    expect(writer(simulator)).toBe('orders-2');
    expect(simulator.rds.problems).toEqual([]);
  });

  it('a crashed writer without a reader restarts, and the failover has failed', async () => {
    const simulator = new Simulator({ readerServers: true, durations });
    await makeDatabase(simulator, sourceLocation, 'orders');
    const before = simulator.events.length;
    await simulator.clock.run(simulator.rds.crashWriter(sourceLocation, 'orders'));
    await clusterWith(simulator, sourceLocation, 'orders', 'available');
    expect(simulator.eventIds().slice(before)).toEqual(['RDS-EVENT-0069', 'RDS-EVENT-0070']);
    expect([...simulator.engine.volumes.values()]).toEqual([
      expect.objectContaining({ running: true }),
    ]);
  });
});
