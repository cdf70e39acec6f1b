import { describe, expect, it } from '@jest/globals';
import { Random } from '../../aws/random.ts';
import { cluster, clusterWith, makeDatabase, makeMember } from './scenes.ts';
import { SOURCE, Stage } from './stage.ts';

const durations = {
  noticeCrash: [4, 4],
  failover: [10, 10],
  failedOverWriter: [5, 5],
  demotedWriter: [12, 12],
  failedOverHost: [20, 20],
} as const;

interface Scene {
  readonly stage: Stage;
  /** Where the names of the cluster, its readers and its two instances lead. */
  readonly leads: () => { cluster: unknown; readers: unknown; first: unknown; second: unknown };
  /** The events of the cluster and its instances since the scene was set. */
  readonly told: () => unknown[];
}

/** A cluster `orders` of `orders-1` and `orders-2`, each with a server of its own. */
async function setScene(
  options: ConstructorParameters<typeof Stage>[0] = {},
  more: object = {},
): Promise<Scene> {
  const stage = new Stage({ readerServers: true, durations, ...options });
  const { Endpoint = '', ReaderEndpoint = '' } = await makeDatabase(stage, SOURCE, 'orders');
  await makeMember(stage, SOURCE, 'orders', 'orders-2', more);
  const instanceHost = (name: string): string => Endpoint.replace(/^orders\.cluster-/, `${name}.`);
  const before = stage.events.length;
  return {
    stage,
    leads: () => ({
      cluster: stage.names.resolve(Endpoint),
      readers: stage.names.resolve(ReaderEndpoint),
      first: stage.names.resolve(instanceHost('orders-1')),
      second: stage.names.resolve(instanceHost('orders-2')),
    }),
    told: () => stage.eventIds().slice(before),
  };
}

function failOver(stage: Stage): Promise<unknown> {
  return stage.call(SOURCE, 'FailoverDBCluster', { DBClusterIdentifier: 'orders' });
}

function writer(stage: Stage): string | undefined {
  return stage.rds.describedWriter(SOURCE, 'orders');
}

