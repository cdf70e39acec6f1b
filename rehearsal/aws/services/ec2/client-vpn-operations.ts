import type {
  AssociateClientVpnTargetNetworkRequest,
  AssociateClientVpnTargetNetworkResult,
  AuthorizeClientVpnIngressRequest,
  AuthorizeClientVpnIngressResult,
  ClientVpnEndpoint,
  CreateClientVpnEndpointRequest,
  CreateClientVpnEndpointResult,
  DescribeClientVpnAuthorizationRulesRequest,
  DescribeClientVpnAuthorizationRulesResult,
  DescribeClientVpnEndpointsRequest,
  DescribeClientVpnEndpointsResult,
} from '@aws-sdk/client-ec2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Call, Operation } from '../../contracts.ts';
import { overlap, readRange } from '../../network/ranges.ts';
import { operation } from '../typed-operation.ts';
import { readClientVpn } from './client-vpn-settings.ts';
import type { ClientVpn } from './client-vpn.ts';
import { findMade, findSubnet, findVpc, isIn, newId } from './state.ts';
import type { Ec2State } from './state.ts';
import { tagNew, tagsOf } from './tags.ts';

/**
 * Client VPN endpoints: nobody connects to them here, and what AWS would refuse is refused.
 * Source of rules: Client VPN Administrator Guide, "Rules and best practices"; of errors: EC2 API
 * Reference, "Error codes".
 */
export function clientVpnOperations(state: Ec2State): Record<string, Operation> {
  const find = (call: Call, action: string, id: string | undefined): ClientVpn => {
    const arn = arnIn(call.location, 'ec2', `client-vpn-endpoint/${id}`);
    call.authorize(`ec2:${action}`, arn);
    return findMade(state.clientVpns, call.location, id, {
      code: 'InvalidClientVpnEndpointId.NotFound',
      what: 'Client VPN endpoint',
    });
  };
  return {
    CreateClientVpnEndpoint: operation<
      CreateClientVpnEndpointRequest,
      CreateClientVpnEndpointResult
    >(
      [
        'ClientCidrBlock',
        'ServerCertificateArn',
        'AuthenticationOptions',
        'ConnectionLogOptions',
        'Description',
        'TransportProtocol',
        'VpnPort',
        'SplitTunnel',
        'VpcId',
        'SecurityGroupIds',
        'SelfServicePortal',
        'TagSpecifications',
      ],
      (input, call) => {
        const { location } = call;
        const id = newId(state, 'cvpn-endpoint');
        const arn = arnIn(location, 'ec2', `client-vpn-endpoint/${id}`);
        call.authorize('ec2:CreateClientVpnEndpoint', arn);
        const settings = readClientVpn(input, location);
        requireGroups(state, call, input);
        tagNew(state, call, input.TagSpecifications, { id, type: 'client-vpn-endpoint' });
        const { VpcId: vpcId, SecurityGroupIds: securityGroupIds = [] } = input;
        const made = { id, location, ...settings, vpcId, securityGroupIds };
        state.clientVpns.set(id, { ...made, associations: new Map(), authorized: [] });
        const DnsName = `*.${id}.prod.clientvpn.${location.region}.amazonaws.com`;
        return { ClientVpnEndpointId: id, Status: { Code: 'pending-associate' }, DnsName };
      },
    ),
    AssociateClientVpnTargetNetwork: operation<
      AssociateClientVpnTargetNetworkRequest,
      AssociateClientVpnTargetNetworkResult
    >(['ClientVpnEndpointId', 'SubnetId'], (input, call) => {
      const vpn = find(call, 'AssociateClientVpnTargetNetwork', input.ClientVpnEndpointId);
      const arn = arnIn(call.location, 'ec2', `subnet/${input.SubnetId}`);
      call.authorize('ec2:AssociateClientVpnTargetNetwork', arn);
      requireTarget(state, call, vpn, input.SubnetId);
      const id = newId(state, 'cvpn-assoc');
      vpn.associations.set(id, input.SubnetId ?? '');
      vpn.vpcId ??= state.network.vpcs.findSubnet(input.SubnetId ?? '')?.vpcId;
      return { AssociationId: id, Status: { Code: 'associated' } };
    }),
    AuthorizeClientVpnIngress: operation<
      AuthorizeClientVpnIngressRequest,
      AuthorizeClientVpnIngressResult
    >(
      ['ClientVpnEndpointId', 'TargetNetworkCidr', 'AuthorizeAllGroups', 'Description'],
      (input, call) => {
        const vpn = find(call, 'AuthorizeClientVpnIngress', input.ClientVpnEndpointId);
        // Source: the SDK's model. Groups come with Active Directory and SAML, which aren't simulated.
        if (input.AuthorizeAllGroups !== true) {
          throw new AwsError(
            'MissingParameter',
            'AuthorizeAllGroups must be set to true if AccessGroupId is not specified',
          );
        }
        const range = readRange(input.TargetNetworkCidr ?? '')?.range;
        if (range === undefined) {
          throw new AwsError(
            'InvalidParameterValue',
            `The CIDR '${input.TargetNetworkCidr}' is invalid.`,
          );
        }
        if (vpn.authorized.includes(range)) {
          throw new AwsError(
            'InvalidClientVpnDuplicateAuthorizationRule',
            `The authorization rule for ${range} already exists`,
          );
        }
        vpn.authorized.push(range);
        return { Status: { Code: 'active' } };
      },
    ),
    DescribeClientVpnEndpoints: operation<
      DescribeClientVpnEndpointsRequest,
      DescribeClientVpnEndpointsResult
    >([], (_input, call) => {
      call.authorize('ec2:DescribeClientVpnEndpoints', '*');
      const found = [...state.clientVpns.values()];
      return {
        ClientVpnEndpoints: found
          .filter((one) => isIn(one.location, call.location))
          .map((one) => describe(state, one)),
      };
    }),
    DescribeClientVpnAuthorizationRules: operation<
      DescribeClientVpnAuthorizationRulesRequest,
      DescribeClientVpnAuthorizationRulesResult
    >(['ClientVpnEndpointId'], (input, call) => {
      const vpn = find(call, 'DescribeClientVpnAuthorizationRules', input.ClientVpnEndpointId);
      return {
        AuthorizationRules: vpn.authorized.map((range) => ({
          ClientVpnEndpointId: vpn.id,
          DestinationCidr: range,
          AccessAll: true,
          Status: { Code: 'active' },
        })),
      };
    }),
  };
}

