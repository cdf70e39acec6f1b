import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { rdsAnswers } from '../../../../functions/shared/adapters/answers/rds.ts';
import { instances } from '../../../../functions/shared/adapters/rds-instances.ts';
import type { Databases } from '../../../../functions/shared/ports/databases.ts';
import { AwsError } from '../../../../rehearsal/aws/contracts.ts';
import { allSettings } from '../../factories/databases.ts';
import { inPages, startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
let databases: Databases;

beforeAll(async () => {
  world = await startWorld({
    rds: [
      'AddTagsToResource',
      'DeleteDBInstance',
      'DescribeDBInstances',
      'ModifyDBInstance',
      'RestoreDBInstanceFromDBSnapshot',
    ],
  });
  databases = instances(sortFailures(new RDSClient(world.simulator.client), rdsAnswers));
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

const described = {
  DBInstanceIdentifier: 'orders',
  DbiResourceId: 'db-ORDERS',
  DBInstanceArn: 'arn:aws-cn:rds:cn-north-1:222222222222:db:orders',
  DBInstanceStatus: 'available',
  DBInstanceClass: 'db.r6g.large',
  Engine: 'postgres',
  EngineVersion: '16.4',
  Endpoint: { Address: 'orders.example', Port: 5432 },
  StorageEncrypted: false,
  StorageEncryptionType: 'sse-rds',
  DeletionProtection: true,
  DBSubnetGroup: { DBSubnetGroupName: 'recovery' },
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1', Status: 'active' }],
  DBParameterGroups: [{ DBParameterGroupName: 'parameters' }],
  OptionGroupMemberships: [{ OptionGroupName: 'options' }],
  MultiAZ: true,
};

describe('the description of a DB instance', () => {
  it('a DB instance is read with its identity, state and settings', async () => {
    world.answer('DescribeDBInstances', () => ({ DBInstances: [described] }));
    expect(await databases.byName('orders')).toMatchObject({
      kind: 'instance',
      identifier: 'orders',
      resourceId: 'db-ORDERS',
      arn: described.DBInstanceArn,
      endpoint: 'orders.example',
      port: 5432,
      encryption: { type: 'sse-rds', encrypted: false, keyArn: undefined },
      deletionProtection: true,
      pendingChanges: false,
      settings: {
        subnetGroup: 'recovery',
        securityGroups: ['sg-1'],
        parameterGroup: 'parameters',
        optionGroup: 'options',
        instanceClass: 'db.r6g.large',
        multiAz: true,
      },
    });
  });

  it('a DB instance that is being created has no endpoint yet', async () => {
    const { Endpoint: _, ...making } = described;
    world.answer('DescribeDBInstances', () => ({ DBInstances: [making] }));
    expect((await databases.byName('orders'))?.endpoint).toBeUndefined();
  });

  it('a missing DB instance is read as undefined', async () => {
    world.answer('DescribeDBInstances', () => {
      throw new AwsError('DBInstanceNotFoundFault', 'DBInstance orders not found.');
    });
    expect(await databases.byName('orders')).toBeUndefined();
  });

  // Defect class: first page only.
  it.each([
    ['byNames', 'db-instance-id'],
    ['byResourceId', 'dbi-resource-id'],
  ] as const)(
    'a DB instance is looked up %s by the filter %s, on the last page',
    async (look, filter) => {
      const many = Array.from({ length: 101 }, (_, index) => ({
        ...described,
        DbiResourceId: index === 100 ? 'other' : 'one',
      }));
      world.answer('DescribeDBInstances', inPages('DBInstances', many));
      expect(await databases[look]('one', 'other')).toHaveLength(101);
      expect(world.met.map(({ input }) => input)).toEqual([
        { Filters: [{ Name: filter, Values: ['one', 'other'] }] },
        { Filters: [{ Name: filter, Values: ['one', 'other'] }], Marker: '100' },
      ]);
    },
  );

  it('a DB instance has no members, and AWS is not asked about them', async () => {
    expect(await databases.members({ identifier: 'orders' })).toEqual([]);
    expect(world.met).toEqual([]);
    await expect(databases.failOver('orders', 'other')).rejects.toThrow('has no members');
  });
});

describe('requests to RDS about DB instances', () => {
  // Defect class: rename without ApplyImmediately.
  it('a DB instance is renamed at once', async () => {
    world.answer('ModifyDBInstance', () => ({}));
    await databases.rename('a', 'b');
    expect(world.met[0]?.input).toEqual({
      DBInstanceIdentifier: 'a',
      NewDBInstanceIdentifier: 'b',
      ApplyImmediately: true,
    });
  });

  it('a DB instance is tagged by its ARN', async () => {
    world.answer('AddTagsToResource', () => ({}));
    await databases.tag('arn:a', { b: 'c' });
    expect(world.met[0]?.input).toEqual({
      ResourceName: 'arn:a',
      Tags: [{ Key: 'b', Value: 'c' }],
    });
  });

  it.each([
    ['a final snapshot', 'final', { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: 'final' }],
    ['none', undefined, { SkipFinalSnapshot: true }],
  ])(
    'a DB instance is deleted with this final snapshot, or an explicit skip: %s',
    async (_what, final, expected) => {
      world.answer('DeleteDBInstance', () => ({}));
      await databases.delete('a', final);
      expect(world.met[0]?.input).toEqual({ DBInstanceIdentifier: 'a', ...expected });
    },
  );

  it('a DB instance is restored with every setting, except version and key, which AWS refuses', async () => {
    world.answer('RestoreDBInstanceFromDBSnapshot', () => ({ DBInstance: described }));
    await databases.restore({
      identifier: 'a',
      snapshotArn: 'arn:snapshot',
      engine: 'postgres',
      engineVersion: '16.4',
      settings: allSettings('live'),
      tags: { team: 'orders' },
    });
    expect(world.met[0]?.input).toEqual({
      DBInstanceIdentifier: 'a',
      DBSnapshotIdentifier: 'arn:snapshot',
      Engine: 'postgres',
      DBInstanceClass: 'db.live.large',
      BackupRetentionPeriod: 4,
      DBSubnetGroupName: 'live-subnets',
      VpcSecurityGroupIds: ['sg-live'],
      DBParameterGroupName: 'live-parameters',
      OptionGroupName: 'live-options',
      Port: 5004,
      MultiAZ: true,
      StorageType: 'live-storage',
      EnableCloudwatchLogsExports: ['live-log'],
      EnableIAMDatabaseAuthentication: true,
      CopyTagsToSnapshot: true,
      DeletionProtection: true,
      PubliclyAccessible: true,
      AllocatedStorage: 300,
      AutoMinorVersionUpgrade: true,
      AvailabilityZone: 'live-a',
      BackupTarget: 'live-backups',
      CACertificateIdentifier: 'live-ca',
      DedicatedLogVolume: true,
      Domain: 'd-live',
      EnableCustomerOwnedIp: true,
      EngineLifecycleSupport: 'live-support',
      Iops: 3004,
      LicenseModel: 'live-license',
      NetworkType: 'live-network',
      PreferredBackupWindow: 'live-backups',
      ProcessorFeatures: [{ Name: 'coreCount', Value: 'live' }],
      StorageThroughput: 104,
      Tags: [{ Key: 'team', Value: 'orders' }],
    });
  });
});

// Defect class: err.code for err.name; the names are those of the SDK's own error classes.
it.each([
  ['rename', 'DBInstanceAlreadyExistsFault', 'AlreadyExists'],
  ['rename', 'InvalidDBInstanceStateFault', 'NotInState'],
  ['rename', 'DBInstanceNotFoundFault', 'Gone'],
  ['delete', 'DBSnapshotAlreadyExistsFault', 'AlreadyExists'],
  ['delete', 'InvalidDBInstanceStateFault', 'NotInState'],
] as const)(
  'a call of %s on a DB instance that fails with %s throws %s',
  async (act, fault, name) => {
    world.answer(act === 'rename' ? 'ModifyDBInstance' : 'DeleteDBInstance', () => {
      throw new AwsError(fault, 'told');
    });
    await expect(databases[act]('a', 'b')).rejects.toMatchObject({ name, message: 'told' });
  },
);
