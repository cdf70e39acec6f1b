import { describe, expect, it } from '@jest/globals';
import { VirtualNetwork } from '../../aws/network/virtual-network.ts';

const producer = { accountId: '111111111111', region: 'eu-west-1' };
const consumer = { accountId: '222222222222', region: 'eu-west-1' };
const server = { address: '127.0.0.1', port: 40_001 };

/** An interface in the default VPC of the producer, with a server on port 5432. */
function withServer() {
  const network = new VirtualNetwork();
  const [subnet] = network.vpcs.default(producer).subnets;
  if (!subnet) throw new Error('a default VPC has subnets');
  const address = network.vpcs.takeAddress(subnet);
  network.attach(address, {
    listenerAt: (port) => (port === 5432 ? server : undefined),
    admits: (_, from) => from.securityGroupIds.includes('sg-clients'),
  });
  const neighbour = {
    address: network.vpcs.takeAddress(subnet),
    securityGroupIds: ['sg-clients'],
  };
  return { network, address, neighbour, subnet };
}

describe('connections in the virtual network', () => {
  it('a connection reaches the server behind a private address and port', () => {
    const { network, address, neighbour } = withServer();
    expect(network.reach(address, 5432)).toEqual({ kind: 'open', at: server });
    expect(network.reach(address, 5432, neighbour)).toEqual({ kind: 'open', at: server });
  });

  it('a connection to a port without a listener is refused', () => {
    const { network, address } = withServer();
    expect(network.reach(address, 3306)).toEqual({ kind: 'refused' });
  });

  it('a connection gets no answer from a closed security group, and from an unused address', () => {
    const { network, address, neighbour } = withServer();
    const unrelated = { ...neighbour, securityGroupIds: [] };
    expect(network.reach(address, 5432, unrelated)).toEqual({ kind: 'silent' });
    network.detach(address);
    expect(network.reach(address, 5432)).toEqual({ kind: 'silent' });
  });

  it('a connection gets no answer from another VPC, and none leaves the machine', () => {
    const { network, address } = withServer();
    const [subnet] = network.vpcs.default(consumer).subnets;
    const unrelated = {
      address: network.vpcs.takeAddress(subnet ?? fail()),
      securityGroupIds: ['sg-clients'],
    };
    expect(network.reach(address, 5432, unrelated)).toEqual({ kind: 'silent' });
    expect(network.reach('192.0.2.1', 5432)).toEqual({ kind: 'unreachable' });
  });

  it('a connection goes to the first of several addresses that answers', () => {
    const { network, address, neighbour } = withServer();
    expect(network.find([neighbour.address, address], 5432)).toEqual(server);
    expect(network.find([neighbour.address], 5432)).toBeUndefined();
  });
});

describe('VPCs', () => {
  it('a VPC overlaps with no other, and gives each address once', () => {
    const { network, subnet, address } = withServer();
    const other = network.vpcs.default(consumer);
    expect(other.range).not.toBe(network.vpcs.default(producer).range);
    expect(network.vpcs.takeAddress(subnet)).not.toBe(address);
    expect(network.vpcs.subnetAt(address)).toEqual(subnet);
    expect(network.vpcs.vpcAt(address)?.location).toEqual(producer);
  });

  it('a VPC has ids in the form that templates accept', () => {
    const { network } = withServer();
    const { id, subnets, securityGroupId } = network.vpcs.default(producer);
    expect(id).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(securityGroupId).toMatch(/^sg-[0-9a-f]{17}$/);
    expect(subnets.map(({ zone }) => zone)).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
    expect(subnets.every((subnet) => /^subnet-[0-9a-f]{17}$/.test(subnet.id))).toBe(true);
  });
});

function fail(): never {
  throw new Error('there is no such subnet');
}
