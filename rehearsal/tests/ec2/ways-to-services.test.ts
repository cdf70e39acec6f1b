import { beforeEach, describe, expect, it } from '@jest/globals';
import { producer } from './scene.ts';
import { Networks } from './vpc-scene.ts';

let networks: Networks;
let at: { subnetId: string; securityGroupIds: string[] };
let vpc: string;
beforeEach(async () => {
  networks = new Networks();
  vpc = await networks.vpc();
  await networks.call('ModifyVpcAttribute', { VpcId: vpc, EnableDnsHostnames: { Value: true } });
  const subnetId = await networks.subnet(vpc);
  at = { subnetId, securityGroupIds: [await networks.group(vpc, 'clients')] };
});

const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };

function leads(service = 'secretsmanager'): boolean {
  return networks.exchange.ec2.leadsTo(service, at);
}

/** An endpoint whose group lets in whom a rule names, if any. */
async function endpoint(from?: string, privateNames = true): Promise<void> {
  const group = await networks.group(vpc, 'endpoints');
  if (from !== undefined) {
    await networks.call('AuthorizeSecurityGroupIngress', {
      GroupId: group,
      IpPermissions: [{ ...https, UserIdGroupPairs: [{ GroupId: from }] }],
    });
  }
  await networks.call('CreateVpcEndpoint', {
    VpcEndpointType: 'Interface',
    VpcId: vpc,
    ServiceName: 'com.amazonaws.eu-west-1.secretsmanager',
    SubnetIds: [at.subnetId],
    SecurityGroupIds: [group],
    PrivateDnsEnabled: privateNames,
  });
}

async function nat(): Promise<void> {
  const gateway = await networks.nat(at.subnetId, await networks.address());
  const RouteTableId = await networks.routes(vpc);
  const DestinationCidrBlock = '0.0.0.0/0';
  await networks.call('CreateRoute', { RouteTableId, DestinationCidrBlock, NatGatewayId: gateway });
  await networks.call('AssociateRouteTable', { RouteTableId, SubnetId: at.subnetId });
}

/** Takes the rule away that lets everything out. */
async function shutIn(): Promise<void> {
  await networks.call('RevokeSecurityGroupEgress', {
    GroupId: at.securityGroupIds[0],
    IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  });
}

describe('ways from a VPC to services of AWS', () => {
  it('a VPC that was made leads to no service', () => {
    expect(leads()).toBe(false);
  });

  it('a VPC that was given leads to all', () => {
    const [subnet] = networks.exchange.vpc(producer).subnets;

    expect(
      networks.exchange.ec2.leadsTo('sqs', { subnetId: subnet?.id ?? '', securityGroupIds: [] }),
    ).toBe(true);
  });

  it('an endpoint leads to its own service, for whom its group lets in', async () => {
    await endpoint(at.securityGroupIds[0]);

    expect(leads()).toBe(true);
    expect(leads('sqs')).toBe(false);
  });

  it('an endpoint whose group lets nobody in leads nowhere', async () => {
    await endpoint();

    expect(leads()).toBe(false);
  });

  it('an endpoint leads nowhere for whom their own group does not let out', async () => {
    await endpoint(at.securityGroupIds[0]);
    await shutIn();

    expect(leads()).toBe(false);
  });

  it('an endpoint without private names is not found by the name of the service', async () => {
    await endpoint(at.securityGroupIds[0], false);

    expect(leads()).toBe(false);
  });

  it('a NAT gateway leads to all, for whom their group lets out', async () => {
    await nat();
    expect(leads('sqs')).toBe(true);

    await shutIn();
    expect(leads('sqs')).toBe(false);
  });

  it('an endpoint is the only way to its service, whether or not there is a NAT gateway', async () => {
    await nat();
    await endpoint();

    expect(leads()).toBe(false);
  });
});