describe('a cluster whose readers have servers of their own', () => {
  it('has a follower for each reader, at the address of its host and of the reader endpoint', async () => {
    const { stage, leads } = await setScene();
    expect(stage.engine.following.size).toBe(1);
    const { cluster: endpoint, readers, first, second } = leads();
    expect(endpoint).toEqual(first);
    expect(readers).toEqual(second);
    expect(second).not.toEqual(first);
  });

  it('gives up a reader with its server', async () => {
    const { stage } = await setScene();
    await stage.call(SOURCE, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-2' });
    await stage.until(async () =>
      (await cluster(stage, SOURCE, 'orders'))?.DBClusterMembers?.length === 1 ? true : undefined,
    );
    expect(stage.engine.following.size).toBe(0);
    expect(stage.engine.volumes.size).toBe(1);
  });

  it('goes on with the reader when its writer is deleted', async () => {
    const { stage } = await setScene();
    await stage.call(SOURCE, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-1' });
    await stage.pass(1000);
    expect(writer(stage)).toBe('orders-2');
    expect(stage.engine.following.size).toBe(0);
  });
});

describe('its failover', () => {
  it('promotes first; API, former writer and name follow, each after a time of its own', async () => {
    const { stage, leads, told } = await setScene();
    const { first, second } = leads();
    await failOver(stage);
    await stage.pass(9000);
    expect(stage.engine.following.size).toBe(1);
    expect([...stage.engine.volumes.values()].filter(({ running }) => running)).toHaveLength(1);

    await stage.pass(2000);
    expect(stage.engine.following.size).toBe(0);
    expect(writer(stage)).toBe('orders-1');

    await stage.pass(5000);
    expect(writer(stage)).toBe('orders-2');
    expect(leads().cluster).toEqual(first);
    expect(stage.engine.following.size).toBe(0);

    await stage.pass(7000);
    expect(stage.engine.following.size).toBe(1);
    expect(leads()).toMatchObject({ cluster: first, readers: leads().first });
    expect(told()).toEqual([
      'RDS-EVENT-0073',
      'RDS-EVENT-0006',
      'RDS-EVENT-0006',
      'RDS-EVENT-0071',
    ]);
    expect(await cluster(stage, SOURCE, 'orders')).toMatchObject({ Status: 'available' });

    await stage.pass(8000);
    expect(leads().cluster).toEqual(second);
  });

  it('tells the name before the API where that is later', async () => {
    const { stage, leads } = await setScene({
      durations: { ...durations, failedOverWriter: [40, 40] },
    });
    await failOver(stage);
    await stage.pass(31_000);
    expect(leads().cluster).toEqual(leads().second);
    expect(writer(stage)).toBe('orders-1');
    await clusterWith(stage, SOURCE, 'orders', 'available');
    expect(writer(stage)).toBe('orders-2');
  });

  it('lets either be first, by the seed', async () => {
    const firsts = new Set<string>();
    for (let seed = 1; firsts.size < 2 && seed <= 20; seed++) {
      const { stage, leads } = await setScene({ durations: {}, random: new Random(seed) });
      const { second } = leads();
      await failOver(stage);
      await stage.until(async () => {
        const named = String(leads().cluster) === String(second);
        if (named || writer(stage) === 'orders-2') firsts.add(named ? 'name' : 'API');
        return named || writer(stage) === 'orders-2' ? true : undefined;
      });
    }
    expect(firsts).toEqual(new Set(['name', 'API']));
  });

  it('says so where both are in one zone', async () => {
    const { stage, told } = await setScene({}, { AvailabilityZone: 'eu-west-1a' });
    await failOver(stage);
    await stage.pass(1000);
    expect(told()).toEqual(['RDS-EVENT-0072']);
    expect(stage.events.at(-1)).toMatchObject({
      detailType: 'RDS DB Cluster Event',
      detail: {
        EventCategories: ['failover'],
        SourceType: 'CLUSTER',
        Message: 'Started same AZ failover to DB instance: orders-2',
      },
    });
  });

  it('has the other readers follow the new writer', async () => {
    const { stage } = await setScene();
    await makeMember(stage, SOURCE, 'orders', 'orders-3', { PromotionTier: 15 });
    await failOver(stage);
    await clusterWith(stage, SOURCE, 'orders', 'available');
    expect(stage.engine.following.size).toBe(2);
    expect(new Set(stage.engine.following.values()).size).toBe(1);
  });

  it('can go there and back', async () => {
    const { stage, leads } = await setScene();
    for (const expected of ['orders-2', 'orders-1']) {
      await failOver(stage);
      await clusterWith(stage, SOURCE, 'orders', 'available');
      expect(writer(stage)).toBe(expected);
      await stage.pass(20_000);
    }
    expect(leads().cluster).toEqual(leads().first);
    expect(stage.rds.problems).toEqual([]);
  });

  it('fails, and leaves the former writer writing, where the chosen reader is gone', async () => {
    const { stage, told } = await setScene();
    await failOver(stage);
    await stage.call(SOURCE, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-2' });
    await clusterWith(stage, SOURCE, 'orders', 'available');
    expect(writer(stage)).toBe('orders-1');
    expect(told()).toEqual(['RDS-EVENT-0073', 'RDS-EVENT-0069', 'RDS-EVENT-0070']);
  });
});

describe('the crash of its writer', () => {
  it('is noticed, and a reader takes over', async () => {
    const { stage, told } = await setScene();
    await stage.clock.run(stage.rds.crashWriter(SOURCE, 'orders'));
    await stage.pass(3000);
    expect(told()).toEqual([]);
    await stage.pass(2000);
    expect(told()).toEqual(['RDS-EVENT-0073']);
    await clusterWith(stage, SOURCE, 'orders', 'available');
    expect(writer(stage)).toBe('orders-2');
    expect(stage.rds.problems).toEqual([]);
  });

  it('is a failed failover where there is no reader: the writer comes back', async () => {
    const stage = new Stage({ readerServers: true, durations });
    await makeDatabase(stage, SOURCE, 'orders');
    const before = stage.events.length;
    await stage.clock.run(stage.rds.crashWriter(SOURCE, 'orders'));
    await clusterWith(stage, SOURCE, 'orders', 'available');
    expect(stage.eventIds().slice(before)).toEqual(['RDS-EVENT-0069', 'RDS-EVENT-0070']);
    expect([...stage.engine.volumes.values()]).toEqual([
      expect.objectContaining({ running: true }),
    ]);
  });
});
