import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { once } from 'node:events';
import {
  AcceptVpcEndpointConnectionsCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  CreateVpcEndpointServiceConfigurationCommand,
  DescribeVpcEndpointServiceConfigurationsCommand,
  EC2Client,
  ModifyVpcEndpointServicePermissionsCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Location } from '../../aws/contracts.ts';
import { observe } from '../../plays/scene/observe.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { clientSettings } from '../../plays/operator/client-settings.ts';
import { emptySimulator } from './deployed-simulator.ts';
import type { EmptySimulator } from './deployed-simulator.ts';

jest.setTimeout(120_000);

const producer = { accountId: '111111111111', region: 'eu-central-1' };
const consumer = { accountId: '222222222222', region: 'eu-central-1' };
const port = 5432;

let empty: EmptySimulator;
let simulator: Simulator;
const servers: Server[] = [];
const clients: { destroy(): void }[] = [];

beforeAll(async () => {
  empty = await emptySimulator();
  ({ simulator } = empty);
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  for (const server of servers) server.close();
  await empty.close();
});

/** Sends commands as the operator of an account, while time stands still. */
function operatorOf(location: Location) {
  const settings = clientSettings(simulator, location);
  const made = { ec2: new EC2Client(settings), elb: new ElasticLoadBalancingV2Client(settings) };
  clients.push(made.ec2, made.elb);
  const ec2: EC2Client['send'] = made.ec2.send.bind(made.ec2);
  const elb: ElasticLoadBalancingV2Client['send'] = made.elb.send.bind(made.elb);
  return { ec2, elb };
}

/** A database in the producer's VPC, which says its name to whoever connects. */
async function database(name: string, zone: number, securityGroupId: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(name);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const { network } = simulator;
  const subnet = network.vpcs.default(producer).subnets[zone];
  if (!subnet) throw new Error(`there is no zone ${zone}`);
  const address = network.vpcs.takeAddress(subnet);
  network.attach(address, {
    admits: (asked, from) => network.securityGroups.admit([securityGroupId], asked, from),
    listenerAt: (asked) => (asked === port ? at : undefined),
  });
  return address;
}

function pass(seconds: number): Promise<void> {
  return simulator.clock.run(simulator.clock.sleep(seconds * 1000));
}

/** Who answers a client of the consumer's account. */
async function greeting(host: string): Promise<string> {
  const [subnet] = simulator.network.vpcs.default(consumer).subnets;
  const reached = simulator.client({ subnetId: subnet?.id ?? '' }).reach(host, port);
  if (reached?.kind !== 'open') return reached?.kind ?? 'unknown';
  const socket = connect(reached.at.port, reached.at.address);
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return String(data);
}

