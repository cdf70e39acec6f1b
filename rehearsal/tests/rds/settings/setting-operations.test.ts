import { describe, expect, it } from '@jest/globals';
import type { OptionGroups } from '@aws-sdk/client-rds';
import { cluster, instance, makeCluster, makeDatabase, makeInstance } from '../scenes.ts';
import { sourceLocation as place, Simulator } from '../simulator.ts';
import { insightsKey, makeGroups, role } from './setting-case.ts';

const arn = 'arn:aws:rds:eu-west-1:111111111111';

function call(simulator: Simulator, operation: string, input: object) {
  return simulator.call(place, operation, input);
}

const kinds: readonly (readonly [kind: string, member: string, fault: string])[] = [
  ['Cluster', 'DBClusterIdentifier', 'DBClusterRole'],
  ['Instance', 'DBInstanceIdentifier', 'DBInstanceRole'],
];

async function prepared(kind: string): Promise<Simulator> {
  const simulator = new Simulator();
  if (kind === 'Cluster') await makeCluster(simulator, place, 'live');
  else await makeInstance(simulator, place, 'live');
  return simulator;
}

async function shown(simulator: Simulator, kind: string) {
  const found =
    kind === 'Cluster'
      ? await cluster(simulator, place, 'live')
      : await instance(simulator, place, 'live');
  return found?.AssociatedRoles?.map(({ FeatureName }) => FeatureName);
}

describe('roles', () => {
  it.each(kinds)(
    'a %s has one role for several features, and loses one',
    async (kind, member, fault) => {
      const simulator = await prepared(kind);
      const input = { [member]: 'live', RoleArn: role };
      await call(simulator, `AddRoleToDB${kind}`, { ...input, FeatureName: 's3Import' });
      await call(simulator, `AddRoleToDB${kind}`, { ...input, FeatureName: 's3Export' });
      expect(await shown(simulator, kind)).toEqual(['s3Import', 's3Export']);
      await expect(
        call(simulator, `AddRoleToDB${kind}`, { ...input, FeatureName: 's3Export' }),
      ).rejects.toMatchObject({ name: `${fault}AlreadyExistsFault` });
      await call(simulator, `RemoveRoleFromDB${kind}`, { ...input, FeatureName: 's3Import' });
      expect(await shown(simulator, kind)).toEqual(['s3Export']);
      await expect(
        call(simulator, `RemoveRoleFromDB${kind}`, { ...input, FeatureName: 's3Import' }),
      ).rejects.toMatchObject({ name: `${fault}NotFoundFault` });
    },
  );

  it.each(kinds)('a %s of PostgreSQL takes no role without a feature', async (kind, member) => {
    const simulator = await prepared(kind);
    await expect(
      call(simulator, `AddRoleToDB${kind}`, { [member]: 'live', RoleArn: role }),
    ).rejects.toMatchObject({
      name: kind === 'Cluster' ? 'InvalidParameterValue' : 'MissingParameter',
    });
  });

  it.each(kinds)('a %s takes no more than five roles', async (kind, member, fault) => {
    const simulator = await prepared(kind);
    const add = (index: number) =>
      call(simulator, `AddRoleToDB${kind}`, {
        [member]: 'live',
        RoleArn: `${role}-${index}`,
        FeatureName: 's3Import',
      });
    for (let index = 0; index < 5; index++) await add(index);
    await expect(add(5)).rejects.toMatchObject({ name: `${fault}QuotaExceededFault` });
  });

  it('Aurora MySQL takes a role without a feature', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, place, 'live', { Engine: 'aurora-mysql' });
    await call(simulator, 'AddRoleToDBCluster', { DBClusterIdentifier: 'live', RoleArn: role });
    expect((await cluster(simulator, place, 'live'))?.AssociatedRoles).toEqual([
      { RoleArn: role, Status: 'ACTIVE' },
    ]);
  });

  it('a member takes no role: its cluster does', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, place, 'live');
    const input = { DBInstanceIdentifier: 'live-1', RoleArn: role, FeatureName: 's3Import' };
    await expect(call(simulator, 'AddRoleToDBInstance', input)).rejects.toThrow(
      'is an instance of',
    );
  });
});

