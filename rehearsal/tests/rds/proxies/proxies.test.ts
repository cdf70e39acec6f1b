import type { DBProxyTargetGroup, TagListMessage } from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeDatabase, makeInstance } from '../scenes.ts';
import { minute, targetLocation as place } from '../simulator.ts';
import { ProxyScene, proxyRequest, subnetsOf } from './scene.ts';

let scene: ProxyScene;
beforeEach(() => {
  scene = new ProxyScene();
});

const group = async (): Promise<DBProxyTargetGroup | undefined> => {
  const answer = await scene.call<{ TargetGroups: DBProxyTargetGroup[] }>(
    'DescribeDBProxyTargetGroups',
    { DBProxyName: 'front' },
  );
  return answer.TargetGroups[0];
};

describe('a proxy', () => {
  it('a proxy is created over time, with AWS’s defaults, and its name leads to an address a zone', async () => {
    await scene.call('CreateDBProxy', proxyRequest(scene.simulator, 'front'));
    const made = await scene.described();
    expect(made).toMatchObject({
      DBProxyName: 'front',
      DBProxyArn: expect.stringMatching(
        /^arn:aws:rds:eu-central-1:222222222222:db-proxy:prx-[0-9a-f]{17}$/,
      ),
      Status: 'creating',
      EngineFamily: 'POSTGRESQL',
      VpcSubnetIds: subnetsOf(scene.simulator),
      RequireTLS: false,
      IdleClientTimeout: 1800,
      DebugLogging: false,
      DefaultAuthScheme: 'NONE',
      Auth: [
        {
          AuthScheme: 'SECRETS',
          IAMAuth: 'REQUIRED',
          ClientPasswordAuthType: 'POSTGRES_SCRAM_SHA_256',
        },
      ],
      Endpoint: expect.stringMatching(/^front\.proxy-c\w+\.eu-central-1\.rds\.amazonaws\.com$/),
    });
    expect(scene.simulator.names.resolve(made?.Endpoint ?? '')).toEqual([]);
    await scene.simulator.pass(15 * minute);
    expect(await scene.described()).toMatchObject({ Status: 'available' });
    expect(scene.simulator.names.resolve(made?.Endpoint ?? '')).toHaveLength(3);
  });

  it('the role is passed to RDS, and whether it can be taken on is not looked at', async () => {
    scene.secret.error = 'the role may not';
    await scene.proxy();
    expect(scene.simulator.asked).toContainEqual(
      expect.objectContaining({
        action: 'iam:PassRole',
        context: { 'iam:PassedToService': 'rds.amazonaws.com' },
      }),
    );
  });

  it('a proxy has tags, which are asked for and listed', async () => {
    await scene.proxy('front', { Tags: [{ Key: 'team', Value: 'one' }] });
    const { DBProxyArn: ResourceName } = (await scene.described()) ?? {};
    const input = { ResourceName };
    expect(await scene.call<TagListMessage>('ListTagsForResource', input)).toEqual({
      TagList: [{ Key: 'team', Value: 'one' }],
    });
    await scene.call('AddTagsToResource', { ...input, Tags: [{ Key: 'more', Value: 'x' }] });
    expect((await scene.call<TagListMessage>('ListTagsForResource', input)).TagList).toHaveLength(
      2,
    );
    await expect(
      scene.call('ListTagsForResource', { ResourceName: `${ResourceName}0` }),
    ).rejects.toMatchObject({ name: 'DBProxyNotFoundFault' });
  });

  it('a proxy is deleted over time, with its endpoints, and its name leads nowhere from the start', async () => {
    await scene.proxy();
    const { Endpoint = '' } = (await scene.described()) ?? {};
    await scene.call('CreateDBProxyEndpoint', {
      DBProxyName: 'front',
      DBProxyEndpointName: 'side',
      VpcSubnetIds: subnetsOf(scene.simulator),
    });
    await scene.call('DeleteDBProxy', { DBProxyName: 'front' });
    expect(await scene.described()).toMatchObject({ Status: 'deleting' });
    expect(scene.simulator.names.resolve(Endpoint)).toEqual([]);
    await scene.simulator.pass(10 * minute);
    expect(await scene.described()).toBeUndefined();
    expect(await scene.endpoints()).toEqual([]);
  });

  it('a cluster of 0 ACU pauses, but for a proxy', async () => {
    const ServerlessV2ScalingConfiguration = {
      MinCapacity: 0,
      MaxCapacity: 4,
      SecondsUntilAutoPause: 600,
    };
    await makeDatabase(scene.simulator, place, 'orders', {
      cluster: { StorageEncrypted: false, ServerlessV2ScalingConfiguration },
    });
    await makeDatabase(scene.simulator, place, 'plain');
    const { proxies } = scene.simulator.rds;
    expect(proxies.pausing(place, 'orders')).toEqual({ afterSeconds: 600 });
    await scene.proxyOf({ DBClusterIdentifiers: ['orders'] });
    expect(proxies.pausing(place, 'orders')).toEqual({ never: 'a proxy keeps it awake' });
    expect(proxies.pausing(place, 'plain')).toEqual({ never: 'it is not serverless' });
    await scene.call('DeregisterDBProxyTargets', {
      DBProxyName: 'front',
      DBClusterIdentifiers: ['orders'],
    });
    expect(proxies.pausing(place, 'orders')).toEqual({ afterSeconds: 600 });
    expect(() => proxies.pausing(place, 'nobody')).toThrow('no cluster nobody');
  });
});

