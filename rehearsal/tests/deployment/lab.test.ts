import type {
  DescribeClientVpnAuthorizationRulesResult,
  DescribeClientVpnEndpointsResult,
  DescribeRouteTablesResult,
  DescribeSubnetsResult,
  DescribeVpcEndpointsResult,
} from '@aws-sdk/client-ec2';
import type {
  DBClusterMessage,
  DBClusterParameterGroupDetails,
  DBInstanceMessage,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeployedLab, emptySimulator, labPlace, vpnParameters } from './deployed-lab.ts';
import { everyPart, peersOf, reversed } from './lab-parts.ts';

const shapes = [
  ['alone', { Proxy: 'no' }],
  ['with a proxy', {}],
  ['with NAT', { Proxy: 'no', PublicSubnet: 'yes' }],
  ['with all of it', { PublicSubnet: 'yes', ...vpnParameters }],
  ['without a reader', { Proxy: 'no', Readers: 'no' }],
  ['with a VPN', { Proxy: 'no', ...vpnParameters }],
  ['that pauses', { Proxy: 'no', MinCapacity: '0', ProbeSchedule: 'DISABLED' }],
  ['of MySQL', { Proxy: 'no', Engine: 'aurora-mysql' }],
] as const satisfies readonly (readonly [string, Readonly<Record<string, string>>])[];

