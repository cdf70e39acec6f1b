// One file: everything that a database may be tied to, each with its description and what it hinders.
import type {
  BlueGreenDeployment,
  DBClusterEndpoint,
  DBProxy,
  DBProxyTarget,
  DBProxyTargetGroup,
  GlobalCluster,
  Integration,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { proxyRequest } from './proxies/scene.ts';
import {
  cluster,
  clusterWith,
  instance,
  makeCluster,
  makeDatabase,
  makeInstance,
} from './scenes.ts';
import { minute, Simulator, targetLocation as place } from './simulator.ts';

const arn = (type: string, name: string, region = place.region): string =>
  `arn:aws:rds:${region}:${place.accountId}:${type}:${name}`;
let simulator: Simulator;

beforeEach(() => {
  simulator = new Simulator();
});

const call = <T = Record<string, never>>(operation: string, input: object = {}): Promise<T> =>
  simulator.call<T>(place, operation, input);

async function renamed(from: string, to: string): Promise<void> {
  await call('ModifyDBCluster', {
    DBClusterIdentifier: from,
    NewDBClusterIdentifier: to,
    ApplyImmediately: true,
  });
  await clusterWith(simulator, place, to, 'available');
}

/** Deletes the members of a cluster, which nothing keeps, then it: the way to a headless cluster. */
async function deleteMemberByMember(name: string): Promise<unknown> {
  await call('DeleteDBInstance', { DBInstanceIdentifier: `${name}-1`, SkipFinalSnapshot: true });
  return call('DeleteDBCluster', { DBClusterIdentifier: name, SkipFinalSnapshot: true });
}

const endpoints = async (input: object): Promise<DBClusterEndpoint[]> => {
  const answer = await call<{ DBClusterEndpoints: DBClusterEndpoint[] }>(
    'DescribeDBClusterEndpoints',
    input,
  );
  return answer.DBClusterEndpoints;
};

/** A proxy that has a database for its target. */
async function proxyOf(name: string, target: object): Promise<void> {
  await call('CreateDBProxy', proxyRequest(simulator, name));
  await simulator.rds.proxies.finish(place, name);
  await call('RegisterDBProxyTargets', { DBProxyName: name, ...target });
}

const targets = async (name: string): Promise<DBProxyTarget[]> => {
  const answer = await call<{ Targets: DBProxyTarget[] }>('DescribeDBProxyTargets', {
    DBProxyName: name,
  });
  return answer.Targets;
};

const blueGreen = (source: string, target: string) => () =>
  simulator.rds.ties.deployBlueGreen(place, {
    name: 'upgrade',
    source: arn('cluster', source),
    target: arn('cluster', target),
  });

const endpointNamed = (name: string) =>
  call('CreateDBClusterEndpoint', {
    DBClusterIdentifier: 'orders',
    DBClusterEndpointIdentifier: name,
    EndpointType: 'ANY',
  });

const customOf = (name: string) =>
  endpoints({
    DBClusterIdentifier: name,
    Filters: [{ Name: 'db-cluster-endpoint-type', Values: ['custom'] }],
  });

const globalIn = (region: string) =>
  call<{ GlobalClusters: GlobalCluster[] }>('DescribeGlobalClusters', {
    Filters: [{ Name: 'region', Values: [region] }],
  });

describe('custom endpoints', () => {
  beforeEach(async () => {
    await makeDatabase(simulator, place, 'orders');
    await call('CreateDBClusterEndpoint', {
      DBClusterIdentifier: 'orders',
      DBClusterEndpointIdentifier: 'Reports',
      EndpointType: 'READER',
      StaticMembers: ['orders-1'],
    });
  });

  it('a custom endpoint is described beside the two that every cluster has', async () => {
    expect(await endpoints({ DBClusterIdentifier: 'orders' })).toEqual([
      expect.objectContaining({ EndpointType: 'WRITER' }),
      expect.objectContaining({ EndpointType: 'READER' }),
      expect.objectContaining({
        DBClusterEndpointIdentifier: 'reports',
        DBClusterIdentifier: 'orders',
        EndpointType: 'CUSTOM',
        CustomEndpointType: 'READER',
        StaticMembers: ['orders-1'],
        ExcludedMembers: [],
        DBClusterEndpointArn: arn('cluster-endpoint', 'reports'),
      }),
    ]);
  });

  it.each([
    ['db-cluster-endpoint-type', 'custom', 1],
    ['db-cluster-endpoint-type', 'writer', 1],
    ['db-cluster-endpoint-custom-type', 'any', 0],
    ['db-cluster-endpoint-custom-type', 'reader', 1],
    ['db-cluster-endpoint-id', 'reports', 1],
    ['db-cluster-endpoint-status', 'available', 3],
  ])('endpoints are filtered by %s %s', async (Name, value, found) => {
    expect(await endpoints({ Filters: [{ Name, Values: [value] }] })).toHaveLength(found);
  });

  it('a cluster shows the hosts of its custom endpoints', async () => {
    const { CustomEndpoints } = (await cluster(simulator, place, 'orders')) ?? {};
    expect(CustomEndpoints).toEqual([expect.stringMatching(/^reports\.cluster-custom-c/)]);
  });

  it('a custom endpoint stays with its cluster when that is renamed', async () => {
    await renamed('orders', 'orders-retired');
    await simulator.pass(10 * minute);
    await makeCluster(simulator, place, 'orders');
    expect(await customOf('orders')).toEqual([]);
    expect(await customOf('orders-retired')).toHaveLength(1);
  });

  it('a sixth custom endpoint, and one of a name that is taken, are refused', async () => {
    await expect(endpointNamed('reports')).rejects.toThrow('exists already');
    for (const name of ['b', 'c', 'd', 'e']) await endpointNamed(name);
    await expect(endpointNamed('f')).rejects.toMatchObject({
      name: 'DBClusterEndpointQuotaExceededFault',
    });
  });

  it('a custom endpoint is deleted, and goes with its cluster', async () => {
    await call('DeleteDBClusterEndpoint', { DBClusterEndpointIdentifier: 'reports' });
    expect(await endpoints({ DBClusterIdentifier: 'orders' })).toHaveLength(2);
    await expect(
      call('DeleteDBClusterEndpoint', { DBClusterEndpointIdentifier: 'reports' }),
    ).rejects.toMatchObject({ name: 'DBClusterEndpointNotFoundFault' });
    await expect(endpoints({ DBClusterIdentifier: 'nobody' })).rejects.toMatchObject({
      name: 'DBClusterNotFoundFault',
    });
  });
});

describe('proxies', () => {
  it('a proxy has the target that was registered, by the names of the moment', async () => {
    await makeDatabase(simulator, place, 'orders');
    await makeInstance(simulator, place, 'bills');
    await proxyOf('front', { DBClusterIdentifiers: ['orders'] });
    await proxyOf('side', { DBInstanceIdentifiers: ['bills'] });
    await renamed('orders', 'orders-retired');
    expect(await targets('front')).toEqual([
      expect.objectContaining({
        RdsResourceId: 'orders-retired',
        Type: 'TRACKED_CLUSTER',
        TargetArn: arn('cluster', 'orders-retired'),
      }),
      expect.objectContaining({
        RdsResourceId: 'orders-1',
        Type: 'RDS_INSTANCE',
        TrackedClusterId: 'orders-retired',
      }),
    ]);
    expect(await targets('side')).toEqual([
      expect.objectContaining({ RdsResourceId: 'bills', Type: 'RDS_INSTANCE' }),
    ]);
  });

  it('proxies are listed page by page, each with its one target group', async () => {
    simulator = new Simulator({ pageSize: 1 });
    await call('CreateDBProxy', proxyRequest(simulator, 'one'));
    await call('CreateDBProxy', proxyRequest(simulator, 'two'));
    const first = await call<{ DBProxies: DBProxy[]; Marker: string }>('DescribeDBProxies');
    const second = await call<{ DBProxies: DBProxy[] }>('DescribeDBProxies', {
      Marker: first.Marker,
    });
    const groups = await call<{ TargetGroups: DBProxyTargetGroup[] }>(
      'DescribeDBProxyTargetGroups',
      { DBProxyName: 'one' },
    );
    expect([...first.DBProxies, ...second.DBProxies].map(({ DBProxyName }) => DBProxyName)).toEqual(
      ['one', 'two'],
    );
    expect(groups.TargetGroups).toEqual([expect.objectContaining({ IsDefault: true })]);
  });

  // Source: Service Authorization Reference, "Amazon RDS": a proxy and its target group are required.
  it('the targets of a proxy are asked for on the proxy and on its target group', async () => {
    await call('CreateDBProxy', proxyRequest(simulator, 'front'));
    await targets('front');
    expect(
      simulator.asked
        .filter(({ action }) => action === 'rds:DescribeDBProxyTargets')
        .map(({ resource }) => resource.split(':')[5]),
    ).toEqual(['db-proxy', 'target-group']);
  });
});

describe('what a test ties to databases', () => {
  it('an integration is described by its source, page by page', async () => {
    simulator = new Simulator({ pageSize: 1 });
    await makeDatabase(simulator, place, 'orders');
    simulator.rds.ties.integrate(place, { name: 'one', source: arn('cluster', 'orders') });
    simulator.rds.ties.integrate(place, { name: 'two', source: arn('cluster', 'elsewhere') });
    const first = await call<{ Integrations: Integration[]; Marker?: string }>(
      'DescribeIntegrations',
    );
    expect(first).toEqual({
      Integrations: [
        expect.objectContaining({ IntegrationName: 'one', SourceArn: arn('cluster', 'orders') }),
      ],
      Marker: expect.any(String),
    });
    await expect(
      call('DescribeIntegrations', { IntegrationIdentifier: 'nobody' }),
    ).rejects.toMatchObject({ name: 'IntegrationNotFoundFault' });
  });

  it.each([
    ['source', arn('cluster', 'orders'), 1],
    ['target', arn('cluster', 'orders'), 0],
    ['target', arn('cluster', 'green'), 1],
    ['blue-green-deployment-name', 'upgrade', 1],
    ['blue-green-deployment-identifier', 'bgd-0000000000000001', 1],
  ])('blue/green deployments are filtered by %s %s', async (Name, value, found) => {
    await makeDatabase(simulator, place, 'orders');
    simulator.rds.ties.deployBlueGreen(place, {
      name: 'upgrade',
      source: arn('cluster', 'orders'),
      target: arn('cluster', 'green'),
    });
    const { BlueGreenDeployments } = await call<{ BlueGreenDeployments: BlueGreenDeployment[] }>(
      'DescribeBlueGreenDeployments',
      { Filters: [{ Name, Values: [value] }] },
    );
    expect(BlueGreenDeployments).toHaveLength(found);
  });

  it('a global cluster is described by its members, and a member names it', async () => {
    await makeDatabase(simulator, place, 'orders');
    const elsewhere = arn('cluster', 'orders', 'us-east-1');
    simulator.rds.ties.globalize(place.accountId, 'world', arn('cluster', 'orders'), elsewhere);
    expect(await globalIn('us-east-1')).toEqual({
      GlobalClusters: [
        expect.objectContaining({
          GlobalClusterArn: 'arn:aws:rds::222222222222:global-cluster:world',
          GlobalClusterMembers: [
            { DBClusterArn: arn('cluster', 'orders'), IsWriter: true, Readers: [elsewhere] },
            { DBClusterArn: elsewhere, IsWriter: false, Readers: [] },
          ],
        }),
      ],
    });
    expect(await globalIn('ap-south-1')).toEqual({ GlobalClusters: [] });
    expect(await cluster(simulator, place, 'orders')).toMatchObject({
      GlobalClusterIdentifier: 'world',
    });
  });

  it('a cluster and its replica name each other', async () => {
    await makeDatabase(simulator, place, 'orders');
    await makeDatabase(simulator, place, 'copy');
    simulator.rds.ties.replicate(arn('cluster', 'orders'), arn('cluster', 'copy'));
    expect(await cluster(simulator, place, 'orders')).toMatchObject({
      ReadReplicaIdentifiers: [arn('cluster', 'copy')],
    });
    expect(await cluster(simulator, place, 'copy')).toMatchObject({
      ReplicationSourceIdentifier: arn('cluster', 'orders'),
    });
  });

  it('an instance and its replicas name each other, by ARN across Regions', async () => {
    await makeInstance(simulator, place, 'bills');
    await makeInstance(simulator, place, 'copy');
    const away = arn('db', 'copy', 'us-east-1');
    for (const replica of [arn('db', 'copy'), away, arn('cluster', 'aurora')]) {
      simulator.rds.ties.replicate(arn('db', 'bills'), replica);
    }
    expect(await instance(simulator, place, 'bills')).toMatchObject({
      ReadReplicaDBInstanceIdentifiers: ['copy', away],
      ReadReplicaDBClusterIdentifiers: [arn('cluster', 'aurora')],
    });
    expect(await instance(simulator, place, 'copy')).toMatchObject({
      ReadReplicaSourceDBInstanceIdentifier: 'bills',
    });
  });

  it('a database shows the members that a test plants, and nothing else changes', async () => {
    await makeDatabase(simulator, place, 'orders');
    simulator.rds.ties.show(arn('cluster', 'orders'), { EngineMode: 'serverless' });
    expect(await cluster(simulator, place, 'orders')).toMatchObject({
      EngineMode: 'serverless',
      Status: 'available',
    });
    expect(() => simulator.rds.ties.show(arn('cluster', 'nobody'), {})).toThrow('no database');
  });
});

describe('the deletion of what is tied', () => {
  const ties = {
    InvalidGlobalClusterStateFault: () =>
      simulator.rds.ties.globalize(place.accountId, 'world', arn('cluster', 'orders')),
    InvalidDBClusterStateFault: () =>
      simulator.rds.ties.integrate(place, { name: 'sales', source: arn('cluster', 'orders') }),
  };

  it.each([
    ...Object.entries(ties),
    ['InvalidDBClusterStateFault', blueGreen('orders', 'green')],
    ['InvalidDBClusterStateFault', blueGreen('blue', 'orders')],
  ] as const)('AWS refuses it with %s once its members are going', async (name, tie) => {
    await makeDatabase(simulator, place, 'orders');
    tie();
    await expect(deleteMemberByMember('orders')).rejects.toMatchObject({ name });
    expect(await instance(simulator, place, 'orders-1')).toMatchObject({
      DBInstanceStatus: 'deleting',
    });
  });

  it('the last instance of a cluster with replicas, and of a replica, is kept', async () => {
    await makeDatabase(simulator, place, 'orders');
    await makeDatabase(simulator, place, 'copy');
    simulator.rds.ties.replicate(arn('cluster', 'orders'), arn('cluster', 'copy'));
    for (const [name, message] of [
      ['orders', 'last instance of the master cluster'],
      ['copy', 'last instance of the read replica'],
    ] as const) {
      await expect(deleteMemberByMember(name)).rejects.toThrow(message);
    }
  });

  it('a stand-alone instance is kept by an integration, and its replicas are promoted', async () => {
    await makeInstance(simulator, place, 'bills');
    await makeInstance(simulator, place, 'copy');
    simulator.rds.ties.replicate(arn('db', 'bills'), arn('db', 'copy'));
    await call('DeleteDBInstance', { DBInstanceIdentifier: 'bills', SkipFinalSnapshot: true });
    await simulator.until(async () =>
      (await instance(simulator, place, 'bills')) ? undefined : true,
    );
    expect(await instance(simulator, place, 'copy')).not.toHaveProperty(
      'ReadReplicaSourceDBInstanceIdentifier',
    );
    simulator.rds.ties.integrate(place, { name: 'sales', source: arn('db', 'copy') });
    await expect(
      call('DeleteDBInstance', { DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true }),
    ).rejects.toMatchObject({ name: 'InvalidDBInstanceStateFault' });
  });

  it('the source of an integration is not renamed, nor are its instances', async () => {
    await makeDatabase(simulator, place, 'orders');
    ties.InvalidDBClusterStateFault();
    await expect(renamed('orders', 'other')).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
    });
    await expect(
      call('ModifyDBInstance', {
        DBInstanceIdentifier: 'orders-1',
        NewDBInstanceIdentifier: 'other-1',
        ApplyImmediately: true,
      }),
    ).rejects.toMatchObject({ name: 'InvalidDBInstanceStateFault' });
  });
});
