// One file: every refusal of the control plane of proxies, a row each.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeCluster, makeDatabase, makeInstance, makeMember } from '../scenes.ts';
import { targetLocation as place, type Simulator } from '../simulator.ts';
import { ProxyScene, proxyRequest, subnetsOf } from './scene.ts';

let scene: ProxyScene;
let simulator: Simulator;
beforeEach(() => {
  scene = new ProxyScene();
  ({ simulator } = scene);
});

const auth = (more: object): object => ({
  Auth: [
    {
      AuthScheme: 'SECRETS',
      SecretArn: 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:x-abcdef',
      ...more,
    },
  ],
});

/** A subnet of another VPC, in a zone. */
const elsewhere = (zone: string): string =>
  simulator.network.vpcs.subnet(place, {
    id: `subnet-other-${zone}`,
    vpcId: 'vpc-other',
    zone: `${place.region}${zone}`,
  }).id;

const first = (): string => subnetsOf(simulator)[0] ?? '';

const clusterOf = (name: string) => ({ DBClusterIdentifiers: [name] });
const instanceOf = (name: string) => ({ DBInstanceIdentifiers: [name] });
const poolOf = (ConnectionPoolConfig: object) => ({ ConnectionPoolConfig });
const side = (more: object = {}): object => ({
  DBProxyName: 'front',
  DBProxyEndpointName: 'side',
  VpcSubnetIds: subnetsOf(simulator),
  ...more,
});

const create = (more: object = {}): Promise<unknown> =>
  scene.call('CreateDBProxyEndpoint', side(more));

describe('CreateDBProxy refuses', () => {
  it.each<[string, string, () => object]>([
    ['no name', 'MissingParameter', () => ({ DBProxyName: undefined })],
    ['a name that begins with a digit', 'InvalidParameterValue', () => ({ DBProxyName: '1st' })],
    ['a name that ends with a hyphen', 'InvalidParameterValue', () => ({ DBProxyName: 'x-' })],
    ['a name with two hyphens', 'InvalidParameterValue', () => ({ DBProxyName: 'a--b' })],
    ['no engine family', 'MissingParameter', () => ({ EngineFamily: undefined })],
    ['an engine family in lower case', 'InvalidParameterValue', () => ({ EngineFamily: 'mysql' })],
    ['SQL Server', 'NotSimulated', () => ({ EngineFamily: 'SQLSERVER' })],
    ['no role', 'MissingParameter', () => ({ RoleArn: undefined })],
    ['a role by its name', 'InvalidParameterValue', () => ({ RoleArn: 'proxy' })],
    ['no authentication', 'InvalidParameterCombination', () => ({ Auth: undefined })],
    ['an empty authentication', 'InvalidParameterCombination', () => ({ Auth: [] })],
    [
      'the default scheme NONE without authentication',
      'InvalidParameterCombination',
      () => ({ DefaultAuthScheme: 'NONE', Auth: undefined }),
    ],
    ['an unknown default scheme', 'InvalidParameterValue', () => ({ DefaultAuthScheme: 'X' })],
    [
      'authentication by IAM from end to end',
      'NotSimulated',
      () => ({ DefaultAuthScheme: 'IAM_AUTH' }),
    ],
    ['another scheme than SECRETS', 'InvalidParameterValue', () => auth({ AuthScheme: 'X' })],
    ['no scheme', 'MissingParameter', () => auth({ AuthScheme: undefined })],
    ['no secret', 'MissingParameter', () => auth({ SecretArn: undefined })],
    ['a secret by its name', 'InvalidParameterValue', () => auth({ SecretArn: 'orders' })],
    [
      'IAM ENABLED, which is for SQL Server',
      'InvalidParameterValue',
      () => auth({ IAMAuth: 'ENABLED' }),
    ],
    [
      'a way to sign in of another family',
      'InvalidParameterValue',
      () => auth({ ClientPasswordAuthType: 'MYSQL_NATIVE_PASSWORD' }),
    ],
    [
      '201 secrets',
      'InvalidParameterValue',
      () => ({
        Auth: Array.from({ length: 201 }, () => ({ AuthScheme: 'SECRETS', SecretArn: 'x' })),
      }),
    ],
    ['an idle timeout of 0', 'InvalidParameterValue', () => ({ IdleClientTimeout: 0 })],
    ['one above 8 hours', 'InvalidParameterValue', () => ({ IdleClientTimeout: 28_801 })],
    ['no subnets', 'MissingParameter', () => ({ VpcSubnetIds: undefined })],
    [
      'a subnet that is not there',
      'InvalidSubnet',
      () => ({ VpcSubnetIds: [first(), 'subnet-x'] }),
    ],
    ['one subnet', 'InvalidSubnet', () => ({ VpcSubnetIds: [first()] })],
    [
      'two subnets of one zone',
      'InvalidSubnet',
      () => {
        const { id: vpcId } = simulator.network.vpcs.default(place);
        const zone = `${place.region}a`;
        const twin = simulator.network.vpcs.subnet(place, { id: 'subnet-twin', vpcId, zone });
        return { VpcSubnetIds: [first(), twin.id] };
      },
    ],
    ['subnets of two VPCs', 'InvalidSubnet', () => ({ VpcSubnetIds: [first(), elsewhere('b')] })],
    [
      'a security group of another VPC',
      'InvalidParameterValue',
      () => {
        const group = {
          id: 'sg-other',
          name: 'x',
          description: 'x',
          vpcId: 'vpc-other',
          ingress: [],
          egress: [],
        };
        simulator.network.securityGroups.add({ ...group, accountId: place.accountId });
        return { VpcSecurityGroupIds: ['sg-other'] };
      },
    ],
    ['IPv6', 'NotSimulated', () => ({ EndpointNetworkType: 'DUAL' })],
    ['IPv6 to the target', 'NotSimulated', () => ({ TargetConnectionNetworkType: 'IPV6' })],
    [
      'a tag of AWS’s own',
      'InvalidParameterValue',
      () => ({ Tags: [{ Key: 'aws:x', Value: 'y' }] }),
    ],
  ])('%s with %s', async (_, name, more) => {
    const request = proxyRequest(simulator, 'front', more());
    await expect(scene.call('CreateDBProxy', request)).rejects.toMatchObject({ name });
    expect(await scene.described()).toBeUndefined();
  });

  it('a name that is taken', async () => {
    await scene.proxy();
    const request = proxyRequest(simulator, 'Front');
    await expect(scene.call('CreateDBProxy', request)).rejects.toMatchObject({
      name: 'DBProxyAlreadyExistsFault',
    });
  });

  it('a twenty-first proxy of a Region', async () => {
    for (let number = 0; number < 20; number++) {
      await scene.call('CreateDBProxy', proxyRequest(simulator, `front-${number}`));
    }
    await expect(
      scene.call('CreateDBProxy', proxyRequest(simulator, 'front')),
    ).rejects.toMatchObject({ name: 'DBProxyQuotaExceededFault' });
  });

  it.each(['rds:CreateDBProxy', 'iam:PassRole', 'rds:AddTagsToResource'])(
    'whoever may not %s',
    async (action) => {
      simulator.denied.add(action);
      const request = proxyRequest(simulator, 'front', { Tags: [{ Key: 'a', Value: 'b' }] });
      await expect(scene.call('CreateDBProxy', request)).rejects.toMatchObject({
        name: 'AccessDenied',
      });
      expect(await scene.described()).toBeUndefined();
    },
  );
});

