import type {
  CreateDBClusterResult,
  CreateDBSubnetGroupResult,
  DBClusterParameterGroupDetails,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Simulator, sourceLocation as place, targetLocation } from './simulator.ts';

let simulator: Simulator;
let subnets: readonly string[];
beforeEach(() => {
  simulator = new Simulator();
  subnets = simulator.network.vpcs.default(place).subnets.map(({ id }) => id);
});

function call<T = object>(operation: string, input: object): Promise<T> {
  return simulator.call<T>(place, operation, input);
}

function subnetGroup(changes: object = {}): Promise<CreateDBSubnetGroupResult> {
  return call('CreateDBSubnetGroup', {
    DBSubnetGroupName: 'Private',
    DBSubnetGroupDescription: 'private',
    SubnetIds: subnets.slice(0, 2),
    Tags: [{ Key: 'part', Value: 'lab' }],
    ...changes,
  });
}

function parameterGroup(changes: object = {}): Promise<object> {
  return call('CreateDBClusterParameterGroup', {
    DBClusterParameterGroupName: 'strict',
    DBParameterGroupFamily: 'aurora-postgresql17',
    Description: 'strict',
    ...changes,
  });
}

function setParameter(ParameterName: string, ParameterValue: string, more = {}): Promise<object> {
  return call('ModifyDBClusterParameterGroup', {
    DBClusterParameterGroupName: 'strict',
    Parameters: [{ ParameterName, ParameterValue, ApplyMethod: 'pending-reboot', ...more }],
  });
}

/** The parameters of the group `strict`, of all sources or of one. */
async function shown(Source?: string): Promise<DBClusterParameterGroupDetails['Parameters']> {
  const { Parameters: all } = await call<DBClusterParameterGroupDetails>(
    'DescribeDBClusterParameters',
    { DBClusterParameterGroupName: 'strict', Source },
  );
  return all;
}

async function cluster(changes: object = {}): Promise<CreateDBClusterResult['DBCluster']> {
  const { DBCluster: made } = await call<CreateDBClusterResult>('CreateDBCluster', {
    DBClusterIdentifier: 'lab',
    Engine: 'aurora-postgresql',
    MasterUsername: 'labmaster',
    ManageMasterUserPassword: true,
    ...changes,
  });
  return made;
}

describe('new subnet groups', () => {
  it('a subnet group has a name in lower case, its VPC and the zones of its subnets', async () => {
    const { DBSubnetGroup: made } = await subnetGroup();

    expect(made).toMatchObject({
      DBSubnetGroupName: 'private',
      VpcId: simulator.network.vpcs.default(place).id,
      Subnets: subnets.slice(0, 2).map((SubnetIdentifier) => ({ SubnetIdentifier })),
    });
    expect(simulator.asked.map(({ action }) => action)).toEqual([
      'rds:CreateDBSubnetGroup',
      'rds:AddTagsToResource',
    ]);
  });

  it.each([
    [
      'in one zone',
      () => ({ SubnetIds: subnets.slice(0, 1) }),
      'DBSubnetGroupDoesNotCoverEnoughAZs',
    ],
    [
      'of no subnet that is there',
      () => ({ SubnetIds: ['subnet-0', 'subnet-1'] }),
      'InvalidSubnet',
    ],
    [
      'of a subnet of another account',
      () => {
        const [other] = simulator.network.vpcs.default(targetLocation).subnets;
        return { SubnetIds: [subnets[0], other?.id] };
      },
      'InvalidSubnet',
    ],
    [
      'of two VPCs',
      () => {
        const other = { id: 'subnet-other', vpcId: 'vpc-other', zone: 'eu-west-1b' };
        simulator.network.vpcs.subnet(place, other);
        return { SubnetIds: [subnets[0], other.id] };
      },
      'InvalidSubnet',
    ],
    ['that is called default', () => ({ DBSubnetGroupName: 'default' }), 'InvalidParameterValue'],
    ['without a description', () => ({ DBSubnetGroupDescription: '' }), 'MissingParameter'],
  ])('a subnet group %s is refused', async (_what, changes, name) => {
    await expect(subnetGroup(changes())).rejects.toMatchObject({ name });
  });

  it('a subnet group of a name that is taken is refused', async () => {
    await subnetGroup();

    await expect(subnetGroup({ DBSubnetGroupName: 'PRIVATE' })).rejects.toMatchObject({
      name: 'DBSubnetGroupAlreadyExistsFault',
    });
  });
});

