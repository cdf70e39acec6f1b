import { describe, expect, it } from '@jest/globals';
import type { ModifyDBClusterResult } from '@aws-sdk/client-rds';
import { cluster, clusterWith, instance, makeCluster, makeDatabase } from './scenes.ts';
import { minute, sourceLocation, Simulator } from './simulator.ts';

function rename(
  simulator: Simulator,
  from: string,
  to: string,
  more: object = { ApplyImmediately: true },
) {
  return simulator.call<ModifyDBClusterResult>(sourceLocation, 'ModifyDBCluster', {
    DBClusterIdentifier: from,
    NewDBClusterIdentifier: to,
    ...more,
  });
}

describe('renaming a cluster', () => {
  it('a rename shows late: available with the old name, renaming with the old, then the new name', async () => {
    const simulator = new Simulator({
      durations: { describeLag: [5, 5], renameCluster: [60, 60], formerName: [8, 8] },
    });
    const before = await makeDatabase(simulator, sourceLocation, 'orders');
    const answer = await rename(simulator, 'orders', 'Orders-Old');
    expect(answer.DBCluster).toMatchObject({ DBClusterIdentifier: 'orders', Status: 'available' });
    await simulator.pass(4000);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'available',
    });
    expect(await cluster(simulator, sourceLocation, 'orders-old')).toBeUndefined();
    await simulator.pass(2000);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'renaming',
    });
    await simulator.pass(55_000);
    expect(await cluster(simulator, sourceLocation, 'orders-old')).toMatchObject({
      Status: 'available',
      DbClusterResourceId: before.DbClusterResourceId,
    });
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'renaming',
    });
    await simulator.pass(8000);
    expect(await cluster(simulator, sourceLocation, 'orders')).toBeUndefined();
    expect(await instance(simulator, sourceLocation, 'orders-1')).toMatchObject({
      DBClusterIdentifier: 'orders-old',
      DBInstanceStatus: 'available',
    });
  });

  it('a rename removes the old host name at once and adds the new one later, without a restart', async () => {
    const simulator = new Simulator({
      durations: { renameCluster: [60, 60], renamedHost: [90, 90] },
    });
    const { Endpoint: host = '', ReaderEndpoint: reader = '' } = await makeDatabase(
      simulator,
      sourceLocation,
      'orders',
    );
    expect(host).toMatch(/^orders\.cluster-c[0-9a-z]+\.eu-west-1\.rds\.amazonaws\.com$/);
    expect(reader).toMatch(/^orders\.cluster-ro-c/);
    const starts = simulator.engine.starts;
    await rename(simulator, 'orders', 'orders-old');
    expect(simulator.names.resolve(host)).toEqual([]);
    expect(simulator.names.resolve(reader)).toEqual([]);
    await simulator.pass(149_000);
    const renamed = await cluster(simulator, sourceLocation, 'orders-old');
    expect(simulator.names.resolve(renamed?.Endpoint ?? '')).toEqual([]);
    await simulator.pass(2000);
    expect(simulator.names.resolve(renamed?.Endpoint ?? '')).toHaveLength(1);
    expect(simulator.engine.starts).toBe(starts);
  });

  it('a rename waits for the maintenance window without ApplyImmediately', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, sourceLocation, 'orders');
    const answer = await rename(simulator, 'orders', 'orders-old', {});
    expect(answer.DBCluster?.PendingModifiedValues).toEqual({ DBClusterIdentifier: 'orders-old' });
    await simulator.pass(60 * minute);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'available',
    });
    expect(await cluster(simulator, sourceLocation, 'orders-old')).toBeUndefined();
    await simulator.pass(7 * 24 * 60 * minute);
    expect(await cluster(simulator, sourceLocation, 'orders-old')).toMatchObject({
      Status: 'available',
    });
    expect(await cluster(simulator, sourceLocation, 'orders')).toBeUndefined();
  });

  it('a rename keeps both names reserved until it is complete', async () => {
    const simulator = new Simulator({ durations: { formerName: [10, 10] } });
    await makeCluster(simulator, sourceLocation, 'orders');
    await makeCluster(simulator, sourceLocation, 'orders-temp');
    await expect(rename(simulator, 'orders-temp', 'orders')).rejects.toMatchObject({
      name: 'DBClusterAlreadyExistsFault',
    });
    await rename(simulator, 'orders', 'orders-old');
    for (const name of ['orders', 'orders-old']) {
      await expect(rename(simulator, 'orders-temp', name)).rejects.toMatchObject({
        name: 'DBClusterAlreadyExistsFault',
      });
    }
    await clusterWith(simulator, sourceLocation, 'orders-old', 'available');
    await expect(rename(simulator, 'orders-temp', 'orders')).rejects.toMatchObject({
      name: 'DBClusterAlreadyExistsFault',
    });
    await simulator.pass(10_000);
    await rename(simulator, 'orders-temp', 'orders');
    await clusterWith(simulator, sourceLocation, 'orders', 'available');
  });

  it('a second modification is refused during a rename although the status is still available', async () => {
    const simulator = new Simulator({ durations: { describeLag: [10, 10] } });
    await makeCluster(simulator, sourceLocation, 'orders');
    await rename(simulator, 'orders', 'orders-old');
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'available',
    });
    await expect(rename(simulator, 'orders', 'orders-older')).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
      message: expect.stringContaining('not available for modification with status renaming'),
    });
  });

  it('a rename emits RDS-EVENT-0172 with both names', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, sourceLocation, 'orders');
    await rename(simulator, 'orders', 'orders-old');
    await clusterWith(simulator, sourceLocation, 'orders-old', 'available');
    expect(simulator.events.at(-1)).toMatchObject({
      source: 'aws.rds',
      detailType: 'RDS DB Cluster Event',
      detail: {
        EventID: 'RDS-EVENT-0172',
        SourceIdentifier: 'orders-old',
        Message: 'Renamed DB cluster from orders to orders-old',
      },
    });
  });

  it('a rename can be stuck', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, sourceLocation, 'orders');
    simulator.rds.faults.plan({
      operation: 'rename-cluster',
      identifier: 'orders',
      outcome: 'never-ends',
    });
    await rename(simulator, 'orders', 'orders-old');
    await simulator.pass(24 * 60 * minute);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'renaming',
    });
  });
});

describe('the host names of an account and Region', () => {
  it("a cluster's host name returns with its name, and differs between accounts and Regions", async () => {
    const simulator = new Simulator();
    const one = await makeCluster(simulator, sourceLocation, 'orders');
    const other = await makeCluster(
      simulator,
      { ...sourceLocation, region: 'eu-west-2' },
      'orders',
    );
    const china = await makeCluster(
      simulator,
      { ...sourceLocation, region: 'cn-north-1' },
      'orders',
    );
    expect(other.Endpoint).not.toBe(one.Endpoint?.replace('eu-west-1', 'eu-west-2'));
    expect(china.Endpoint).toMatch(/\.cn-north-1\.rds\.amazonaws\.com\.cn$/);
    expect(china.DBClusterArn).toMatch(/^arn:aws-cn:rds:cn-north-1:111111111111:cluster:orders$/);
    await rename(simulator, 'orders', 'orders-old');
    await clusterWith(simulator, sourceLocation, 'orders-old', 'available');
    await simulator.pass(minute);
    const again = await makeCluster(simulator, sourceLocation, 'orders');
    expect(again.Endpoint).toBe(one.Endpoint);
  });
});