describe('RegisterDBProxyTargets refuses', () => {
  it.each<[string, string, object, () => Promise<unknown>]>([
    ['no database', 'InvalidParameterCombination', {}, async () => undefined],
    [
      'two databases',
      'InvalidParameterCombination',
      { ...clusterOf('a'), ...instanceOf('b') },
      async () => undefined,
    ],
    [
      'a cluster that is not there',
      'DBClusterNotFoundFault',
      clusterOf('x'),
      async () => undefined,
    ],
    [
      'an instance that is not there',
      'DBInstanceNotFoundFault',
      instanceOf('x'),
      async () => undefined,
    ],
    [
      'another target group',
      'DBProxyTargetGroupNotFoundFault',
      { ...clusterOf('orders'), TargetGroupName: 'mine' },
      () => makeDatabase(simulator, place, 'orders'),
    ],
    [
      'a member of a cluster',
      'InvalidParameterValue',
      instanceOf('orders-1'),
      () => makeDatabase(simulator, place, 'orders'),
    ],
    [
      'an engine of another family',
      'InvalidParameterValue',
      clusterOf('shop'),
      () =>
        makeCluster(simulator, place, 'shop', { Engine: 'aurora-mysql', EngineVersion: undefined }),
    ],
    [
      'a version without proxies',
      'InvalidParameterValue',
      clusterOf('new'),
      () => makeCluster(simulator, place, 'new', { EngineVersion: '19.1' }),
    ],
    [
      'a read replica',
      'InvalidParameterValue',
      instanceOf('copy'),
      async () => {
        await makeInstance(simulator, place, 'bills');
        await makeInstance(simulator, place, 'copy');
        const arn = 'arn:aws:rds:eu-central-1:222222222222:db:';
        simulator.rds.ties.replicate(`${arn}bills`, `${arn}copy`);
      },
    ],
    [
      'a database in another VPC',
      'InvalidParameterValue',
      instanceOf('far'),
      () => {
        const subnets = ['a', 'b'].map((zone) => ({
          id: elsewhere(zone),
          zone: `${place.region}${zone}`,
        }));
        simulator.rds.createSubnetGroup(place, { name: 'far', vpcId: 'vpc-other', subnets });
        return makeInstance(simulator, place, 'far', { DBSubnetGroupName: 'far' });
      },
    ],
    [
      'a cluster that is going',
      'InvalidDBClusterStateFault',
      clusterOf('gone'),
      async () => {
        await makeCluster(simulator, place, 'gone');
        await scene.call('DeleteDBCluster', {
          DBClusterIdentifier: 'gone',
          SkipFinalSnapshot: true,
        });
      },
    ],
    [
      'an instance that is going',
      'InvalidDBInstanceStateFault',
      instanceOf('gone'),
      async () => {
        await makeInstance(simulator, place, 'gone');
        const input = { DBInstanceIdentifier: 'gone', SkipFinalSnapshot: true };
        await scene.call('DeleteDBInstance', input);
      },
    ],
  ])('%s with %s', async (_, name, input, prepare) => {
    await scene.proxy();
    await prepare();
    await expect(
      scene.call('RegisterDBProxyTargets', { DBProxyName: 'front', ...input }),
    ).rejects.toMatchObject({ name });
    expect(await scene.targets()).toEqual([]);
  });

  it('a proxy that is being created, one that is not there, and a second target', async () => {
    await makeDatabase(simulator, place, 'orders');
    await makeInstance(simulator, place, 'bills');
    const register = (name: string, input: object = clusterOf('orders')): Promise<unknown> =>
      scene.call('RegisterDBProxyTargets', { DBProxyName: name, ...input });
    await expect(register('nobody')).rejects.toMatchObject({ name: 'DBProxyNotFoundFault' });
    await scene.call('CreateDBProxy', proxyRequest(simulator, 'young'));
    await expect(register('young')).rejects.toMatchObject({ name: 'InvalidDBProxyStateFault' });
    await scene.proxy();
    await register('front');
    await expect(register('front')).rejects.toMatchObject({
      name: 'DBProxyTargetAlreadyRegisteredFault',
    });
    await expect(register('front', instanceOf('bills'))).rejects.toMatchObject({
      name: 'InvalidDBProxyStateFault',
    });
  });

  it('deregistration refuses what is no target, and what would refuse registration', async () => {
    await makeDatabase(simulator, place, 'orders');
    await scene.proxyOf(clusterOf('orders'));
    const deregister = (input: object): Promise<unknown> =>
      scene.call('DeregisterDBProxyTargets', { DBProxyName: 'front', ...input });
    await expect(deregister(instanceOf('orders'))).rejects.toMatchObject({
      name: 'DBProxyTargetNotFoundFault',
    });
    await expect(deregister({})).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
    await expect(
      deregister({ ...clusterOf('orders'), TargetGroupName: 'mine' }),
    ).rejects.toMatchObject({ name: 'DBProxyTargetGroupNotFoundFault' });
  });
});

