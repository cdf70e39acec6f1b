import { beforeEach, describe, expect, it } from '@jest/globals';
import { Networks } from './vpc-scene.ts';

let networks: Networks;
beforeEach(() => {
  networks = new Networks();
});

function associate(vpn: string, subnet: string): Promise<object> {
  return networks.call('AssociateClientVpnTargetNetwork', {
    ClientVpnEndpointId: vpn,
    SubnetId: subnet,
  });
}

describe('Client VPN endpoints', () => {
  it.each([
    ['a client range of /11', { ClientCidrBlock: '172.0.0.0/11' }, 'InvalidParameterValue'],
    ['a client range of /23', { ClientCidrBlock: '172.28.0.0/23' }, 'InvalidParameterValue'],
    ['no client range', { ClientCidrBlock: undefined }, 'InvalidParameterValue'],
    ['the port 433', { VpnPort: 433 }, 'InvalidParameterValue'],
    [
      'a certificate of another Region',
      { ServerCertificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/c-1' },
      'InvalidParameterValue',
    ],
    ['no server certificate', { ServerCertificateArn: undefined }, 'MissingParameter'],
    [
      'no certificate of the clients',
      { AuthenticationOptions: [{ Type: 'certificate-authentication' }] },
      'MissingParameter',
    ],
    ['no authentication', { AuthenticationOptions: [] }, 'MissingParameter'],
    ['a log of no group', { ConnectionLogOptions: { Enabled: true } }, 'MissingParameter'],
    ['groups without a VPC', { SecurityGroupIds: ['sg-0'] }, 'InvalidGroup.NotFound'],
  ])('a Client VPN with %s is refused', async (_what, changes, name) => {
    await expect(networks.vpn(changes)).rejects.toMatchObject({ name });
  });

  it.each([
    ['within the VPC', '10.80.4.0/22'],
    ['around the VPC', '10.80.0.0/12'],
  ])('a client range %s is refused when the VPN is associated with it', async (_what, range) => {
    const subnet = await networks.subnet(await networks.vpc());
    const vpn = await networks.vpn({ ClientCidrBlock: range });

    await expect(associate(vpn, subnet)).rejects.toMatchObject({
      name: 'InvalidClientVpnSubnetId.OverlappingCidr',
    });
  });

  it('a Client VPN is associated with a subnet of a zone, of its own VPC', async () => {
    const vpc = await networks.vpc();
    const vpn = await networks.vpn({ VpcId: vpc });
    const foreign = await networks.subnet(await networks.vpc('10.90.0.0/16'), '10.90.0.0/25');

    await expect(associate(vpn, foreign)).rejects.toMatchObject({
      name: 'InvalidClientVpnSubnetId.NotFound',
    });
    await associate(vpn, await networks.subnet(vpc));
    await associate(vpn, await networks.subnet(vpc, '10.80.0.128/25', 'b'));
    await expect(
      associate(vpn, await networks.subnet(vpc, '10.80.1.0/25', 'a')),
    ).rejects.toMatchObject({ name: 'InvalidClientVpnSubnetId.DuplicateAz' });
  });

  it('a range is authorized once, for all clients', async () => {
    const rule = { ClientVpnEndpointId: await networks.vpn(), TargetNetworkCidr: '10.80.0.0/16' };

    await expect(networks.call('AuthorizeClientVpnIngress', rule)).rejects.toMatchObject({
      name: 'MissingParameter',
    });
    const forAll = { ...rule, AuthorizeAllGroups: true };
    await networks.call('AuthorizeClientVpnIngress', forAll);
    await expect(networks.call('AuthorizeClientVpnIngress', forAll)).rejects.toMatchObject({
      name: 'InvalidClientVpnDuplicateAuthorizationRule',
    });
  });

  it('an endpoint that is not there is refused by name', async () => {
    await expect(associate('cvpn-endpoint-0', 'subnet-0')).rejects.toMatchObject({
      name: 'InvalidClientVpnEndpointId.NotFound',
    });
  });
});
