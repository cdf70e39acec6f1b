import type {
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupEgressResult,
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  IpPermission,
  RevokeSecurityGroupEgressRequest,
  RevokeSecurityGroupEgressResult,
} from '@aws-sdk/client-ec2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Call, Operation } from '../../contracts.ts';
import { everythingOut } from '../../network/security-groups.ts';
import type { GroupRule, SecurityGroup } from '../../network/security-groups.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { findVpc, newId } from './state.ts';
import type { Ec2State } from './state.ts';
import { tagNew, tagsOf } from './tags.ts';

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
      ['GroupName', 'Description', 'VpcId', 'TagSpecifications'],
      (input, call) => {
        const id = newId(state, 'sg');
        const { location } = call;
        call.authorize('ec2:CreateSecurityGroup', arnIn(location, 'ec2', `security-group/${id}`));
        call.authorize('ec2:CreateSecurityGroup', arnIn(location, 'ec2', `vpc/${input.VpcId}`));
        const vpc = findVpc(state, location, input.VpcId);
        const name = input.GroupName ?? '';
        requireDescription(input.Description ?? '');
        if (securityGroups.all().some((one) => one.vpcId === vpc.id && one.name === name)) {
          throw new AwsError(
            'InvalidGroup.Duplicate',
            `The security group '${name}' already exists for VPC '${vpc.id}'`,
          );
        }
        tagNew(state, call, input.TagSpecifications, { id, type: 'security-group' });
        securityGroups.add({
          id,
          name,
          description: input.Description ?? '',
          vpcId: vpc.id,
          accountId: location.accountId,
          ingress: [],
          egress: [everythingOut],
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
      addRules(find(call, input.GroupId).ingress, input.IpPermissions);
      return { Return: true };
    }),
    AuthorizeSecurityGroupEgress: operation<
      AuthorizeSecurityGroupEgressRequest,
      AuthorizeSecurityGroupEgressResult
    >(['GroupId', 'IpPermissions'], (input, call) => {
      const arn = arnIn(call.location, 'ec2', `security-group/${input.GroupId}`);
      call.authorize('ec2:AuthorizeSecurityGroupEgress', arn);
      addRules(find(call, input.GroupId).egress, input.IpPermissions);
      return { Return: true };
    }),
    RevokeSecurityGroupEgress: operation<
      RevokeSecurityGroupEgressRequest,
      RevokeSecurityGroupEgressResult
    >(['GroupId', 'IpPermissions'], (input, call) => {
      const arn = arnIn(call.location, 'ec2', `security-group/${input.GroupId}`);
      call.authorize('ec2:RevokeSecurityGroupEgress', arn);
      const { egress } = find(call, input.GroupId);
      for (const rule of (input.IpPermissions ?? []).flatMap(readRules)) {
        const index = egress.findIndex((other) => isSame(rule, other));
        if (index < 0) {
          throw new AwsError(
            'InvalidPermission.NotFound',
            'The specified rule does not exist in this security group.',
          );
        }
        egress.splice(index, 1);
      }
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
          SecurityGroups: found.map(({ id, name, description, vpcId, accountId, ...rules }) => ({
            GroupId: id,
            GroupName: name,
            Description: description,
            VpcId: vpcId,
            OwnerId: accountId,
            IpPermissions: rules.ingress.map(showRule),
            IpPermissionsEgress: rules.egress.map(showRule),
            ...tagsOf(state, id),
          })),
        };
      },
    ),
  };
}

/** Of a group or a rule. Source: EC2 API Reference, CreateSecurityGroup, GroupDescription. */
function requireDescription(text: string): void {
  if (/^[A-Za-z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/.test(text)) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Invalid security group description. Valid descriptions are strings less than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*. Found: ${text}`,
  );
}

/** @throws AwsError `InvalidPermission.Duplicate` */
function addRules(rules: GroupRule[], permissions: readonly IpPermission[] = []): void {
  const read = permissions.flatMap(readRules);
  for (const { description = '' } of read) requireDescription(description);
  const twice = read.find((rule) => rules.some((other) => isSame(rule, other)));
  if (twice !== undefined) {
    throw new AwsError(
      'InvalidPermission.Duplicate',
      `the specified rule "peer: ${twice.peer}, ${twice.protocol.toUpperCase()}, from port: ` +
        `${twice.fromPort}, to port: ${twice.toPort}, ALLOW" already exists`,
    );
  }
  rules.push(...read);
}

function readRules(permission: IpPermission): GroupRule[] {
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
    ...IpRanges.map(({ CidrIp: peer = '', Description: text }) => ({ peer, text })),
    ...UserIdGroupPairs.map(({ GroupId: peer = '', Description: text }) => ({ peer, text })),
  ].map(({ peer, text }) => ({
    ...port,
    peer,
    ...(text !== undefined && { description: text }),
  }));
}

function isSame(one: GroupRule, other: GroupRule): boolean {
  return (
    one.protocol === other.protocol &&
    one.fromPort === other.fromPort &&
    one.toPort === other.toPort &&
    one.peer === other.peer
  );
}

function showRule({ protocol, fromPort, toPort, peer, description }: GroupRule): IpPermission {
  const text = description === undefined ? {} : { Description: description };
  return {
    IpProtocol: protocol,
    FromPort: fromPort,
    ToPort: toPort,
    ...(peer.startsWith('sg-')
      ? { UserIdGroupPairs: [{ GroupId: peer, ...text }] }
      : { IpRanges: [{ CidrIp: peer, ...text }] }),
  };
}
