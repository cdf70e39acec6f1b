import path from 'node:path';
import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Reached } from '../../aws/contracts.ts';
import type { Client } from '../../aws/network/client.ts';
import { Random } from '../../aws/random.ts';
import { deployAccess, deployConsumer, targetGroupOf } from '../scene/deploy-access.ts';
import type { AccessSetting } from '../scene/deploy-access.ts';
import { clientSettings } from '../operator/client-settings.ts';
import { output } from '../scene/deploy-stacks.ts';
import { observe } from '../scene/observe.ts';
import { clusterHost } from '../../aws/services/rds/endpoints.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { clients, cluster, producer } from './fixtures.ts';
import { BaselineFunction } from './baseline-function.ts';
import type { LookUpGroup } from './baseline-function.ts';

/** The way of one design's clients to the database. */
export interface AccessPath {
  readonly groupArn: string;
  /** The name that its clients connect to, in their own VPC. */
  readonly privateName: string;
}

const port = 5432;

/** The project's own stacks: what this is all about. */
export async function deployUnderstudy(
  simulator: Simulator,
  stacksDirectory: string,
): Promise<AccessPath> {
  const privateName = clusterHost(producer, cluster);
  const setting = settingOf(stacksDirectory, privateName);
  const access = await deployAccess(simulator, setting);
  await deployConsumer(simulator, setting, access);
  return { groupArn: targetGroupOf(access), privateName };
}

/** The sample's load balancer, and its function, which is run once by hand as the sample says. */
export async function deployBaselineFunction(
  simulator: Simulator,
  stacksDirectory: string,
  seed: number,
): Promise<AccessPath & { readonly lookUp: BaselineFunction }> {
  const vpc = simulator.network.vpcs.default(producer);
  const stack = await observe(simulator, () =>
    simulator.deploy({
      stackName: 'understudy-baseline-function',
      location: producer,
      templateFile: path.join(import.meta.dirname, 'baseline-function.yaml'),
      parameters: {
        VpcId: vpc.id,
        VpcRange: vpc.range,
        AccessSubnetIds: vpc.subnets.map(({ id }) => id).join(','),
        DatabaseSecurityGroupId: vpc.securityGroupId,
        AllowedPrincipal: `arn:aws:iam::${clients.accountId}:root`,
      },
    }),
  );
  const privateName = 'orders.baseline-function.internal';
  const setting = { ...settingOf(stacksDirectory, privateName), suffix: '-baseline' };
  await deployConsumer(simulator, setting, stack);
  const groupArn = output(stack, 'TargetGroupArn');
  const lookUp = new BaselineFunction({
    clock: simulator.clock,
    random: new Random(seed),
    resolve: () => simulator.names.resolve(clusterHost(producer, cluster)),
    group: groupOverTheWire(simulator, groupArn),
  });
  await observe(simulator, () => lookUp.lookUp());
  return { groupArn, privateName, lookUp };
}

/** What becomes of a client's connection to each address of its private name, in their order. */
export function routesOf(
  simulator: Simulator,
  client: Client,
  { privateName }: AccessPath,
): Reached[] {
  return client
    .resolve(privateName)
    .map((address) => simulator.network.reach(address, port, client.caller));
}

/** The state of an address in a group; `reached` once it is off the list and connections still come. */
export function groupState(
  simulator: Simulator,
  groupArn: string,
  address: string,
): string | undefined {
  const spot = `${address}:${port}`;
  const listed = simulator.elb.targets(groupArn).find((target) => target.spot === spot);
  return (
    listed?.state ?? (simulator.elb.lingering(groupArn).includes(spot) ? 'reached' : undefined)
  );
}

function settingOf(stacksDirectory: string, privateName: string): AccessSetting {
  return { stacksDirectory, producer, consumer: clients, followed: cluster, privateName };
}

/** The calls of the sample's function, as the account that it runs in. */
function groupOverTheWire(simulator: Simulator, TargetGroupArn: string): LookUpGroup {
  const client = new ElasticLoadBalancingV2Client(clientSettings(simulator, producer));
  return {
    targets: async () => {
      const { TargetHealthDescriptions: listed = [] } = await client.send(
        new DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      return listed.map(({ Target: { Id = '', Port = port, AvailabilityZone } = { Id: '' } }) => ({
        address: Id,
        port: Port,
        zone: AvailabilityZone,
      }));
    },
    register: async (address) => {
      const Targets = [{ Id: address, Port: port }];
      await client.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
    },
    deregister: async ({ address, port: Port, zone }) => {
      const Targets = [
        { Id: address, Port, ...(zone !== undefined && { AvailabilityZone: zone }) },
      ];
      await client.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets }));
    },
  };
}
