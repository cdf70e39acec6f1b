import { beforeEach, describe, expect, it } from '@jest/globals';
import { cluster, makeDatabase, makeInstance, makeMember } from '../scenes.ts';
import { minute, targetLocation as place } from '../simulator.ts';
import { ProxyScene } from './scene.ts';

let scene: ProxyScene;
beforeEach(() => {
  scene = new ProxyScene();
});

const orders = { DBClusterIdentifiers: ['orders'] };

describe('the targets of a proxy', () => {
  it('a cluster is a target with each of its instances', async () => {
    await makeDatabase(scene.simulator, place, 'orders');
    await makeMember(scene.simulator, place, 'orders', 'orders-2');
    await scene.proxyOf(orders);
    expect(await scene.targets()).toMatchObject([
      {
        Type: 'TRACKED_CLUSTER',
        RdsResourceId: 'orders',
        TargetArn: 'arn:aws:rds:eu-central-1:222222222222:cluster:orders',
      },
      {
        Type: 'RDS_INSTANCE',
        RdsResourceId: 'orders-1',
        TrackedClusterId: 'orders',
        Role: 'READ_WRITE',
      },
      {
        Type: 'RDS_INSTANCE',
        RdsResourceId: 'orders-2',
        TrackedClusterId: 'orders',
        Role: 'READ_ONLY',
      },
    ]);
  });

  it('an instance is a target by itself, until it is deregistered', async () => {
    await makeInstance(scene.simulator, place, 'bills');
    await scene.proxyOf({ DBInstanceIdentifiers: ['bills'] });
    expect(await scene.targets()).toMatchObject([
      { Type: 'RDS_INSTANCE', RdsResourceId: 'bills', Role: 'READ_WRITE', Port: 5432 },
    ]);
    await scene.call('DeregisterDBProxyTargets', {
      DBProxyName: 'front',
      DBInstanceIdentifiers: ['bills'],
    });
    expect(await scene.targets()).toEqual([]);
  });

  it('a target that is deleted is none any more', async () => {
    await makeInstance(scene.simulator, place, 'bills');
    await scene.proxyOf({ DBInstanceIdentifiers: ['bills'] });
    await scene.call('DeleteDBInstance', {
      DBInstanceIdentifier: 'bills',
      SkipFinalSnapshot: true,
    });
    await scene.simulator.pass(20 * minute);
    expect(await scene.targets()).toEqual([]);
  });
});

// Sources: the SDK's model, TargetHealth; RDS User Guide, "Verifying connectivity for a proxy".
describe('the health of a target', () => {
  it('a target is registered, waits for the proxy’s capacity, and is available', async () => {
    const durations = { registerProxyTarget: [10, 10], proxyCapacity: [60, 60] } as const;
    scene = new ProxyScene({ durations });
    await makeDatabase(scene.simulator, place, 'orders');
    await scene.proxy();
    await scene.call('RegisterDBProxyTargets', { DBProxyName: 'front', ...orders });
    expect(await scene.health()).toEqual([{ State: 'REGISTERING' }]);
    await scene.simulator.pass(11_000);
    expect(await scene.health()).toEqual([
      { State: 'UNAVAILABLE', Reason: 'PENDING_PROXY_CAPACITY', Description: expect.any(String) },
    ]);
    await scene.simulator.pass(minute);
    expect(await scene.health()).toEqual([{ State: 'AVAILABLE' }]);
  });

  it.each<[string, () => void, string]>([
    [
      'a secret that the role may not read',
      () => (scene.secret.error = 'not allowed'),
      'not allowed',
    ],
    ['a secret that is no JSON', () => (scene.secret.text = 'secret'), 'must be JSON'],
    ['a secret without a user', () => (scene.secret.text = '{"password":"x"}'), 'must be JSON'],
    [
      'a secret with another password than the database’s',
      () => (scene.secret.text = '{"username":"keeper","password":"x"}'),
      'refuses the password of keeper',
    ],
  ])('%s is an AUTH_FAILURE, and no error before', async (_, spoil, why) => {
    await makeDatabase(scene.simulator, place, 'orders');
    spoil();
    await scene.proxyOf(orders);
    expect(await scene.health()).toEqual([
      { State: 'UNAVAILABLE', Reason: 'AUTH_FAILURE', Description: expect.stringContaining(why) },
    ]);
  });

  it('a database whose security group keeps the proxy out is UNREACHABLE', async () => {
    const { securityGroups, vpcs } = scene.simulator.network;
    const { id: vpcId } = vpcs.default(place);
    const closed = {
      id: 'sg-closed',
      name: 'closed',
      description: 'closed',
      vpcId,
      ingress: [],
      egress: [],
    };
    securityGroups.add({ ...closed, accountId: place.accountId });
    await makeDatabase(scene.simulator, place, 'orders', {
      cluster: { StorageEncrypted: false, VpcSecurityGroupIds: ['sg-closed'] },
    });
    await scene.proxyOf(orders);
    expect(await scene.health()).toEqual([
      { State: 'UNAVAILABLE', Reason: 'UNREACHABLE', Description: expect.any(String) },
    ]);
  });

  it('a database that is failing over is CONNECTION_FAILED, and available again', async () => {
    scene = new ProxyScene({ readerServers: true, durations: { failover: [30, 30] } });
    await makeDatabase(scene.simulator, place, 'orders');
    await makeMember(scene.simulator, place, 'orders', 'orders-2');
    await scene.proxyOf(orders);
    expect(await scene.health()).toEqual([{ State: 'AVAILABLE' }, { State: 'AVAILABLE' }]);
    await scene.call('FailoverDBCluster', { DBClusterIdentifier: 'orders' });
    await scene.simulator.pass(1000);
    expect(await scene.health()).toMatchObject([
      { State: 'UNAVAILABLE', Reason: 'CONNECTION_FAILED' },
      { State: 'AVAILABLE' },
    ]);
    await scene.simulator.pass(5 * minute);
    expect(await scene.health()).toEqual([{ State: 'AVAILABLE' }, { State: 'AVAILABLE' }]);
    expect((await scene.targets()).map(({ Role }) => Role)).toEqual([
      'READ_WRITE',
      'READ_ONLY',
      'READ_WRITE',
    ]);
    expect(await cluster(scene.simulator, place, 'orders')).toMatchObject({ Status: 'available' });
  });
});
