import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  CreateVpcEndpointServiceConfigurationCommand,
  DeleteVpcEndpointsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointServiceConfigurationsCommand,
  DescribeVpcEndpointServicePermissionsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  ModifyVpcEndpointServicePermissionsCommand,
} from '@aws-sdk/client-ec2';
import { nobody } from './load-balancing.ts';
import { ask, kept } from './script.ts';
import type { Step } from './script.ts';

const ingress = {
  IpProtocol: 'tcp',
  FromPort: 5432,
  ToPort: 5432,
  IpRanges: [{ CidrIp: '10.0.0.0/8' }],
};

/** What CloudFormation asks of EC2 for the access and consumer stacks; no function does. */
export const privateNetworkSteps: readonly Step[] = [
  ask('EC2 DescribeVpcs', 'of a new account', async ({ source: { ec2 } }) => {
    const { Vpcs: vpcs } = await ec2.send(new DescribeVpcsCommand({}));
    return vpcs?.map(({ VpcId, CidrBlock, IsDefault, OwnerId, State }) => ({
      VpcId,
      CidrBlock,
      IsDefault,
      OwnerId,
      State,
    }));
  }),
  ask('EC2 DescribeVpcs', 'of nobody', ({ source: { ec2 } }) =>
    ec2.send(new DescribeVpcsCommand({ VpcIds: ['vpc-00000000000000000'] })),
  ),
  ask('EC2 DescribeSubnets', 'of a subnet', async ({ source: { ec2 } }, made) => {
    const { Subnets } = await ec2.send(
      new DescribeSubnetsCommand({ SubnetIds: [kept(made, 'subnet')] }),
    );
    return Subnets?.map(({ SubnetId, VpcId, AvailabilityZone, State }) => ({
      SubnetId,
      VpcId,
      AvailabilityZone,
      State,
    }));
  }),
  ask('EC2 DescribeSubnets', 'of nobody', ({ source: { ec2 } }) =>
    ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-00000000000000000'] })),
  ),
  ask('EC2 CreateSecurityGroup', 'in a VPC', async ({ source: { ec2 } }, made) => {
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'access',
        Description: 'access',
        VpcId: kept(made, 'VPC'),
      }),
    );
    made.set('security group', GroupId ?? '');
    return GroupId;
  }),
  ask('EC2 CreateSecurityGroup', 'under a name that is taken', ({ source: { ec2 } }, made) =>
    ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: 'access',
        Description: 'access',
        VpcId: kept(made, 'VPC'),
      }),
    ),
  ),
  ask('EC2 AuthorizeSecurityGroupIngress', 'of a range', async ({ source: { ec2 } }, made) => {
    const { Return } = await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: kept(made, 'security group'),
        IpPermissions: [ingress],
      }),
    );
    return Return;
  }),
  ask('EC2 AuthorizeSecurityGroupIngress', 'of the same again', ({ source: { ec2 } }, made) =>
    ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: kept(made, 'security group'),
        IpPermissions: [ingress],
      }),
    ),
  ),
  ask('EC2 DescribeSecurityGroups', 'of a group', async ({ source: { ec2 } }, made) => {
    const { SecurityGroups } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [kept(made, 'security group')] }),
    );
    return SecurityGroups;
  }),
  ask('EC2 DescribeSecurityGroups', 'of nobody', ({ source: { ec2 } }) =>
    ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-00000000000000000'] })),
  ),
  ask(
    'EC2 CreateVpcEndpointServiceConfiguration',
    'of a load balancer',
    async ({ source: { ec2 } }, made) => {
      const { ServiceConfiguration: service } = await ec2.send(
        new CreateVpcEndpointServiceConfigurationCommand({
          NetworkLoadBalancerArns: [kept(made, 'balancer')],
          AcceptanceRequired: false,
        }),
      );
      made.set('service', service?.ServiceId ?? '');
      made.set('service name', service?.ServiceName ?? '');
      return service;
    },
  ),
  ask('EC2 CreateVpcEndpointServiceConfiguration', 'of nobody', ({ source: { ec2 } }, made) =>
    ec2.send(
      new CreateVpcEndpointServiceConfigurationCommand({
        NetworkLoadBalancerArns: [nobody(made, 'balancer')],
      }),
    ),
  ),
  ask('EC2 DescribeVpcEndpointServiceConfigurations', 'of nobody', ({ source: { ec2 } }) =>
    ec2.send(
      new DescribeVpcEndpointServiceConfigurationsCommand({
        ServiceIds: ['vpce-svc-00000000000000000'],
      }),
    ),
  ),
  ask(
    'EC2 ModifyVpcEndpointServicePermissions',
    'to let an account in, twice',
    async ({ source: { ec2 } }, made) => {
      const ServiceId = kept(made, 'service');
      const AddAllowedPrincipals = ['arn:aws:iam::111111111111:root'];
      for (let time = 0; time < 2; time++) {
        await ec2.send(
          new ModifyVpcEndpointServicePermissionsCommand({ ServiceId, AddAllowedPrincipals }),
        );
      }
      const { AllowedPrincipals } = await ec2.send(
        new DescribeVpcEndpointServicePermissionsCommand({ ServiceId }),
      );
      return AllowedPrincipals?.map(({ Principal }) => Principal);
    },
  ),
  ask(
    'EC2 ModifyVpcEndpointServicePermissions',
    'of what is no principal',
    ({ source: { ec2 } }, made) =>
      ec2.send(
        new ModifyVpcEndpointServicePermissionsCommand({
          ServiceId: kept(made, 'service'),
          AddAllowedPrincipals: ['everybody'],
        }),
      ),
  ),
  ask('EC2 CreateVpcEndpoint', 'to a service', async ({ source: { ec2 } }, made) => {
    const { VpcEndpoint: endpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'Interface',
        VpcId: kept(made, 'VPC'),
        ServiceName: kept(made, 'service name'),
        SubnetIds: [kept(made, 'subnet')],
        SecurityGroupIds: [kept(made, 'security group')],
      }),
    );
    made.set('endpoint', endpoint?.VpcEndpointId ?? '');
    return {
      type: endpoint?.VpcEndpointType,
      state: endpoint?.State,
      service: endpoint?.ServiceName,
    };
  }),
  ask('EC2 CreateVpcEndpoint', 'to nobody', async ({ source: { ec2 } }, made) => {
    await ec2.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'Interface',
        VpcId: kept(made, 'VPC'),
        ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-00000000000000000',
        SubnetIds: [kept(made, 'subnet')],
      }),
    );
  }),
  ask('EC2 DescribeVpcEndpoints', 'of nobody', ({ source: { ec2 } }) =>
    ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: ['vpce-00000000000000000'] })),
  ),
  ask('EC2 DeleteVpcEndpoints', 'of an endpoint', async ({ source: { ec2 } }, made) => {
    const { Unsuccessful } = await ec2.send(
      new DeleteVpcEndpointsCommand({ VpcEndpointIds: [kept(made, 'endpoint')] }),
    );
    return Unsuccessful ?? [];
  }),
];
