import { describe, expect, it } from '@jest/globals';
import type { ModifyDBClusterResult } from '@aws-sdk/client-rds';
import { cluster, clusterWith, instance, makeCluster, makeDatabase } from './scenes.ts';
import { MINUTE, SOURCE, Stage } from './stage.ts';

function rename(stage: Stage, from: string, to: string, more: object = { ApplyImmediately: true }) {
  return stage.call<ModifyDBClusterResult>(SOURCE, 'ModifyDBCluster', {
    DBClusterIdentifier: from,
    NewDBClusterIdentifier: to,
    ...more,
  });
}

describe('renaming a cluster', () => {
  it('is shown late: available and old, renaming and old, then new', async () => {
    const stage = new Stage({
      durations: { describeLag: [5, 5], renameCluster: [60, 60], formerName: [8, 8] },
    });
    const before = await makeDatabase(stage, SOURCE, 'orders');
    const answer = await rename(stage, 'orders', 'Orders-Old');
    expect(answer.DBCluster).toMatchObject({ DBClusterIdentifier: 'orders', Status: 'available' });
    await stage.pass(4000);
    expect(await cluster(stage, SOURCE, 'orders')).toMatchObject({ Status: 'available' });
    expect(await cluster(stage, SOURCE, 'orders-old')).toBeUndefined();
    await stage.pass(2000);
    expect(await cluster(stage, SOURCE, 'orders')).toMatchObject({ Status: 'renaming' });
    await stage.pass(55_000);
    expect(await cluster(stage, SOURCE, 'orders-old')).toMatchObject({
      Status: 'available',
      DbClusterResourceId: before.DbClusterResourceId,
    });
    expect(await cluster(stage, SOURCE, 'orders')).toMatchObject({ Status: 'renaming' });
    await stage.pass(8000);
    expect(await cluster(stage, SOURCE, 'orders')).toBeUndefined();
    expect(await instance(stage, SOURCE, 'orders-1')).toMatchObject({
      DBClusterIdentifier: 'orders-old',
      DBInstanceStatus: 'available',
    });
  });

  it('takes the old host name at once and brings the new one later, without a restart', async () => {
    const stage = new Stage({ durations: { renameCluster: [60, 60], renamedHost: [90, 90] } });
    const { Endpoint: host = '', ReaderEndpoint: reader = '' } = await makeDatabase(
      stage,
      SOURCE,
      'orders',
    );
    expect(host).toMatch(/^orders\.cluster-c[0-9a-z]+\.eu-west-1\.rds\.amazonaws\.com$/);
    expect(reader).toMatch(/^orders\.cluster-ro-c/);
    const starts = stage.engine.starts;
    await rename(stage, 'orders', 'orders-old');
    expect(stage.names.resolve(host)).toEqual([]);
    expect(stage.names.resolve(reader)).toEqual([]);
    await stage.pass(149_000);
    const renamed = await cluster(stage, SOURCE, 'orders-old');
    expect(stage.names.resolve(renamed?.Endpoint ?? '')).toEqual([]);
    await stage.pass(2000);
    expect(stage.names.resolve(renamed?.Endpoint ?? '')).toHaveLength(1);
    expect(stage.engine.starts).toBe(starts);
  });

  it('waits for the maintenance window without ApplyImmediately', async () => {
    const stage = new Stage();
    await makeCluster(stage, SOURCE, 'orders');
    const answer = await rename(stage, 'orders', 'orders-old', {});
    expect(answer.DBCluster?.PendingModifiedValues).toEqual({ DBClusterIdentifier: 'orders-old' });
    await stage.pass(60 * MINUTE);
    expect(await cluster(stage, SOURCE, 'orders')).toMatchObject({ Status: 'available' });
    expect(await cluster(stage, SOURCE, 'orders-old')).toBeUndefined();
    await stage.pass(7 * 24 * 60 * MINUTE);
    expect(await cluster(stage, SOURCE, 'orders-old')).toMatchObject({ Status: 'available' });
    expect(await cluster(stage, SOURCE, 'orders')).toBeUndefined();
  });

  it('leaves no name to others before it is over', async () => {
    const stage = new Stage({ durations: { formerName: [10, 10] } });
    await makeCluster(stage, SOURCE, 'orders');
    await makeCluster(stage, SOURCE, 'orders-temp');
    await expect(rename(stage, 'orders-temp', 'orders')).rejects.toMatchObject({
      name: 'DBClusterAlreadyExistsFault',
    });
    await rename(stage, 'orders', 'orders-old');
    for (const name of ['orders', 'orders-old']) {
      await expect(rename(stage, 'orders-temp', name)).rejects.toMatchObject({
        name: 'DBClusterAlreadyExistsFault',
      });
    }
    await clusterWith(stage, SOURCE, 'orders-old', 'available');
    await expect(rename(stage, 'orders-temp', 'orders')).rejects.toMatchObject({
      name: 'DBClusterAlreadyExistsFault',
    });
    await stage.pass(10_000);
    await rename(stage, 'orders-temp', 'orders');
    await clusterWith(stage, SOURCE, 'orders', 'available');
  });

  it('refuses a second modification while Describe still says available', async () => {
    const stage = new Stage({ durations: { describeLag: [10, 10] } });
    await makeCluster(stage, SOURCE, 'orders');
    await rename(stage, 'orders', 'orders-old');
    expect(await cluster(stage, SOURCE, 'orders')).toMatchObject({ Status: 'available' });
    await expect(rename(stage, 'orders', 'orders-older')).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
      message: expect.stringContaining('not available for modification with status renaming'),
    });
  });

  it('emits RDS-EVENT-0172 with both names', async () => {
    const stage = new Stage();
    await makeCluster(stage, SOURCE, 'orders');
    await rename(stage, 'orders', 'orders-old');
    await clusterWith(stage, SOURCE, 'orders-old', 'available');
    expect(stage.events.at(-1)).toMatchObject({
      source: 'aws.rds',
      detailType: 'RDS DB Cluster Event',
      detail: {
        EventID: 'RDS-EVENT-0172',
        SourceIdentifier: 'orders-old',
        Message: 'Renamed DB cluster from orders to orders-old',
      },
    });
  });

  it('can be stuck', async () => {
    const stage = new Stage();
    await makeCluster(stage, SOURCE, 'orders');
    stage.rds.faults.plan({
      deed: 'rename-cluster',
      identifier: 'orders',
      outcome: 'never-ends',
    });
    await rename(stage, 'orders', 'orders-old');
    await stage.pass(24 * 60 * MINUTE);
    expect(await cluster(stage, SOURCE, 'orders')).toMatchObject({ Status: 'renaming' });
  });
});

describe('the host names of a place', () => {
  it('come back with the name, and differ between places', async () => {
    const stage = new Stage();
    const one = await makeCluster(stage, SOURCE, 'orders');
    const other = await makeCluster(stage, { ...SOURCE, region: 'eu-west-2' }, 'orders');
    const china = await makeCluster(stage, { ...SOURCE, region: 'cn-north-1' }, 'orders');
    expect(other.Endpoint).not.toBe(one.Endpoint?.replace('eu-west-1', 'eu-west-2'));
    expect(china.Endpoint).toMatch(/\.cn-north-1\.rds\.amazonaws\.com\.cn$/);
    expect(china.DBClusterArn).toMatch(/^arn:aws-cn:rds:cn-north-1:111111111111:cluster:orders$/);
    await rename(stage, 'orders', 'orders-old');
    await clusterWith(stage, SOURCE, 'orders-old', 'available');
    await stage.pass(MINUTE);
    const again = await makeCluster(stage, SOURCE, 'orders');
    expect(again.Endpoint).toBe(one.Endpoint);
  });
});
