import type {
  AllocateAddressResult,
  CreateClientVpnEndpointResult,
  CreateInternetGatewayResult,
  CreateNatGatewayResult,
  CreateRouteTableResult,
  CreateSecurityGroupResult,
  CreateSubnetResult,
  CreateVpcResult,
} from '@aws-sdk/client-ec2';
import { Exchange, producer } from './scene.ts';

/** Networks that calls make, in one place. */
export class Networks {
  readonly exchange = new Exchange();

  call<Output = object>(operation: string, input: object): Promise<Output> {
    return this.exchange.call<Output>(producer, operation, input);
  }

  async vpc(range = '10.80.0.0/16'): Promise<string> {
    const { Vpc: made } = await this.call<CreateVpcResult>('CreateVpc', { CidrBlock: range });
    return made?.VpcId ?? '';
  }

  async subnet(vpcId: string, range = '10.80.0.0/25', zone = 'a'): Promise<string> {
    const { Subnet: made } = await this.call<CreateSubnetResult>('CreateSubnet', {
      VpcId: vpcId,
      CidrBlock: range,
      AvailabilityZone: `${producer.region}${zone}`,
    });
    return made?.SubnetId ?? '';
  }

  async group(vpcId: string, name = 'group', description = 'a group'): Promise<string> {
    const { GroupId: id = '' } = await this.call<CreateSecurityGroupResult>('CreateSecurityGroup', {
      GroupName: name,
      Description: description,
      VpcId: vpcId,
    });
    return id;
  }

  async internetGateway(vpcId?: string): Promise<string> {
    const { InternetGateway: made } = await this.call<CreateInternetGatewayResult>(
      'CreateInternetGateway',
      {},
    );
    const id = made?.InternetGatewayId ?? '';
    if (vpcId !== undefined) {
      await this.call('AttachInternetGateway', { InternetGatewayId: id, VpcId: vpcId });
    }
    return id;
  }

  async address(): Promise<string> {
    const input = { Domain: 'vpc' };
    return (await this.call<AllocateAddressResult>('AllocateAddress', input)).AllocationId ?? '';
  }

  async nat(subnetId: string, addressId: string): Promise<string> {
    const { NatGateway: made } = await this.call<CreateNatGatewayResult>('CreateNatGateway', {
      SubnetId: subnetId,
      AllocationId: addressId,
    });
    return made?.NatGatewayId ?? '';
  }

  async routes(vpcId: string): Promise<string> {
    const input = { VpcId: vpcId };
    const made = await this.call<CreateRouteTableResult>('CreateRouteTable', input);
    return made.RouteTable?.RouteTableId ?? '';
  }

  async vpn(changes: object = {}): Promise<string> {
    const certificate = `arn:aws:acm:${producer.region}:111111111111:certificate/c-1`;
    const { ClientVpnEndpointId: id = '' } = await this.call<CreateClientVpnEndpointResult>(
      'CreateClientVpnEndpoint',
      {
        ClientCidrBlock: '172.28.0.0/22',
        ServerCertificateArn: certificate,
        AuthenticationOptions: [
          {
            Type: 'certificate-authentication',
            MutualAuthentication: { ClientRootCertificateChainArn: certificate },
          },
        ],
        ConnectionLogOptions: { Enabled: false },
        ...changes,
      },
    );
    return id;
  }
}
