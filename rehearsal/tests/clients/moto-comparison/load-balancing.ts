import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { targetGroups } from '../../../../functions/access/aws/elb-target-groups.ts';
import { listeners } from '../../../../functions/access/aws/elb-listeners.ts';
import type { Listeners } from '../../../../functions/access/ports/listeners.ts';
import type { TargetGroups } from '../../../../functions/access/ports/target-groups.ts';
import { ask, kept, prepare } from './script.ts';
import type { Kept, Step } from './script.ts';
import type { World } from './world.ts';

function of({ source }: World): TargetGroups {
  return targetGroups(source.elb);
}

function listenersOf({ source }: World): Listeners {
  return listeners(source.elb);
}

/** Weights by what the groups are called here. */
async function weights(world: World, made: Kept): Promise<unknown> {
  const found = await listenersOf(world).weights(kept(made, 'listener'));
  return { main: found[kept(made, 'group')], spare: found[kept(made, 'other group')] };
}

const port = 5432;

/** An ARN like another, which nobody has. */
export function nobody(made: Kept, name: string): string {
  return kept(made, name).replace(/[0-9a-f]{16}$/, '0'.repeat(16));
}

/** Registers, and looks: an address of the VPC where nobody listens, unless it is said otherwise. */
async function register(
  world: World,
  made: Kept,
  { group = 'group', address = kept(made, 'address') } = {},
): Promise<unknown> {
  await of(world).register(kept(made, group), [{ address, port }]);
  return of(world).targets(kept(made, group));
}