// The steps of docs/access.md, "By hand", in its order.
it("the access stack's resources can be made by hand as documented, and moved after a failover", async () => {
  const { ec2, elb } = operatorOf(producer);
  const vpc = simulator.network.vpcs.default(producer);
  const two = vpc.subnets.slice(0, 2).map(({ id }) => id);
  const made = await observe(simulator, async () => {
    const { GroupId: databaseGroup = '' } = await ec2(
      new CreateSecurityGroupCommand({ GroupName: 'db', Description: 'db', VpcId: vpc.id }),
    );
    const { GroupId: balancerGroup = '' } = await ec2(
      new CreateSecurityGroupCommand({
        GroupName: 'orders-access',
        Description: 'Private access to orders',
        VpcId: vpc.id,
      }),
    );
    await ec2(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: databaseGroup,
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: port,
            ToPort: port,
            UserIdGroupPairs: [{ GroupId: balancerGroup }],
          },
        ],
      }),
    );
    const { LoadBalancers } = await elb(
      new CreateLoadBalancerCommand({
        Name: 'orders-access',
        Type: 'network',
        Scheme: 'internal',
        Subnets: two,
        SecurityGroups: [balancerGroup],
      }),
    );
    const balancer = LoadBalancers?.[0]?.LoadBalancerArn ?? '';
    await elb(
      new ModifyLoadBalancerAttributesCommand({
        LoadBalancerArn: balancer,
        Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
      }),
    );
    await elb(
      new SetSecurityGroupsCommand({
        LoadBalancerArn: balancer,
        SecurityGroups: [balancerGroup],
        EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
      }),
    );
    const { TargetGroups } = await elb(
      new CreateTargetGroupCommand({
        Name: 'orders-writer',
        TargetType: 'ip',
        Protocol: 'TCP',
        Port: port,
        VpcId: vpc.id,
        HealthCheckProtocol: 'TCP',
        HealthCheckIntervalSeconds: 5,
        HealthCheckTimeoutSeconds: 2,
        HealthyThresholdCount: 2,
        UnhealthyThresholdCount: 2,
      }),
    );
    const group = TargetGroups?.[0]?.TargetGroupArn ?? '';
    await elb(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: group,
        Attributes: [
          { Key: 'deregistration_delay.timeout_seconds', Value: '5' },
          { Key: 'deregistration_delay.connection_termination.enabled', Value: 'true' },
          { Key: 'target_health_state.unhealthy.connection_termination.enabled', Value: 'true' },
        ],
      }),
    );
    const first = await database('first', 0, databaseGroup);
    const second = await database('second', 1, databaseGroup);
    const Targets = [{ Id: first, Port: port }];
    await elb(new RegisterTargetsCommand({ TargetGroupArn: group, Targets }));
    await elb(
      new CreateListenerCommand({
        LoadBalancerArn: balancer,
        Protocol: 'TCP',
        Port: port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
      }),
    );
    return { balancer, group, first, second };
  });
  const states = async (): Promise<unknown[]> => {
    const { TargetHealthDescriptions: listed } = await observe(simulator, () =>
      elb(new DescribeTargetHealthCommand({ TargetGroupArn: made.group })),
    );
    return (listed ?? []).map(({ Target: one, TargetHealth: health }) => [one?.Id, health?.State]);
  };
  await pass(240);
  expect(await states()).toEqual([[made.first, 'healthy']]);

  const offered = await observe(simulator, async () => {
    const { ServiceConfiguration } = await ec2(
      new CreateVpcEndpointServiceConfigurationCommand({
        NetworkLoadBalancerArns: [made.balancer],
        AcceptanceRequired: true,
      }),
    );
    const id = ServiceConfiguration?.ServiceId ?? '';
    await ec2(
      new ModifyVpcEndpointServicePermissionsCommand({
        ServiceId: id,
        AddAllowedPrincipals: [`arn:aws:iam::${consumer.accountId}:root`],
      }),
    );
    const { ServiceConfigurations } = await ec2(
      new DescribeVpcEndpointServiceConfigurationsCommand({ ServiceIds: [id] }),
    );
    return { id, name: ServiceConfigurations?.[0]?.ServiceName };
  });
  const host = await observe(simulator, async () => {
    const theirs = operatorOf(consumer);
    const clientsVpc = simulator.network.vpcs.default(consumer);
    const { GroupId: endpointGroup = '' } = await theirs.ec2(
      new CreateSecurityGroupCommand({
        GroupName: 'endpoint',
        Description: 'endpoint',
        VpcId: clientsVpc.id,
      }),
    );
    await theirs.ec2(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: endpointGroup,
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: port,
            ToPort: port,
            IpRanges: [{ CidrIp: clientsVpc.range }],
          },
        ],
      }),
    );
    const { VpcEndpoint: endpoint } = await theirs.ec2(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'Interface',
        VpcId: clientsVpc.id,
        ServiceName: offered.name,
        SubnetIds: clientsVpc.subnets.slice(0, 2).map(({ id }) => id),
        SecurityGroupIds: [endpointGroup],
      }),
    );
    const name = endpoint?.DnsEntries?.[0]?.DnsName ?? '';
    expect(await greeting(name)).toBe('silent');
    await ec2(
      new AcceptVpcEndpointConnectionsCommand({
        ServiceId: offered.id,
        VpcEndpointIds: [endpoint?.VpcEndpointId ?? ''],
      }),
    );
    return name;
  });
  expect(await greeting(host)).toBe('first');

  const Targets = [{ Id: made.second, Port: port }];
  await observe(simulator, () =>
    elb(new RegisterTargetsCommand({ TargetGroupArn: made.group, Targets })),
  );
  await pass(240);
  await observe(simulator, () =>
    elb(
      new DeregisterTargetsCommand({
        TargetGroupArn: made.group,
        Targets: [{ Id: made.first, Port: port, AvailabilityZone: `${producer.region}a` }],
      }),
    ),
  );
  await pass(180);
  expect(await states()).toEqual([[made.second, 'healthy']]);
  expect(await greeting(host)).toBe('second');
  expect(simulator.defects).toEqual([]);
});
