import { beforeEach, describe, expect, it } from '@jest/globals';
import { consumer, elsewhere, Exchange, producer } from './scene.ts';

let exchange: Exchange;
beforeEach(() => {
  exchange = new Exchange();
});

const account = 'arn:aws:iam::222222222222:root';

/** A service that the consumer's account may use, and whose load balancer lets every endpoint in. */
async function offered(settings: Parameters<Exchange['service']>[1] = {}) {
  const { arn, group } = await exchange.balancer();
  await exchange.scene.call('SetSecurityGroups', {
    LoadBalancerArn: arn,
    SecurityGroups: [group],
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
  });
  const service = await exchange.service(arn, settings);
  await exchange.permit(service.id, account);
  return { ...service, arn, group };
}

describe('VPC endpoints', () => {
  it('a VPC endpoint leads a client of another account to the listener', async () => {
    const service = await offered();
    const { host, state } = await exchange.endpoint(consumer, service.name);
    expect(state).toBe('Available');
    expect(host).toMatch(/^vpce-[0-9a-f]{17}-[0-9a-f]{8}\.vpce-svc-.*\.eu-west-1\.vpce\.amaz/);
    expect(exchange.reach(consumer, host)).toBe('open');
    expect(exchange.client(consumer).reach(host, 3306)?.kind).toBe('silent');
  });

  it('a VPC endpoint is refused to an account that the service does not allow', async () => {
    const { name } = await offered();
    const unrelated = { accountId: '333333333333', region: consumer.region };
    await expect(exchange.endpoint(unrelated, name)).rejects.toMatchObject({
      name: 'InvalidServiceName',
    });
  });

  it.each([
    ['its account', account],
    ['its role', 'arn:aws:iam::222222222222:role/Operator'],
    ['everybody', '*'],
  ])('a VPC endpoint is made when the service allows %s', async (_, principal) => {
    const { id, name } = await exchange.service((await exchange.balancer()).arn);
    await exchange.permit(id, principal);
    await expect(exchange.endpoint(consumer, name)).resolves.toMatchObject({ state: 'Available' });
  });

  it('a VPC endpoint waits for acceptance when the service requires it, and can be rejected', async () => {
    const service = await offered({ AcceptanceRequired: true });
    const { id, host, state } = await exchange.endpoint(consumer, service.name);
    expect(state).toBe('PendingAcceptance');
    expect(exchange.reach(consumer, host)).toBe('silent');
    await exchange.call(producer, 'AcceptVpcEndpointConnections', {
      ServiceId: service.id,
      VpcEndpointIds: [id],
    });
    expect(exchange.reach(consumer, host)).toBe('open');
    await exchange.call(producer, 'RejectVpcEndpointConnections', {
      ServiceId: service.id,
      VpcEndpointIds: [id],
    });
    expect(exchange.reach(consumer, host)).toBe('silent');
  });

  it('a VPC endpoint is refused in zones where the load balancer has no subnet', async () => {
    const { name } = await offered();
    await expect(exchange.endpoint(consumer, name, { zones: 3 })).rejects.toMatchObject({
      name: 'InvalidParameter',
      message: expect.stringContaining('does not support the availability zone of the subnet'),
    });
  });

  it('a VPC endpoint in another Region needs the service to list it and to be given by Region', async () => {
    const { name } = await offered({ SupportedRegions: [elsewhere.region] });
    const far = { ServiceRegion: producer.region };
    await expect(exchange.endpoint(elsewhere, name)).rejects.toMatchObject({
      name: 'InvalidServiceName',
    });
    const { host } = await exchange.endpoint(elsewhere, name, far);
    expect(exchange.reach(elsewhere, host)).toBe('open');
    const unnamed = { accountId: consumer.accountId, region: 'eu-north-1' };
    await expect(exchange.endpoint(unnamed, name, far)).rejects.toMatchObject({
      name: 'InvalidServiceName',
    });
  });

  it('a VPC endpoint lets in the clients that its security group allows', async () => {
    const { name } = await offered();
    const closed = await exchange.group(consumer, 'closed');
    const { host } = await exchange.endpoint(consumer, name, { SecurityGroupIds: [closed] });
    expect(exchange.reach(consumer, host)).toBe('silent');
    await exchange.allow(consumer, closed, exchange.vpc(consumer).range);
    expect(exchange.reach(consumer, host)).toBe('open');
  });
});

describe('a load balancer that enforces its security groups on PrivateLink', () => {
  it('an enforcing load balancer does not answer addresses that its security groups exclude', async () => {
    const { arn, group } = await exchange.balancer();
    const { id, name } = await exchange.service(arn);
    await exchange.permit(id, account);
    const { host } = await exchange.endpoint(consumer, name);
    expect(exchange.reach(consumer, host)).toBe('silent');
    await exchange.allow(producer, group, exchange.vpc(consumer).range);
    expect(exchange.reach(consumer, host)).toBe('open');
  });
});

describe('principals of an endpoint service', () => {
  it.each(['somebody', 'arn:aws:s3:::bucket', 'arn:aws:iam::2:root'])(
    'an endpoint service refuses the principal %s',
    async (principal) => {
      const { id } = await exchange.service((await exchange.balancer()).arn);
      await expect(exchange.permit(id, principal)).rejects.toMatchObject({
        name: 'InvalidPrincipal',
        message: expect.stringContaining(principal),
      });
      expect(
        await exchange.call(producer, 'DescribeVpcEndpointServicePermissions', { ServiceId: id }),
      ).toEqual({ AllowedPrincipals: [] });
    },
  );
});

describe('endpoint services', () => {
  it('an endpoint service has its own DNS name', async () => {
    const { id } = await exchange.service((await exchange.balancer()).arn);
    const described = await exchange.call(producer, 'DescribeVpcEndpointServiceConfigurations', {
      ServiceIds: [id],
    });
    expect(described).toMatchObject({
      ServiceConfigurations: [
        {
          BaseEndpointDnsNames: [`${id}.${producer.region}.vpce.amazonaws.com`],
          ManagesVpcEndpoints: false,
        },
      ],
    });
  });

  it('an endpoint service takes a load balancer of its account, which takes one service only', async () => {
    const { arn } = await exchange.balancer();
    await exchange.service(arn);
    await expect(exchange.service(arn)).rejects.toMatchObject({ name: 'InvalidParameter' });
    await expect(exchange.service(`${arn}0`)).rejects.toMatchObject({ name: 'InvalidParameter' });
  });
});

describe('security groups', () => {
  it('a security group takes the same rule only once', async () => {
    const group = await exchange.group(producer, 'database');
    await exchange.allow(producer, group, '10.0.0.0/16');
    await expect(exchange.allow(producer, group, '10.0.0.0/16')).rejects.toMatchObject({
      name: 'InvalidPermission.Duplicate',
    });
  });

  it('a security group of one account is unknown in another', async () => {
    const group = await exchange.group(producer, 'database');
    await expect(exchange.allow(consumer, group, '10.0.0.0/16')).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
    });
  });

  it('a security group lets in members of another group that it allows', async () => {
    const { network } = exchange.scene;
    const [balancer, database] = [
      await exchange.group(producer, 'balancer'),
      await exchange.group(producer, 'database'),
    ];
    await exchange.allow(producer, database, balancer);
    expect(network.securityGroups.admit([database], 5432, member(balancer))).toBe(true);
    expect(network.securityGroups.admit([database], 5432, member(database))).toBe(false);
    expect(network.securityGroups.admit([database], 3306, member(balancer))).toBe(false);
  });
});

function member(securityGroupId: string) {
  return { address: '10.0.0.77', securityGroupIds: [securityGroupId] };
}