describe('the Data API', () => {
  it('EnableHttpEndpoint turns it on, and ModifyDBCluster changes nothing', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, place, 'live');
    const ResourceArn = `${arn}:cluster:live`;
    await call(simulator, 'ModifyDBCluster', {
      DBClusterIdentifier: 'live',
      EnableHttpEndpoint: true,
      ApplyImmediately: true,
    });
    expect(await cluster(simulator, place, 'live')).toMatchObject({ HttpEndpointEnabled: false });
    await call(simulator, 'EnableHttpEndpoint', { ResourceArn });
    expect(await cluster(simulator, place, 'live')).toMatchObject({ HttpEndpointEnabled: true });
    await call(simulator, 'DisableHttpEndpoint', { ResourceArn });
    expect(await cluster(simulator, place, 'live')).toMatchObject({ HttpEndpointEnabled: false });
  });

  it('EnableHttpEndpoint wants a cluster that is there and available', async () => {
    const simulator = new Simulator();
    const enable = () =>
      call(simulator, 'EnableHttpEndpoint', { ResourceArn: `${arn}:cluster:live` });
    await expect(enable()).rejects.toMatchObject({ name: 'ResourceNotFoundFault' });
    await makeCluster(simulator, place, 'live');
    simulator.rds.setStatus(`${arn}:cluster:live`, 'modifying');
    await expect(enable()).rejects.toMatchObject({ name: 'InvalidResourceStateFault' });
  });
});

describe('activity streams', () => {
  const ResourceArn = `${arn}:cluster:live`;
  const start = { ResourceArn, Mode: 'async', KmsKeyId: insightsKey, ApplyImmediately: true };

  it('a stream starts, is shown with its key and Kinesis stream, and stops', async () => {
    const simulator = new Simulator();
    simulator.keys.make(place, 'insights');
    const made = await makeDatabase(simulator, place, 'live');
    const states = async (status: string) =>
      simulator.until(async () => {
        const found = await cluster(simulator, place, 'live');
        return found?.ActivityStreamStatus === status ? found : undefined;
      });
    await states('stopped');
    await call(simulator, 'StartActivityStream', start);
    await states('starting');
    expect(await states('started')).toMatchObject({
      Status: 'available',
      ActivityStreamMode: 'async',
      ActivityStreamKmsKeyId: insightsKey,
      ActivityStreamKinesisStreamName: `aws-rds-das-${made.DbClusterResourceId}`,
    });
    await call(simulator, 'StopActivityStream', { ResourceArn, ApplyImmediately: true });
    await states('stopping');
    expect(await states('stopped')).not.toHaveProperty('ActivityStreamMode');
  });

  it.each([
    ['no such cluster', { ResourceArn: `${arn}:cluster:nobody` }, 'DBClusterNotFoundFault'],
    ['no instance', {}, 'InvalidDBClusterStateFault'],
    ['no such key', { KmsKeyId: `${insightsKey}-not` }, 'KMSKeyNotAccessibleFault'],
    ['no such mode', { Mode: 'often' }, 'InvalidParameterValue'],
  ])('a stream isn’t started where there is %s', async (_what, more, name) => {
    const simulator = new Simulator();
    simulator.keys.make(place, 'insights');
    await makeCluster(simulator, place, 'live');
    await expect(
      call(simulator, 'StartActivityStream', { ...start, ...more }),
    ).rejects.toMatchObject({ name });
  });
});

describe('option groups', () => {
  it('DescribeOptionGroups lists the account’s own, and finds one by name', async () => {
    const simulator = new Simulator();
    makeGroups(simulator);
    const found = async (input: object) => {
      const answer = await simulator.call<OptionGroups>(place, 'DescribeOptionGroups', input);
      return answer.OptionGroupsList?.map(
        (group) => `${group.OptionGroupName} ${group.EngineName} ${group.MajorEngineVersion}`,
      );
    };
    expect(await found({})).toEqual(['old postgres 17', 'options postgres 18']);
    expect(await found({ OptionGroupName: 'Options' })).toEqual(['options postgres 18']);
    expect(await found({ EngineName: 'postgres', MajorEngineVersion: '17' })).toEqual([
      'old postgres 17',
    ]);
    expect(await found({ OptionGroupName: 'default:mysql-8-4' })).toEqual([
      'default:mysql-8-4 mysql 8.4',
    ]);
    await expect(found({ OptionGroupName: 'nobody' })).rejects.toMatchObject({
      name: 'OptionGroupNotFoundFault',
    });
  });
});