describe('the pool of a target group', () => {
  it('a pool has AWS’s defaults', async () => {
    await scene.proxy();
    expect(await group()).toMatchObject({
      TargetGroupName: 'default',
      TargetGroupArn: expect.stringMatching(/:target-group:prx-tg-[0-9a-f]{17}$/),
      ConnectionPoolConfig: {
        MaxConnectionsPercent: 100,
        MaxIdleConnectionsPercent: 50,
        ConnectionBorrowTimeout: 120,
        SessionPinningFilters: [],
      },
    });
  });

  it.each<[object, object]>([
    [{ MaxConnectionsPercent: 80 }, { MaxConnectionsPercent: 80, MaxIdleConnectionsPercent: 40 }],
    [
      { MaxConnectionsPercent: 80, MaxIdleConnectionsPercent: 0 },
      { MaxConnectionsPercent: 80, MaxIdleConnectionsPercent: 0 },
    ],
    [{ ConnectionBorrowTimeout: 0 }, { ConnectionBorrowTimeout: 0, MaxConnectionsPercent: 100 }],
    [{ InitQuery: 'SET x.y = 1' }, { InitQuery: 'SET x.y = 1' }],
    [{ SessionPinningFilters: [] }, { SessionPinningFilters: [] }],
    [{}, { MaxConnectionsPercent: 100 }],
  ])('%j is taken', async (ConnectionPoolConfig, shown) => {
    await scene.proxy();
    await scene.call('ModifyDBProxyTargetGroup', {
      DBProxyName: 'front',
      TargetGroupName: 'default',
      ConnectionPoolConfig,
    });
    expect((await group())?.ConnectionPoolConfig).toMatchObject(shown);
  });

  it('a pinning filter is taken for MySQL', async () => {
    await scene.proxy('front', { EngineFamily: 'MYSQL' });
    await scene.call('ModifyDBProxyTargetGroup', {
      DBProxyName: 'front',
      TargetGroupName: 'default',
      ConnectionPoolConfig: { SessionPinningFilters: ['EXCLUDE_VARIABLE_SETS'] },
    });
    expect((await group())?.ConnectionPoolConfig).toMatchObject({
      SessionPinningFilters: ['EXCLUDE_VARIABLE_SETS'],
    });
  });
});

describe('endpoints of a proxy', () => {
  it('an endpoint is created over time, described by itself or by its proxy, and deleted', async () => {
    await makeDatabase(scene.simulator, place, 'orders');
    await scene.proxyOf({ DBClusterIdentifiers: ['orders'] });
    await scene.proxy('other');
    await scene.call('CreateDBProxyEndpoint', {
      DBProxyName: 'front',
      DBProxyEndpointName: 'Side',
      VpcSubnetIds: subnetsOf(scene.simulator),
    });
    const [made] = await scene.endpoints({ DBProxyName: 'front' });
    expect(made).toMatchObject({
      DBProxyEndpointName: 'side',
      DBProxyEndpointArn: expect.stringMatching(/:db-proxy-endpoint:prx-endpoint-[0-9a-f]{17}$/),
      DBProxyName: 'front',
      Status: 'creating',
      TargetRole: 'READ_WRITE',
      IsDefault: false,
      Endpoint: expect.stringMatching(/^side\.endpoint\.proxy-c\w+\./),
    });
    await scene.simulator.pass(10 * minute);
    expect(await scene.endpoints({ DBProxyEndpointName: 'side' })).toMatchObject([
      { Status: 'available' },
    ]);
    expect(await scene.endpoints({ DBProxyName: 'other' })).toEqual([]);
    expect(scene.simulator.names.resolve(made?.Endpoint ?? '')).toHaveLength(3);
    await scene.call('DeleteDBProxyEndpoint', { DBProxyEndpointName: 'side' });
    await scene.simulator.pass(10 * minute);
    expect(await scene.endpoints()).toEqual([]);
  });

  it('a deployment’s proxy, target and endpoint are available at once', async () => {
    await makeInstance(scene.simulator, place, 'bills');
    await scene.call('CreateDBProxy', proxyRequest(scene.simulator, 'front'));
    const { proxies } = scene.simulator.rds;
    await proxies.finish(place, 'front');
    await scene.call('RegisterDBProxyTargets', {
      DBProxyName: 'front',
      DBInstanceIdentifiers: ['bills'],
    });
    await proxies.finish(place, 'front');
    await scene.call('CreateDBProxyEndpoint', {
      DBProxyName: 'front',
      DBProxyEndpointName: 'side',
      VpcSubnetIds: subnetsOf(scene.simulator),
    });
    await proxies.finishEndpoint(place, 'side');
    expect(await scene.described()).toMatchObject({ Status: 'available' });
    expect(await scene.health()).toEqual([{ State: 'AVAILABLE' }]);
    expect(await scene.endpoints()).toMatchObject([{ Status: 'available' }]);
    await scene.simulator.pass(15 * minute);
    expect(scene.simulator.rds.problems).toEqual([]);
  });
});