describe.each(shapes)('the lab %s', (_shape, parameters) => {
  let lab: DeployedLab;
  let settings: Readonly<Record<string, string | undefined>>;
  beforeAll(async () => {
    lab = await DeployedLab.deploy(parameters);
    settings = parameters;
  });
  afterAll(() => lab.close());

  it('nothing of the lab is public', async () => {
    const { DBInstances: instances } = await lab.ask<DBInstanceMessage>(
      'rds',
      'DescribeDBInstances',
    );
    const { Subnets: subnets } = await lab.ask<DescribeSubnetsResult>('ec2', 'DescribeSubnets');

    expect(instances).toHaveLength(settings['Readers'] === 'no' ? 1 : 2);
    expect(instances?.map((one) => one.DBInstanceStatus)).not.toContain('creating');
    expect(instances?.map((one) => one.PubliclyAccessible)).not.toContain(true);
    expect(subnets?.map((one) => one.MapPublicIpOnLaunch)).not.toContain(true);
  });

  it('the private subnets are of two zones, and have no way to the internet but NAT', async () => {
    const ids = lab.output('PrivateSubnetIds').split(',');
    const { Subnets: subnets } = await lab.ask<DescribeSubnetsResult>('ec2', 'DescribeSubnets', {
      SubnetIds: ids,
    });
    const { RouteTables: tables = [] } = await lab.ask<DescribeRouteTablesResult>(
      'ec2',
      'DescribeRouteTables',
    );
    const ways = tables
      .filter((table) => table.Associations?.some((one) => ids.includes(one.SubnetId ?? '')))
      .flatMap(({ Routes: routes = [] }) => routes)
      .map((route) => route.NatGatewayId?.slice(0, 4) ?? route.GatewayId);

    expect(subnets?.map((one) => one.AvailabilityZone)).toEqual(['eu-central-1a', 'eu-central-1b']);
    expect(subnets?.map((one) => one.CidrBlock)).toEqual(['10.80.0.0/25', '10.80.0.128/25']);
    expect(ways).toEqual(settings['PublicSubnet'] === 'yes' ? ['local', 'nat-'] : ['local']);
  });

  it('the security groups name each other and nothing wider', async () => {
    const open = await peersOf(lab);

    expect(open.filter(({ peer }) => !peer.startsWith('sg-'))).toEqual(
      settings['PublicSubnet'] === 'yes'
        ? [
            {
              group: lab.output('ClientsSecurityGroupId'),
              peer: '0.0.0.0/0',
              port: 443,
              way: 'out',
            },
          ]
        : [],
    );
    // Whatever one is let out to lets it in.
    expect(open.filter(({ way }) => way === 'out').map(reversed)).toEqual(
      expect.arrayContaining(open.filter(({ way }) => way === 'in')),
    );
  });

  it('every resource that takes tags has those of the lab', async () => {
    const tags = expect.arrayContaining([
      { Key: 'understudy:stack', Value: 'understudy-lab' },
      { Key: 'understudy:part', Value: 'lab' },
    ]);
    const own = new Set(Object.values(lab.stack.resources).map(({ physicalId }) => physicalId));
    const { DBClusters: clusters } = await lab.ask<DBClusterMessage>('rds', 'DescribeDBClusters');
    const { DBInstances: instances } = await lab.ask<DBInstanceMessage>(
      'rds',
      'DescribeDBInstances',
    );
    const described = await everyPart(lab);
    const parts = described.filter(({ id }) => own.has(id));

    expect(parts.length).toBeGreaterThanOrEqual(7);
    for (const { Tags } of parts) expect(Tags).toEqual(tags);
    for (const { TagList } of [...(clusters ?? []), ...(instances ?? [])]) {
      expect(TagList).toEqual(tags);
    }
  });

  it('the cluster signs in by IAM, has the Data API, encrypted storage and a managed password', async () => {
    const { DBClusters: [cluster] = [] } = await lab.ask<DBClusterMessage>(
      'rds',
      'DescribeDBClusters',
      { DBClusterIdentifier: lab.output('ClusterIdentifier') },
    );

    expect(cluster).toMatchObject({
      DatabaseName: 'lab',
      IAMDatabaseAuthenticationEnabled: true,
      HttpEndpointEnabled: true,
      StorageEncrypted: true,
      DeletionProtection: false,
      MasterUserSecret: { SecretArn: lab.output('MasterSecretArn') },
      VpcSecurityGroups: [{ VpcSecurityGroupId: lab.output('DatabaseSecurityGroupId') }],
      ServerlessV2ScalingConfiguration:
        settings['MinCapacity'] === '0'
          ? { MinCapacity: 0, MaxCapacity: 2, SecondsUntilAutoPause: 300 }
          : { MinCapacity: 0.5, MaxCapacity: 2 },
    });
    expect(cluster?.EnabledCloudwatchLogsExports?.toSorted()).toEqual(
      settings['Engine'] === 'aurora-mysql'
        ? ['audit', 'error', 'iam-db-auth-error', 'slowquery']
        : ['iam-db-auth-error', 'postgresql'],
    );
  });

  it('the cluster requires TLS by a parameter that somebody has set', async () => {
    const { Parameters: parametersSet } = await lab.ask<DBClusterParameterGroupDetails>(
      'rds',
      'DescribeDBClusterParameters',
      { DBClusterParameterGroupName: lab.id('Database/Parameters'), Source: 'user' },
    );

    expect(parametersSet).toContainEqual({
      ...(settings['Engine'] === 'aurora-mysql'
        ? { ParameterName: 'require_secure_transport', ParameterValue: 'ON' }
        : { ParameterName: 'rds.force_ssl', ParameterValue: '1' }),
      Source: 'user',
    });
  });

  it('the functions reach the database, and whoever is not among them does not', () => {
    const [subnetId = ''] = lab.output('PrivateSubnetIds').split(',');
    const port = settings['Engine'] === 'aurora-mysql' ? 3306 : 5432;
    const reached = (groups: readonly string[]) =>
      lab.simulator
        .client({ subnetId, securityGroupIds: groups })
        .reach(lab.output('ClusterEndpoint'), port)?.kind;

    expect(reached([lab.output('ClientsSecurityGroupId')])).toBe('open');
    expect(reached([lab.output('DatabaseSecurityGroupId')])).toBe('silent');
    expect(reached([])).toBe('silent');
  });

  it('the database is prepared once it is available', () => {
    expect(lab.prepared).toHaveLength(1);
    expect(lab.prepared[0]).toMatchObject({
      RequestType: 'Create',
      ResourceProperties: { Cluster: expect.stringMatching(/^cluster-[A-Z0-9]{26}$/) },
    });
  });

  it('the functions reach the APIs of AWS by endpoints, or by NAT, and not by both', async () => {
    const { VpcEndpoints: endpoints = [] } = await lab.ask<DescribeVpcEndpointsResult>(
      'ec2',
      'DescribeVpcEndpoints',
    );
    const services = endpoints.map((one) => one.ServiceName?.split('.').at(-1) ?? '').toSorted();

    expect(endpoints.every((one) => one.PrivateDnsEnabled)).toBe(true);
    expect(services).toEqual(
      settings['PublicSubnet'] === 'yes' ? [] : ['s3', 'secretsmanager', 'sqs'],
    );
    expect(lab.types.filter((type) => type === 'AWS::EC2::NatGateway')).toHaveLength(
      settings['PublicSubnet'] === 'yes' ? 1 : 0,
    );
  });

  it('the functions get through to what they need of AWS, and without NAT to nothing else', () => {
    const [subnetId = ''] = lab.output('PrivateSubnetIds').split(',');
    const at = { subnetId, securityGroupIds: [lab.output('ClientsSecurityGroupId')] };
    const reached = ['secretsmanager', 's3', 'sqs', 'rds', 'kms'].filter((service) =>
      lab.simulator.ec2.leadsTo(service, at),
    );

    expect(reached).toEqual(
      settings['PublicSubnet'] === 'yes'
        ? ['secretsmanager', 's3', 'sqs', 'rds', 'kms']
        : ['secretsmanager', 's3', 'sqs'],
    );
  });

  it('there is a schedule for each path that there is', () => {
    expect(lab.types.filter((type) => type === 'AWS::Scheduler::Schedule')).toHaveLength(
      settings['Proxy'] === 'no' ? 1 : 2,
    );
  });
});