describe('new parameter groups', () => {
  it.each([
    ['aurora-postgresql16', 'rds.force_ssl', '0'],
    ['aurora-postgresql17', 'rds.force_ssl', '1'],
    ['aurora-mysql8.0', 'require_secure_transport', 'OFF'],
  ])('a new group of %s has %s=%s until somebody sets it', async (family, name, byDefault) => {
    await parameterGroup({ DBParameterGroupFamily: family });
    expect(await shown()).toContainEqual({
      ParameterName: name,
      ParameterValue: byDefault,
      Source: 'system',
    });
    expect(await shown('user')).toEqual([]);
    await setParameter(name, family.includes('mysql') ? 'ON' : '1');
    expect(await shown('user')).toHaveLength(1);
  });

  it.each([
    ['rds.force_ssl', 'yes', {}, 'InvalidParameterValue'],
    ['rds.force_sll', '1', {}, 'NotSimulated'],
    ['require_secure_transport', 'ON', {}, 'NotSimulated'],
    ['rds.force_ssl', '1', { ApplyMethod: undefined }, 'MissingParameter'],
  ])('%s=%s (%j) is refused', async (parameter, value, more, name) => {
    await parameterGroup();
    await expect(setParameter(parameter, value, more)).rejects.toMatchObject({ name });
  });

  it('a family that is none, and a name that is taken, are refused', async () => {
    await expect(
      parameterGroup({ DBParameterGroupFamily: 'aurora-postgresql' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await parameterGroup();
    await expect(parameterGroup()).rejects.toMatchObject({
      name: 'DBParameterGroupAlreadyExistsFault',
    });
  });

  it('a group that is not there is refused by name', async () => {
    await expect(setParameter('rds.force_ssl', '1')).rejects.toMatchObject({
      name: 'DBParameterGroupNotFoundFault',
    });
  });
});

describe('a cluster of the lab', () => {
  it.each([
    ['aurora-postgresql', '17', '17.10'],
    ['aurora-postgresql', '17.9', '17.9'],
    ['aurora-mysql', '8.0', '8.0.mysql_aurora.3.08.2'],
    ['aurora-mysql', '5.7', '5.7.mysql_aurora.2.12.5'],
  ])('%s of version %s is one of %s', async (Engine, EngineVersion, made) => {
    expect(await cluster({ Engine, EngineVersion })).toMatchObject({ EngineVersion: made });
  });

  it.each(['12', '8', '17.99'])('a version %s that is not offered is refused', async (version) => {
    await expect(cluster({ EngineVersion: version })).rejects.toThrow(
      `Cannot find version ${version} for aurora-postgresql`,
    );
  });

  it.each(['1lab', 'lab-1', 'l'.repeat(64), ''])(
    'a database called %j is refused',
    async (name) => {
      await expect(cluster({ DatabaseName: name })).rejects.toMatchObject({
        name: 'InvalidParameterValue',
      });
    },
  );

  it('a cluster tells the database that it begins with', async () => {
    expect(await cluster({ DatabaseName: 'lab' })).toMatchObject({ DatabaseName: 'lab' });
  });

  it('a security group of another VPC than the subnets’ is refused', async () => {
    simulator.network.securityGroups.add({
      id: 'sg-other',
      name: 'other',
      description: 'other',
      vpcId: 'vpc-other',
      accountId: place.accountId,
      ingress: [],
      egress: [],
    });

    await expect(cluster({ VpcSecurityGroupIds: ['sg-other'] })).rejects.toThrow(
      'The DB instance and EC2 security group are in different VPCs.',
    );
  });
});
