import type {
  AssociateClientVpnTargetNetworkResult,
  CreateClientVpnEndpointResult,
} from '@aws-sdk/client-ec2';
import { properties } from '../property-table.ts';
import type { PropertyReader } from '../property-reader.ts';
import type { ApiPort, ApiTag } from './api-port.ts';
import type { CreateRequest, Providers } from './provider.ts';

/** Client VPN endpoints, what they lead to, and what clients may reach. */
export function clientVpnProviders(api: ApiPort): Providers {
  return {
    'AWS::EC2::ClientVpnEndpoint': {
      properties: {
        ...properties(
          'ClientCidrBlock ServerCertificateArn Description TransportProtocol VpnPort SplitTunnel VpcId SecurityGroupIds SelfServicePortal',
        ),
        AuthenticationOptions: [
          {
            Type: 'any',
            MutualAuthentication: properties('ClientRootCertificateChainArn'),
          },
        ],
        ConnectionLogOptions: properties('Enabled CloudwatchLogGroup CloudwatchLogStream'),
        TagSpecifications: [properties('ResourceType Tags')],
      },
      async create(request) {
        const { properties: given, location } = request;
        const log = given.reader('ConnectionLogOptions');
        const port = given.number('VpnPort');
        const splits = given.boolean('SplitTunnel');
        const { ClientVpnEndpointId: id = '' } = await api.call<CreateClientVpnEndpointResult>(
          location,
          'ec2',
          'CreateClientVpnEndpoint',
          {
            ...given.pick([
              'ClientCidrBlock',
              'ServerCertificateArn',
              'AuthenticationOptions',
              'Description',
              'TransportProtocol',
              'VpcId',
              'SecurityGroupIds',
              'SelfServicePortal',
            ]),
            ConnectionLogOptions: {
              Enabled: log?.boolean('Enabled') ?? false,
              ...log?.pick(['CloudwatchLogGroup', 'CloudwatchLogStream']),
            },
            ...(port === undefined ? {} : { VpnPort: port }),
            ...(splits === undefined ? {} : { SplitTunnel: splits }),
            TagSpecifications: [
              { ResourceType: 'client-vpn-endpoint', Tags: tagsOfEndpoint(request) },
            ],
          },
        );
        return { ref: id, attributes: { Id: id } };
      },
    },
    'AWS::EC2::ClientVpnTargetNetworkAssociation': {
      properties: properties('ClientVpnEndpointId SubnetId'),
      async create({ properties: given, location }) {
        const made = await api.call<AssociateClientVpnTargetNetworkResult>(
          location,
          'ec2',
          'AssociateClientVpnTargetNetwork',
          given.all(),
        );
        return { ref: made.AssociationId ?? '' };
      },
    },
    'AWS::EC2::ClientVpnAuthorizationRule': {
      properties: properties(
        'ClientVpnEndpointId TargetNetworkCidr AuthorizeAllGroups Description',
      ),
      async create({ properties: given, location, name }) {
        await api.call(location, 'ec2', 'AuthorizeClientVpnIngress', {
          ...given.all(),
          AuthorizeAllGroups: given.boolean('AuthorizeAllGroups') ?? false,
        });
        return { ref: name(32) };
      },
    },
  };
}

/** Its own, which stand in a property of their own, on top of the stack's. */
function tagsOfEndpoint({ properties: given, stackTags }: CreateRequest): ApiTag[] {
  const own = given
    .readers('TagSpecifications')
    .flatMap((specification: PropertyReader) => Object.entries(specification.tags()));
  const tags = { ...stackTags, ...Object.fromEntries(own) };
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