describe('the lab with a VPN', () => {
  let lab: DeployedLab;
  beforeAll(async () => {
    lab = await DeployedLab.deploy({ Proxy: 'no', ...vpnParameters });
  });

  it('the VPN takes certificates, by UDP, splits the tunnel and logs connections', async () => {
    const { ClientVpnEndpoints: [vpn] = [] } = await lab.ask<DescribeClientVpnEndpointsResult>(
      'ec2',
      'DescribeClientVpnEndpoints',
    );

    expect(vpn).toMatchObject({
      ClientVpnEndpointId: lab.output('ClientVpnEndpointId'),
      Status: { Code: 'available' },
      ClientCidrBlock: '172.28.0.0/22',
      ServerCertificateArn: vpnParameters.ServerCertificateArn,
      AuthenticationOptions: [
        {
          Type: 'certificate-authentication',
          MutualAuthentication: { ClientRootCertificateChain: vpnParameters.ClientCertificateArn },
        },
      ],
      TransportProtocol: 'udp',
      VpnPort: 443,
      SplitTunnel: true,
      ConnectionLogOptions: { Enabled: true, CloudwatchLogGroup: lab.id('Vpn/ConnectionLog') },
    });
  });

  it("the VPN's clients are let into the VPC and nowhere else", async () => {
    const { AuthorizationRules: rules } = await lab.ask<DescribeClientVpnAuthorizationRulesResult>(
      'ec2',
      'DescribeClientVpnAuthorizationRules',
      { ClientVpnEndpointId: lab.output('ClientVpnEndpointId') },
    );

    expect(rules?.map((one) => one.DestinationCidr)).toEqual(['10.80.0.0/16']);
  });

  it("the VPN's clients reach the database", () => {
    const [subnetId = ''] = lab.output('PrivateSubnetIds').split(',');
    const client = lab.simulator.client({ subnetId, securityGroupIds: [lab.id('Vpn/VpnGroup')] });

    expect(client.reach(lab.output('ClusterEndpoint'), 5432)?.kind).toBe('open');
  });

  it('a range of clients that overlaps the VPC is refused as EC2 refuses it', async () => {
    const simulator = await emptySimulator();
    const parameters = { Proxy: 'no', ...vpnParameters, ClientVpnCidr: '10.80.0.0/20' };

    await expect(DeployedLab.deploy(parameters, simulator)).rejects.toMatchObject({
      name: 'InvalidClientVpnSubnetId.OverlappingCidr',
    });
  });
});

describe('two labs', () => {
  it('a second lab of the same name is refused by the name of its cluster', async () => {
    const { simulator } = await DeployedLab.deploy({ Proxy: 'no' });

    await expect(
      DeployedLab.deploy({ Proxy: 'no', VpcCidr: '10.90.0.0/16' }, simulator),
    ).rejects.toMatchObject({ name: 'DBClusterAlreadyExistsFault' });
  });

  it('its resources are all in the place where it is deployed', async () => {
    const lab = await DeployedLab.deploy({ Proxy: 'no' });
    const arns = Object.values(lab.stack.resources).flatMap(({ arn }) => arn ?? []);

    expect(arns.filter((arn) => !arn.includes(labPlace.accountId))).toEqual([]);
  });
});