/** A load balancer as the access stack makes it, and the targets that a pass moves. */
export const loadBalancingSteps: readonly Step[] = [
  prepare('a load balancer', async ({ source: { ec2, elb } }, made) => {
    const { Subnets: subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const [subnet, other] = subnets.toSorted((one, another) =>
      (one.AvailabilityZone ?? '').localeCompare(another.AvailabilityZone ?? ''),
    );
    made.set('VPC', subnet?.VpcId ?? '');
    made.set('subnet', subnet?.SubnetId ?? '');
    made.set('other subnet', other?.SubnetId ?? '');
    made.set('address', subnet?.CidrBlock?.replace(/\.\d+\/\d+$/, '.77') ?? '');
    const { LoadBalancers: balancers } = await elb.send(
      new CreateLoadBalancerCommand({
        Name: 'access',
        Type: 'network',
        Scheme: 'internal',
        Subnets: [kept(made, 'subnet'), kept(made, 'other subnet')],
      }),
    );
    made.set('balancer', balancers?.[0]?.LoadBalancerArn ?? '');
  }),
  ask('ELBv2 DescribeLoadBalancers', 'of a load balancer', async ({ source: { elb } }, made) => {
    const { LoadBalancers } = await elb.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [kept(made, 'balancer')] }),
    );
    return LoadBalancers;
  }),
  ask(
    'ELBv2 DescribeLoadBalancerAttributes',
    'of a load balancer',
    async ({ source: { elb } }, made) => {
      const { Attributes } = await elb.send(
        new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: kept(made, 'balancer') }),
      );
      return Object.fromEntries((Attributes ?? []).map(({ Key, Value }) => [Key, Value]));
    },
  ),
  ask('ELBv2 DescribeLoadBalancers', 'of nobody', ({ source: { elb } }) =>
    elb.send(new DescribeLoadBalancersCommand({ Names: ['nobody'] })),
  ),
  prepare('target groups', async ({ source: { elb } }, made) => {
    for (const [name, Name] of [
      ['group', 'writer'],
      ['other group', 'reader'],
    ] as const) {
      const { TargetGroups: groups } = await elb.send(
        new CreateTargetGroupCommand({
          Name,
          TargetType: 'ip',
          Protocol: 'TCP',
          Port: port,
          VpcId: kept(made, 'VPC'),
          HealthCheckIntervalSeconds: 10,
          HealthyThresholdCount: 2,
          UnhealthyThresholdCount: 2,
        }),
      );
      made.set(name, groups?.[0]?.TargetGroupArn ?? '');
    }
  }),
  ask('ELBv2 DescribeTargetGroups', 'of a target group', async ({ source: { elb } }, made) => {
    const { TargetGroups } = await elb.send(
      new DescribeTargetGroupsCommand({ TargetGroupArns: [kept(made, 'group')] }),
    );
    return TargetGroups;
  }),
  ask('ELBv2 DescribeTargetGroups', 'of nobody', ({ source: { elb } }) =>
    elb.send(new DescribeTargetGroupsCommand({ Names: ['nobody'] })),
  ),
  ask('ELBv2 CreateTargetGroup', 'under a name that is taken', ({ source: { elb } }, made) =>
    elb.send(
      new CreateTargetGroupCommand({
        Name: 'writer',
        TargetType: 'ip',
        Protocol: 'TCP',
        Port: 3306,
        VpcId: kept(made, 'VPC'),
      }),
    ),
  ),
  ask(
    'ELBv2 DescribeTargetGroupAttributes',
    'of a target group',
    async ({ source: { elb } }, made) => {
      const { Attributes } = await elb.send(
        new DescribeTargetGroupAttributesCommand({ TargetGroupArn: kept(made, 'group') }),
      );
      return Object.fromEntries((Attributes ?? []).map(({ Key, Value }) => [Key, Value]));
    },
  ),
  ask('ELBv2 ModifyTargetGroupAttributes', 'to a value', async ({ source: { elb } }, made) => {
    const { Attributes } = await elb.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: kept(made, 'group'),
        Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }],
      }),
    );
    return Attributes?.filter(({ Key }) => Key === 'deregistration_delay.timeout_seconds');
  }),
  ask(
    'ELBv2 ModifyTargetGroupAttributes',
    'of an attribute that there is none of',
    ({ source: { elb } }, made) =>
      elb.send(
        new ModifyTargetGroupAttributesCommand({
          TargetGroupArn: kept(made, 'group'),
          Attributes: [{ Key: 'nobody.knows', Value: 'this' }],
        }),
      ),
  ),
  ask('ELBv2 DescribeTargetHealth', 'of an empty group', (world, made) =>
    of(world).targets(kept(made, 'group')),
  ),
  ask('ELBv2 DescribeTargetHealth', 'of nobody', (world, made) =>
    of(world).targets(nobody(made, 'group')),
  ),
  ask('ELBv2 RegisterTargets', 'in a group without a listener', (world, made) =>
    register(world, made),
  ),
  prepare('a listener', async ({ source: { elb } }, made) => {
    const { Listeners: found } = await elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: kept(made, 'balancer'),
        Protocol: 'TCP',
        Port: port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: kept(made, 'group') }],
      }),
    );
    made.set('listener', found?.[0]?.ListenerArn ?? '');
  }),
  ask('ELBv2 DescribeTargetHealth', 'of a target that does not answer', (world, made) =>
    of(world).targets(kept(made, 'group')),
  ),
  ask('ELBv2 RegisterTargets', 'of the same target again', (world, made) => register(world, made)),
  ask('ELBv2 RegisterTargets', 'of an address of the internet', (world, made) =>
    register(world, made, { group: 'other group', address: '203.0.113.7' }),
  ),
  ask('ELBv2 RegisterTargets', 'of what is no address', (world, made) =>
    register(world, made, { group: 'other group', address: 'orders' }),
  ),
  ask('ELBv2 RegisterTargets', 'in a group that is not there', (world, made) =>
    of(world).register(nobody(made, 'group'), [{ address: kept(made, 'address'), port }]),
  ),
  ask('ELBv2 DeregisterTargets', 'by another port', async (world, made) => {
    await of(world).deregister(kept(made, 'group'), [
      { address: kept(made, 'address'), port: 5433, state: 'healthy' },
    ]);
    return (await of(world).targets(kept(made, 'group'))).map(({ address }) => address);
  }),
  ask('ELBv2 DeregisterTargets', 'of a target', async (world, made) => {
    const group = kept(made, 'group');
    const listed = await of(world).targets(group);
    await of(world).deregister(
      group,
      listed.filter(({ address }) => address === kept(made, 'address')),
    );
    return (await of(world).targets(group)).map(({ address, state }) => ({ address, state }));
  }),
  ask('ELBv2 DeregisterTargets', 'of what is registered no more', (world, made) =>
    of(world).deregister(kept(made, 'group'), [
      { address: kept(made, 'address'), port, state: 'healthy' },
    ]),
  ),
  ask('ELBv2 DescribeTargetHealth', 'of a group that was emptied', (world, made) =>
    of(world).targets(kept(made, 'group')),
  ),
  ask('ELBv2 DeregisterTargets', 'in a group that is not there', (world, made) =>
    of(world).deregister(nobody(made, 'group'), [
      { address: kept(made, 'address'), port, state: 'healthy' },
    ]),
  ),
  ask('ELBv2 DeleteTargetGroup', 'of a group with a listener', ({ source: { elb } }, made) =>
    elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: kept(made, 'group') })),
  ),
  ask('ELBv2 DescribeListeners', 'of one group', (world, made) => weights(world, made)),
  ask('ELBv2 ModifyListener', 'to two groups by weights', async (world, made) => {
    await listenersOf(world).lead(kept(made, 'listener'), {
      [kept(made, 'group')]: 0,
      [kept(made, 'other group')]: 1,
    });
    return weights(world, made);
  }),
  ask('ELBv2 ModifyListener', 'by a weight above 999', (world, made) =>
    listenersOf(world).lead(kept(made, 'listener'), { [kept(made, 'group')]: 1000 }),
  ),
  ask('ELBv2 ModifyListener', 'to a group that is not there', (world, made) =>
    listenersOf(world).lead(kept(made, 'listener'), { [nobody(made, 'group')]: 1 }),
  ),
  ask('ELBv2 ModifyListener', 'of a listener that is not there', (world, made) =>
    listenersOf(world).lead(nobody(made, 'listener'), { [kept(made, 'group')]: 1 }),
  ),
  ask('ELBv2 DescribeListeners', 'of a listener that is not there', (world, made) =>
    listenersOf(world).weights(nobody(made, 'listener')),
  ),
  ask('ELBv2 AddTags', 'to a listener', async (world, made) => {
    await listenersOf(world).setMark(kept(made, 'listener'), 'understudy:cut-over', 'host main');
    return listenersOf(world).mark(kept(made, 'listener'), 'understudy:cut-over');
  }),
  ask('ELBv2 DescribeTags', 'of a listener that is not there', (world, made) =>
    listenersOf(world).mark(nobody(made, 'listener'), 'understudy:cut-over'),
  ),
  ask('ELBv2 RemoveTags', 'twice', async (world, made) => {
    await listenersOf(world).removeMark(kept(made, 'listener'), 'understudy:cut-over');
    await listenersOf(world).removeMark(kept(made, 'listener'), 'understudy:cut-over');
    return listenersOf(world).mark(kept(made, 'listener'), 'understudy:cut-over');
  }),
];