/** @throws AwsError for groups without their VPC, or of another one */
function requireGroups(state: Ec2State, call: Call, input: CreateClientVpnEndpointRequest): void {
  const { SecurityGroupIds: groups = [], VpcId: vpcId } = input;
  if (vpcId !== undefined) findVpc(state, call.location, vpcId);
  const foreign = groups.find(
    (group) => state.network.securityGroups.find(group)?.vpcId !== vpcId || vpcId === undefined,
  );
  if (foreign === undefined) return;
  throw new AwsError('InvalidGroup.NotFound', `The security group '${foreign}' does not exist`);
}

/** A subnet that the endpoint can be associated with. */
function requireTarget(
  state: Ec2State,
  call: Call,
  vpn: ClientVpn,
  subnetId: string | undefined,
): void {
  const { vpcs } = state.network;
  const subnet = findSubnet(state, call.location, subnetId);
  if (vpn.vpcId !== undefined && vpn.vpcId !== subnet.vpcId) {
    throw new AwsError(
      'InvalidClientVpnSubnetId.NotFound',
      `The subnet ${subnet.id} can't be found in ${vpn.vpcId}, with which ${vpn.id} is associated`,
    );
  }
  const zones = [...vpn.associations.values()].map((id) => vpcs.findSubnet(id)?.zone);
  if (zones.includes(subnet.zone)) {
    throw new AwsError(
      'InvalidClientVpnSubnetId.DuplicateAz',
      `A subnet of ${subnet.zone} is already associated with ${vpn.id}`,
    );
  }
  const vpc = findVpc(state, call.location, subnet.vpcId);
  if (overlap(vpc.range, vpn.clientRange)) {
    throw new AwsError(
      'InvalidClientVpnSubnetId.OverlappingCidr',
      `The range of the VPC, ${vpc.range}, overlaps the client range ${vpn.clientRange}`,
    );
  }
}

function describe(state: Ec2State, vpn: ClientVpn): ClientVpnEndpoint {
  return {
    ClientVpnEndpointId: vpn.id,
    Status: { Code: vpn.associations.size > 0 ? 'available' : 'pending-associate' },
    ClientCidrBlock: vpn.clientRange,
    ServerCertificateArn: vpn.serverCertificateArn,
    AuthenticationOptions: [
      {
        Type: 'certificate-authentication',
        MutualAuthentication: { ClientRootCertificateChain: vpn.rootCertificateArn },
      },
    ],
    ConnectionLogOptions: {
      Enabled: vpn.log !== undefined,
      ...(vpn.log && { CloudwatchLogGroup: vpn.log.group, CloudwatchLogStream: vpn.log.stream }),
    },
    TransportProtocol: vpn.protocol === 'tcp' ? 'tcp' : 'udp',
    VpnPort: vpn.port,
    SplitTunnel: vpn.splitTunnel,
    VpcId: vpn.vpcId,
    SecurityGroupIds: [...vpn.securityGroupIds],
    ...tagsOf(state, vpn.id),
  };
}