describe('ModifyDBProxyTargetGroup refuses', () => {
  it.each<[string, string, object]>([
    ['no group', 'MissingParameter', { TargetGroupName: undefined }],
    ['another group', 'DBProxyTargetGroupNotFoundFault', { TargetGroupName: 'mine' }],
    ['another name', 'InvalidParameterValue', { NewName: 'mine' }],
    ['0 percent', 'InvalidParameterValue', poolOf({ MaxConnectionsPercent: 0 })],
    ['101 percent', 'InvalidParameterValue', poolOf({ MaxConnectionsPercent: 101 })],
    ['half a percent', 'InvalidParameterValue', poolOf({ MaxConnectionsPercent: 1.5 })],
    ['idle ones alone', 'InvalidParameterCombination', poolOf({ MaxIdleConnectionsPercent: 10 })],
    [
      'more idle ones than all',
      'InvalidParameterValue',
      poolOf({ MaxConnectionsPercent: 10, MaxIdleConnectionsPercent: 11 }),
    ],
    [
      'fewer idle ones than none',
      'InvalidParameterValue',
      poolOf({ MaxConnectionsPercent: 10, MaxIdleConnectionsPercent: -1 }),
    ],
    ['a wait above 5 minutes', 'InvalidParameterValue', poolOf({ ConnectionBorrowTimeout: 301 })],
    ['a wait below nothing', 'InvalidParameterValue', poolOf({ ConnectionBorrowTimeout: -1 })],
    [
      'a pinning filter for PostgreSQL',
      'InvalidParameterValue',
      poolOf({ SessionPinningFilters: ['EXCLUDE_VARIABLE_SETS'] }),
    ],
  ])('%s with %s', async (_, name, input) => {
    await scene.proxy();
    await expect(
      scene.call('ModifyDBProxyTargetGroup', {
        DBProxyName: 'front',
        TargetGroupName: 'default',
        ...input,
      }),
    ).rejects.toMatchObject({ name });
  });

  it('an unknown pinning filter, a proxy that is being created, and one that is not there', async () => {
    await scene.proxy('front', { EngineFamily: 'MYSQL' });
    const modify = (DBProxyName: string, more: object = {}): Promise<unknown> =>
      scene.call('ModifyDBProxyTargetGroup', { DBProxyName, TargetGroupName: 'default', ...more });
    await expect(modify('front', poolOf({ SessionPinningFilters: ['X'] }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await scene.call('CreateDBProxy', proxyRequest(simulator, 'young'));
    await expect(modify('young')).rejects.toMatchObject({ name: 'InvalidDBProxyStateFault' });
    await expect(modify('nobody')).rejects.toMatchObject({ name: 'DBProxyNotFoundFault' });
  });
});

describe('DeleteDBProxy and operations of endpoints refuse', () => {
  it('the deletion of a proxy that is not there, that is being created, and that is going', async () => {
    const remove = (): Promise<unknown> => scene.call('DeleteDBProxy', { DBProxyName: 'front' });
    await expect(remove()).rejects.toMatchObject({ name: 'DBProxyNotFoundFault' });
    await scene.call('CreateDBProxy', proxyRequest(simulator, 'front'));
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidDBProxyStateFault' });
    await simulator.pass(15 * 60_000);
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidDBProxyStateFault' });
  });

  it.each<[string, string, object]>([
    ['no name', 'MissingParameter', { DBProxyEndpointName: undefined }],
    ['a bad name', 'InvalidParameterValue', { DBProxyEndpointName: 'a--b' }],
    ['an unknown role', 'InvalidParameterValue', { TargetRole: 'WRITE_ONLY' }],
    ['a reader without readers', 'InvalidParameterValue', { TargetRole: 'READ_ONLY' }],
    ['no subnets', 'MissingParameter', { VpcSubnetIds: undefined }],
    ['unknown subnets', 'InvalidSubnet', { VpcSubnetIds: ['subnet-x', 'subnet-y'] }],
    ['IPv6', 'NotSimulated', { EndpointNetworkType: 'IPV6' }],
  ])('an endpoint with %s: %s', async (_, name, more) => {
    await makeDatabase(simulator, place, 'orders');
    await scene.proxyOf({ DBClusterIdentifiers: ['orders'] });
    await expect(create(more)).rejects.toMatchObject({ name });
    expect(await scene.endpoints()).toEqual([]);
  });

  it('an endpoint of a proxy that is not there or being created, one of a taken name, a twenty-first', async () => {
    await expect(create()).rejects.toMatchObject({ name: 'DBProxyNotFoundFault' });
    await scene.call('CreateDBProxy', proxyRequest(simulator, 'front'));
    await expect(create()).rejects.toMatchObject({ name: 'InvalidDBProxyStateFault' });
    await simulator.pass(15 * 60_000);
    await create();
    await expect(create()).rejects.toMatchObject({ name: 'DBProxyEndpointAlreadyExistsFault' });
    for (let number = 1; number < 20; number++)
      await create({ DBProxyEndpointName: `side-${number}` });
    await expect(create({ DBProxyEndpointName: 'one-more' })).rejects.toMatchObject({
      name: 'DBProxyEndpointQuotaExceededFault',
    });
  });

  it('a reader’s endpoint is made where there is a reader', async () => {
    await makeDatabase(simulator, place, 'orders');
    await makeMember(simulator, place, 'orders', 'orders-2');
    await scene.proxyOf({ DBClusterIdentifiers: ['orders'] });
    await create({ TargetRole: 'READ_ONLY' });
    expect(await scene.endpoints()).toMatchObject([{ TargetRole: 'READ_ONLY' }]);
  });

  it('the description and the deletion of what is not there, or is going', async () => {
    const remove = (): Promise<unknown> =>
      scene.call('DeleteDBProxyEndpoint', { DBProxyEndpointName: 'side' });
    await expect(remove()).rejects.toMatchObject({ name: 'DBProxyEndpointNotFoundFault' });
    await expect(scene.endpoints({ DBProxyEndpointName: 'side' })).rejects.toMatchObject({
      name: 'DBProxyEndpointNotFoundFault',
    });
    await expect(scene.endpoints({ DBProxyName: 'front' })).rejects.toMatchObject({
      name: 'DBProxyNotFoundFault',
    });
    for (const operation of ['DescribeDBProxies', 'DescribeDBProxyTargets']) {
      await expect(scene.call(operation, { DBProxyName: 'front' })).rejects.toMatchObject({
        name: 'DBProxyNotFoundFault',
      });
    }
    await scene.proxy();
    await create();
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidDBProxyEndpointStateFault' });
  });
});
