import { beforeEach, describe, expect, it } from '@jest/globals';
import { Scene } from './scene.ts';

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});

describe('RegisterTargets', () => {
  it.each([
    ['of a public address', { Id: '192.0.2.7' }, 'InvalidTargetException', 'private range'],
    ['of another VPC without zone all', { Id: '10.200.0.7' }, 'InvalidTargetException', "'all'"],
    ['of what is no address', { Id: 'orders' }, 'ValidationError', 'not a valid IPv4'],
    ['of no port', { Id: '10.0.0.9', Port: 0 }, 'ValidationError', 'between 1 and 65535'],
  ])('RegisterTargets refuses a registration %s', async (_, target, name, sentence) => {
    const { group } = await scene.access();
    await expect(scene.register(group, target)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(sentence),
    });
    expect(await scene.health(group)).toEqual([]);
  });

  it.each([['all'], ['eu-west-1b']])('a VPC address is refused with zone %s', async (zone) => {
    const { group } = await scene.access();
    const { address } = scene.server(0);
    await expect(
      scene.register(group, { Id: address, AvailabilityZone: zone }),
    ).rejects.toMatchObject({ name: 'InvalidTargetException' });
  });

  it('RegisterTargets refuses no target, and more than a thousand', async () => {
    const { group } = await scene.access();
    await expect(scene.register(group)).rejects.toMatchObject({ name: 'ValidationError' });
    const { address } = scene.server(0);
    const many = Array.from({ length: 1001 }, (_, index) => ({ Id: address, Port: index + 1 }));
    await expect(scene.register(group, ...many)).rejects.toMatchObject({
      name: 'TooManyTargetsException',
    });
  });

  it('RegisterTargets refuses an unknown target group, and a text that is no ARN', async () => {
    const { group } = await scene.access();
    await expect(scene.register(`${group}0`, { Id: '10.0.0.9' })).rejects.toMatchObject({
      name: 'TargetGroupNotFoundException',
    });
    await expect(scene.register('writer', { Id: '10.0.0.9' })).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});

it('RegisterTargets takes an address outside the VPC with zone all, and several ports', async () => {
  const { group } = await scene.access();
  const { address } = scene.server(0);
  await scene.register(
    group,
    { Id: '10.200.0.7', AvailabilityZone: 'all' },
    { Id: address, Port: 5432 },
    { Id: address, Port: 6432 },
  );
  expect(await scene.health(group)).toHaveLength(3);
});

describe('CreateLoadBalancer', () => {
  const named = { Name: 'access', Type: 'network', Scheme: 'internal' };

  it.each([
    ['without a subnet', () => ({ Subnets: [] }), 'ValidationError'],
    ['in a subnet of nobody', () => ({ Subnets: ['subnet-0'] }), 'SubnetNotFoundException'],
    [
      'twice in a zone',
      () => {
        const [first] = scene.vpc.subnets;
        const twin = { id: 'subnet-0000', vpcId: scene.vpc.id, zone: first?.zone ?? '' };
        scene.network.vpcs.subnet(scene.vpc.location, twin);
        return { Subnets: [first?.id, 'subnet-0000'] };
      },
      'InvalidConfigurationRequestException',
    ],
    [
      'with a security group of nobody',
      () => ({ Subnets: [scene.vpc.subnets[0]?.id], SecurityGroups: ['sg-0'] }),
      'InvalidSecurityGroupException',
    ],
  ])('CreateLoadBalancer refuses a load balancer %s', async (_, more, name) => {
    await expect(scene.call('CreateLoadBalancer', { ...named, ...more() })).rejects.toMatchObject({
      name,
    });
  });

  it('SetSecurityGroups refuses a load balancer that was made without a security group', async () => {
    const balancer = await scene.balancer();
    await expect(
      scene.call('SetSecurityGroups', { LoadBalancerArn: balancer, SecurityGroups: ['sg-0'] }),
    ).rejects.toMatchObject({ name: 'InvalidConfigurationRequestException' });
  });
});

describe('CreateTargetGroup and DeleteTargetGroup', () => {
  it.each([
    [{ HealthCheckIntervalSeconds: 4 }, 'between 5 and 300'],
    [{ HealthyThresholdCount: 1 }, 'between 2 and 10'],
    [{ HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 6 }, 'smaller than or equal'],
    [{ VpcId: 'vpc-0' }, 'is not found'],
  ])('CreateTargetGroup refuses the settings %j', async (settings, sentence) => {
    await expect(scene.group(settings)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(sentence),
    });
  });

  it('DeleteTargetGroup refuses a target group while a listener sends to it', async () => {
    const { group, listener } = await scene.access();
    await expect(scene.call('DeleteTargetGroup', { TargetGroupArn: group })).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
    await scene.call('DeleteListener', { ListenerArn: listener });
    await scene.call('DeleteTargetGroup', { TargetGroupArn: group });
    await expect(scene.health(group)).rejects.toMatchObject({
      name: 'TargetGroupNotFoundException',
    });
  });
});

it.each([
  [
    'ModifyTargetGroupAttributes',
    'deregistration_delay.timeout_seconds',
    '4000',
    'ValidationError',
  ],
  ['ModifyTargetGroupAttributes', 'nobody.knows', 'it', 'ValidationError'],
  ['ModifyTargetGroupAttributes', 'proxy_protocol_v2.enabled', 'true', 'NotSimulated'],
])('%s refuses %s=%s with %s', async (operation, key, value, name) => {
  const group = await scene.group();
  await expect(
    scene.call(operation, { TargetGroupArn: group, Attributes: [{ Key: key, Value: value }] }),
  ).rejects.toMatchObject({ name });
});

it('DescribeTargetHealth is throttled after forty calls, and allows ten more each second', async () => {
  const group = await scene.group();
  for (let read = 0; read < 40; read++) await scene.health(group);
  await expect(scene.health(group)).rejects.toMatchObject({ name: 'ThrottlingException' });
  await scene.pass(1);
  for (let read = 0; read < 10; read++) await scene.health(group);
  await expect(scene.health(group)).rejects.toMatchObject({ name: 'ThrottlingException' });
});

it('a throttled client gets through in the end when the clock runs for its calls alone', async () => {
  const group = await scene.group();
  for (let read = 0; read < 40; read++) await scene.health(group);
  await expect(scene.health(group)).rejects.toMatchObject({ name: 'ThrottlingException' });
  const refused = scene.clock.now();

  await scene.clock.attend(turns(10));

  expect(scene.clock.now()).toBe(refused + 100);
  expect(await scene.health(group)).toEqual([]);
});

/** Of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
