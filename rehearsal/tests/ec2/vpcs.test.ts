import { beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '../../aws/network/client.ts';
import { Networks } from './vpc-scene.ts';

let networks: Networks;
beforeEach(() => {
  networks = new Networks();
});

describe('VPCs and subnets', () => {
  it.each([
    ['larger than /16', '10.80.0.0/15', 'InvalidVpc.Range'],
    ['smaller than /28', '10.80.0.0/29', 'InvalidVpc.Range'],
    ['without a length', '10.80.0.0', 'InvalidParameterValue'],
    ['of no address', '10.999.0.0/16', 'InvalidParameterValue'],
  ])('a VPC of a range %s is refused', async (_what, range, name) => {
    await expect(networks.vpc(range)).rejects.toMatchObject({ name });
  });

  it('a VPC that overlaps another one is refused as what the simulator cannot tell apart', async () => {
    await networks.vpc('10.80.0.0/16');

    await expect(networks.vpc('10.80.4.0/24')).rejects.toMatchObject({ name: 'NotSimulated' });
  });

  it.each([
    ['outside the VPC', '10.81.0.0/25', 'InvalidSubnet.Range'],
    ['larger than the VPC', '10.0.0.0/8', 'InvalidSubnet.Range'],
    ['smaller than /28', '10.80.0.0/29', 'InvalidSubnet.Range'],
    ['that another subnet has', '10.80.0.0/25', 'InvalidSubnet.Conflict'],
    ['that holds another subnet', '10.80.0.0/24', 'InvalidSubnet.Conflict'],
  ])('a subnet of a range %s is refused', async (_what, range, name) => {
    const vpc = await networks.vpc();
    await networks.subnet(vpc, '10.80.0.64/26');

    await expect(networks.subnet(vpc, range, 'b')).rejects.toMatchObject({ name });
  });

  it('a subnet is refused in a VPC that is not there and in a zone that is not there', async () => {
    await expect(networks.subnet('vpc-0')).rejects.toMatchObject({ name: 'InvalidVpcID.NotFound' });
    const vpc = await networks.vpc();
    await expect(networks.subnet(vpc, '10.80.0.0/25', 'x')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('a subnet gives out as many addresses as it has but five, each once', async () => {
    const { vpcs } = networks.exchange.scene.network;
    const subnet = vpcs.findSubnet(await networks.subnet(await networks.vpc(), '10.80.0.0/28'));
    if (subnet === undefined) throw new Error('no subnet');

    const taken = Array.from({ length: 11 }, () => vpcs.takeAddress(subnet));

    expect(new Set(taken).size).toBe(11);
    expect(() => vpcs.takeAddress(subnet)).toThrow('does not have enough free addresses');
  });
});

describe('gateways and routes', () => {
  it('an internet gateway is of one VPC, and a VPC has one', async () => {
    const vpc = await networks.vpc();
    const gateway = await networks.internetGateway(vpc);
    const refused = { name: 'Resource.AlreadyAssociated' };

    await expect(
      networks.call('AttachInternetGateway', { InternetGatewayId: gateway, VpcId: vpc }),
    ).rejects.toMatchObject(refused);
    await expect(networks.internetGateway(vpc)).rejects.toMatchObject(refused);
  });

  it('an address is of one NAT gateway', async () => {
    const subnet = await networks.subnet(await networks.vpc());
    const address = await networks.address();
    await networks.nat(subnet, address);

    await expect(networks.nat(subnet, address)).rejects.toMatchObject({
      name: 'Resource.AlreadyAssociated',
    });
  });

  const all = '0.0.0.0/0';

  it.each([
    ['twice to one destination', 'RouteAlreadyExists'],
    ['to a gateway of another VPC', 'InvalidParameterValue'],
    ['to a gateway that is attached to no VPC', 'InvalidParameterValue'],
    ['to a gateway that is not there', 'InvalidGatewayID.NotFound'],
    ['to nothing', 'MissingParameter'],
    ['to no destination', 'InvalidParameterValue'],
  ])('a route %s is refused', async (what, name) => {
    const vpc = await networks.vpc();
    const RouteTableId = await networks.routes(vpc);
    const gateway = await networks.internetGateway(vpc);
    const own = { RouteTableId, DestinationCidrBlock: all, GatewayId: gateway };
    const inputs: Readonly<Record<string, () => Promise<object>>> = {
      'twice to one destination': async () => {
        await networks.call('CreateRoute', own);
        return own;
      },
      'to a gateway of another VPC': async () => {
        const other = await networks.internetGateway(await networks.vpc('10.90.0.0/16'));
        return { ...own, GatewayId: other };
      },
      'to a gateway that is attached to no VPC': async () => ({
        ...own,
        GatewayId: await networks.internetGateway(),
      }),
      'to a gateway that is not there': async () => ({ ...own, GatewayId: 'igw-0' }),
      'to nothing': async () => ({ RouteTableId, DestinationCidrBlock: all }),
      'to no destination': async () => ({ ...own, DestinationCidrBlock: 'everywhere' }),
    };
    const input = await inputs[what]?.();

    await expect(networks.call('CreateRoute', input ?? {})).rejects.toMatchObject({ name });
  });

  it('a subnet has one route table, of its own VPC', async () => {
    const vpc = await networks.vpc();
    const SubnetId = await networks.subnet(vpc);
    const foreign = await networks.routes(await networks.vpc('10.90.0.0/16'));
    const associate = (RouteTableId: string): Promise<object> =>
      networks.call('AssociateRouteTable', { RouteTableId, SubnetId });

    await expect(associate(foreign)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await associate(await networks.routes(vpc));
    await expect(associate(await networks.routes(vpc))).rejects.toMatchObject({
      name: 'Resource.AlreadyAssociated',
    });
  });
});

describe('rules of egress', () => {
  const port = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 };
  const everything = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];

  /** Somebody with a group, and a server with another one that lets everybody of the VPC in. */
  async function neighbours() {
    const vpc = await networks.vpc();
    const subnetId = await networks.subnet(vpc);
    const [own, servers] = [await networks.group(vpc, 'own'), await networks.group(vpc, 'servers')];
    await networks.call('AuthorizeSecurityGroupIngress', {
      GroupId: servers,
      IpPermissions: [{ ...port, IpRanges: [{ CidrIp: '10.80.0.0/16' }] }],
    });
    const { network } = networks.exchange.scene;
    const address = '10.80.0.100';
    network.attach(address, {
      admits: (at, from) => network.securityGroups.admit([servers], at, from),
      securityGroupIds: () => [servers],
      listenerAt: () => ({ address: '127.0.0.1', port: 1 }),
    });
    const client = new Client(
      { network, zones: networks.exchange.zones },
      { subnetId, securityGroupIds: [own] },
    );
    return { own, servers, reach: () => network.reach(address, 5432, client.caller).kind };
  }

  it('a new group lets its holders out to everybody, until that is revoked', async () => {
    const { own, reach } = await neighbours();
    expect(reach()).toBe('open');

    const input = { GroupId: own, IpPermissions: everything };
    await networks.call('RevokeSecurityGroupEgress', input);

    expect(reach()).toBe('silent');
    await expect(networks.call('RevokeSecurityGroupEgress', input)).rejects.toMatchObject({
      name: 'InvalidPermission.NotFound',
    });
  });

  it('a group lets its holders out to the group that a rule names', async () => {
    const { own, servers, reach } = await neighbours();
    await networks.call('RevokeSecurityGroupEgress', { GroupId: own, IpPermissions: everything });

    await networks.call('AuthorizeSecurityGroupEgress', {
      GroupId: own,
      IpPermissions: [{ ...port, UserIdGroupPairs: [{ GroupId: servers }] }],
    });

    expect(reach()).toBe('open');
  });

  it.each(["the lab's group", 'ä', 'x'.repeat(256)])(
    'a group is refused with the description %s',
    async (description) => {
      const vpc = await networks.vpc();
      await expect(networks.group(vpc, 'odd', description)).rejects.toMatchObject({
        name: 'InvalidParameterValue',
      });
    },
  );
});

describe('endpoints of services of AWS', () => {
  it.each(['com.amazonaws.eu-west-1.everything', 'com.amazonaws.us-east-1.sqs'])(
    'an endpoint to %s is refused',
    async (ServiceName) => {
      const input = await endpoint({ ServiceName });
      await expect(networks.call('CreateVpcEndpoint', input)).rejects.toMatchObject({
        name: 'InvalidServiceName',
      });
    },
  );

  it('private names need a VPC that gives names out, and are of one endpoint each', async () => {
    const mute = await endpoint({}, false);
    await expect(networks.call('CreateVpcEndpoint', mute)).rejects.toThrow('enableDnsHostnames');

    networks = new Networks();
    const input = await endpoint();
    await networks.call('CreateVpcEndpoint', input);
    await expect(networks.call('CreateVpcEndpoint', input)).rejects.toThrow('conflicting DNS');
  });

  it('the name of S3 is for all resolvers, where there is no gateway endpoint', async () => {
    const s3 = await endpoint({ ServiceName: 'com.amazonaws.eu-west-1.s3' });
    await expect(networks.call('CreateVpcEndpoint', s3)).rejects.toThrow('Gateway endpoint');

    const DnsOptions = { PrivateDnsOnlyForInboundResolverEndpoint: false };
    await expect(networks.call('CreateVpcEndpoint', { ...s3, DnsOptions })).resolves.toBeDefined();
  });
});

/** What CreateVpcEndpoint takes, in a VPC that is made for it. */
async function endpoint(changes: object = {}, dns = true): Promise<object> {
  const vpc = await networks.vpc();
  const subnet = await networks.subnet(vpc);
  if (dns) {
    const hostnames = { VpcId: vpc, EnableDnsHostnames: { Value: true } };
    await networks.call('ModifyVpcAttribute', hostnames);
  }
  return {
    VpcEndpointType: 'Interface',
    VpcId: vpc,
    ServiceName: 'com.amazonaws.eu-west-1.sqs',
    SubnetIds: [subnet],
    PrivateDnsEnabled: true,
    ...changes,
  };
}
