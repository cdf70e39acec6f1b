import type {
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  IpPermission,
} from '@aws-sdk/client-ec2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Call, Operation } from '../../contracts.ts';
import type { IngressRule, SecurityGroup } from '../../network/security-groups.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { findVpc, newId } from './state.ts';
import type { Ec2State } from './state.ts';

export function securityGroupOperations(state: Ec2State): Record<string, Operation> {
  const { securityGroups } = state.network;
  const find = (call: Call, id: string | undefined): SecurityGroup => {
    // The default group of a VPC is given with it.
    state.network.vpcs.default(call.location);
    const group = securityGroups.find(id ?? '');
    const vpc = group && state.network.vpcs.find(group.vpcId);
    if (
      group?.accountId === call.location.accountId &&
      vpc?.location.region === call.location.region
    ) {
      return group;
    }
    throw new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
  };
  return {
    CreateSecurityGroup: operation<CreateSecurityGroupRequest, CreateSecurityGroupResult>(
      ['GroupName', 'Description', 'VpcId'],
      (input, call) => {
        const id = newId(state, 'sg');
        const { location } = call;
        call.authorize('ec2:CreateSecurityGroup', arnIn(location, 'ec2', `security-group/${id}`));
        call.authorize('ec2:CreateSecurityGroup', arnIn(location, 'ec2', `vpc/${input.VpcId}`));
        const vpc = findVpc(state, location, input.VpcId);
        const name = input.GroupName ?? '';
        if (securityGroups.all().some((one) => one.vpcId === vpc.id && one.name === name)) {
          throw new AwsError(
            'InvalidGroup.Duplicate',
            `The security group '${name}' already exists for VPC '${vpc.id}'`,
          );
        }
        securityGroups.add({
          id,
          name,
          description: input.Description ?? '',
          vpcId: vpc.id,
          accountId: location.accountId,
          ingress: [],
        });
        return { GroupId: id, SecurityGroupArn: arnIn(location, 'ec2', `security-group/${id}`) };
      },
    ),
    AuthorizeSecurityGroupIngress: operation<
      AuthorizeSecurityGroupIngressRequest,
      AuthorizeSecurityGroupIngressResult
    >(['GroupId', 'IpPermissions'], (input, call) => {
      const arn = arnIn(call.location, 'ec2', `security-group/${input.GroupId}`);
      call.authorize('ec2:AuthorizeSecurityGroupIngress', arn);
      const group = find(call, input.GroupId);
      const rules = (input.IpPermissions ?? []).flatMap(readRules);
      const twice = rules.find((rule) => group.ingress.some((other) => isSame(rule, other)));
      if (twice !== undefined) {
        throw new AwsError(
          'InvalidPermission.Duplicate',
          `the specified rule "peer: ${twice.source}, ${twice.protocol.toUpperCase()}, from port: ` +
            `${twice.fromPort}, to port: ${twice.toPort}, ALLOW" already exists`,
        );
      }
      group.ingress.push(...rules);
      return { Return: true };
    }),
    DescribeSecurityGroups: operation<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult>(
      ['GroupIds'],
      ({ GroupIds: ids }, call) => {
        call.authorize('ec2:DescribeSecurityGroups', '*');
        const found = ids
          ? ids.map((id) => find(call, id))
          : securityGroups.all().filter(({ accountId }) => accountId === call.location.accountId);
        return {
          SecurityGroups: found.map(({ id, name, description, vpcId, accountId, ingress }) => ({
            GroupId: id,
            GroupName: name,
            Description: description,
            VpcId: vpcId,
            OwnerId: accountId,
            IpPermissions: ingress.map(showRule),
          })),
        };
      },
    ),
  };
}

function readRules(permission: IpPermission): IngressRule[] {
  const {
    IpProtocol,
    FromPort,
    ToPort,
    IpRanges = [],
    UserIdGroupPairs = [],
    ...more
  } = permission;
  const [extra] = Object.entries(more).flatMap(([key, value]) => (value ? [key] : []));
  if (extra !== undefined) throw notSimulated(`an IpPermission with ${extra}`);
  const protocol = IpProtocol ?? '';
  if (!['tcp', '-1'].includes(protocol)) throw notSimulated(`rules of protocol ${protocol}`);
  const port = { protocol, fromPort: FromPort ?? -1, toPort: ToPort ?? -1 };
  return [
    ...IpRanges.map(({ CidrIp: source = '', Description: text }) => ({ source, text })),
    ...UserIdGroupPairs.map(({ GroupId: source = '', Description: text }) => ({ source, text })),
  ].map(({ source, text }) => ({
    ...port,
    source,
    ...(text !== undefined && { description: text }),
  }));
}

function isSame(one: IngressRule, other: IngressRule): boolean {
  return (
    one.protocol === other.protocol &&
    one.fromPort === other.fromPort &&
    one.toPort === other.toPort &&
    one.source === other.source
  );
}

function showRule({ protocol, fromPort, toPort, source, description }: IngressRule): IpPermission {
  const text = description === undefined ? {} : { Description: description };
  return {
    IpProtocol: protocol,
    FromPort: fromPort,
    ToPort: toPort,
    ...(source.startsWith('sg-')
      ? { UserIdGroupPairs: [{ GroupId: source, ...text }] }
      : { IpRanges: [{ CidrIp: source, ...text }] }),
  };
}
