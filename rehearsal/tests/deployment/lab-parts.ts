import type {
  DescribeClientVpnEndpointsResult,
  DescribeRouteTablesResult,
  DescribeSecurityGroupsResult,
  DescribeSubnetsResult,
  DescribeVpcEndpointsResult,
  DescribeVpcsResult,
} from '@aws-sdk/client-ec2';
import type { DeployedLab } from './deployed-lab.ts';

/** What a security group of the lab lets in or out. */
export interface Opening {
  readonly group: string;
  readonly way: 'in' | 'out';
  readonly peer: string;
  readonly port: number | undefined;
}

/** What the groups of the lab let in and out; out to this machine itself is nowhere. */
export async function peersOf(lab: DeployedLab): Promise<readonly Opening[]> {
  const own = new Set(Object.values(lab.stack.resources).map(({ physicalId }) => physicalId));
  const { SecurityGroups: groups = [] } = await lab.ask<DescribeSecurityGroupsResult>(
    'ec2',
    'DescribeSecurityGroups',
  );
  return groups
    .filter(({ GroupId: id = '' }) => own.has(id))
    .flatMap(({ GroupId: group = '', ...rules }) =>
      (['in', 'out'] as const).flatMap(
        (way) =>
          (way === 'in' ? rules.IpPermissions : rules.IpPermissionsEgress)?.flatMap((rule) =>
            [
              ...(rule.IpRanges ?? []).map(({ CidrIp: range = '' }) => range),
              ...(rule.UserIdGroupPairs ?? []).map(({ GroupId: id = '' }) => id),
            ].map((peer) => ({ group, way, peer, port: rule.FromPort })),
          ) ?? [],
      ),
    )
    .filter(({ way, peer }) => way === 'in' || peer !== '127.0.0.1/32');
}

/** The same, as the group at the other end has it. */
export function reversed({ group, peer, port }: Opening): Opening {
  return { group: peer, way: 'in', peer: group, port };
}

/** Everything of EC2 that has tags, with its id. */
export async function everyPart(
  lab: DeployedLab,
): Promise<readonly { id: string; Tags: unknown }[]> {
  const lists = await Promise.all([
    lab.ask<DescribeVpcsResult>('ec2', 'DescribeVpcs').then((all) => all.Vpcs),
    lab.ask<DescribeSubnetsResult>('ec2', 'DescribeSubnets').then((all) => all.Subnets),
    lab.ask<DescribeRouteTablesResult>('ec2', 'DescribeRouteTables').then((all) => all.RouteTables),
    lab
      .ask<DescribeSecurityGroupsResult>('ec2', 'DescribeSecurityGroups')
      .then((all) => all.SecurityGroups),
    lab
      .ask<DescribeVpcEndpointsResult>('ec2', 'DescribeVpcEndpoints')
      .then((all) => all.VpcEndpoints),
    lab
      .ask<DescribeClientVpnEndpointsResult>('ec2', 'DescribeClientVpnEndpoints')
      .then((all) => all.ClientVpnEndpoints),
  ]);
  return lists.flatMap((list: readonly object[] = []) =>
    list.map((one) => {
      const { Tags, ...members } = one as { Tags?: unknown } & Readonly<Record<string, unknown>>;
      const keys = ['ClientVpnEndpointId', 'VpcEndpointId', 'SubnetId', 'RouteTableId', 'GroupId'];
      const key = keys.find((name) => name in members) ?? 'VpcId';
      return { id: String(members[key]), Tags };
    }),
  );
}
