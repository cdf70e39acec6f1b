import { beforeAll, describe, expect, it } from '@jest/globals';
import { multiZoneOnly } from '../../../aws/services/rds/clusters/multi-zone-only.ts';
import { clusterSettings } from '../../../aws/services/rds/clusters/settings.ts';
import { instanceSettings } from '../../../aws/services/rds/instances/settings.ts';
import { takenMembers } from '../../../aws/services/rds/settings/setting.ts';
import { sdkClients } from '../../../aws/wire/sdk-clients.ts';
import { readModel } from '../../../aws/wire/sdk-schema.ts';
import type { ServiceModel } from '../../../aws/wire/shape.ts';
import { makeCluster, makeClusterSnapshot, makeInstance } from '../scenes.ts';
import { sourceLocation as place, Simulator } from '../simulator.ts';

const oracle = 'is for Oracle and SQL Server, or RDS Custom';
const multiZoneCluster = 'is for Multi-AZ DB clusters';
const upgrade = 'goes with an upgrade, which isn’t simulated';
const data = 'creates a database: create it with SQL';
const tagsOfBackups = 'tags automated backups, which aren’t simulated';
const secret = 'of a database that exists is not simulated';
const reserved = 'reserves capacity, which isn’t simulated';
const serverlessOne = 'is for Aurora Serverless v1';
const limitless = 'is for Aurora Limitless';
const masterAuthentication = 'the master user is simulated with a password only';
const directoryAtPlay = 'keeps AWS Backup’s recovery point, which isn’t simulated';

/** By request: members that something else than the table of settings takes, and those that nothing takes. */
const others: Readonly<
  Record<string, { readonly elsewhere: readonly string[]; readonly not: Record<string, string> }>
> = {
  CreateDBCluster: {
    elsewhere: [
      'DatabaseName',
      'DBClusterIdentifier',
      'DBSubnetGroupName',
      'Engine',
      'EngineMode',
      'EngineVersion',
      'KmsKeyId',
      'ManageMasterUserPassword',
      'MasterUserPassword',
      'MasterUsername',
      'MasterUserSecretKmsKeyId',
      'Port',
      'StorageEncrypted',
      'Tags',
      ...multiZoneOnly.create,
    ],
    not: {
      AllocatedStorage: multiZoneCluster,
      CharacterSetName: 'Aurora shows none; `describeAs` makes it',
      ClusterScalabilityType: limitless,
      DBClusterInstanceClass: multiZoneCluster,
      DBSystemId: 'is reserved for future use',
      EnableGlobalWriteForwarding: 'is for members of global clusters; `describeAs` makes it',
      EnableLimitlessDatabase: limitless,
      GlobalClusterIdentifier: 'global clusters are not simulated here',
      Iops: multiZoneCluster,
      MasterUserAuthenticationType: masterAuthentication,
      OptionGroupName: 'a cluster has the default option group, which can’t be modified',
      PreSignedUrl: 'is for replicas of other Regions',
      PubliclyAccessible: multiZoneCluster,
      RdsCustomClusterConfiguration: 'is reserved for future use',
      ReplicationSourceIdentifier: 'replicas are not simulated here',
      ScalingConfiguration: serverlessOne,
      TagSpecifications: tagsOfBackups,
      WithExpressConfiguration: 'express configuration is not simulated',
    },
  },
  RestoreDBClusterFromSnapshot: {
    elsewhere: [
      'DBClusterIdentifier',
      'DBSubnetGroupName',
      'Engine',
      'EngineMode',
      'EngineVersion',
      'KmsKeyId',
      'Port',
      'SnapshotIdentifier',
      'Tags',
    ],
    not: {
      DatabaseName: data,
      DBClusterInstanceClass: multiZoneCluster,
      EnableInternetAccessGateway: 'express configuration is not simulated',
      EnableVPCNetworking: 'express configuration is not simulated',
      Iops: multiZoneCluster,
      OptionGroupName: 'a cluster has the default option group, which can’t be modified',
      PubliclyAccessible: multiZoneCluster,
      RdsCustomClusterConfiguration: 'is reserved for future use',
      ScalingConfiguration: serverlessOne,
      TagSpecifications: tagsOfBackups,
    },
  },
  ModifyDBCluster: {
    elsewhere: [
      'ApplyImmediately',
      'DBClusterIdentifier',
      'EnableHttpEndpoint',
      'ManageMasterUserPassword',
      'MasterUserSecretKmsKeyId',
      'NewDBClusterIdentifier',
      ...multiZoneOnly.modify,
    ],
    not: {
      AllocatedStorage: multiZoneCluster,
      AllowEngineModeChange: serverlessOne,
      AllowMajorVersionUpgrade: upgrade,
      AwsBackupRecoveryPointArn: directoryAtPlay,
      DBClusterInstanceClass: multiZoneCluster,
      DBInstanceParameterGroupName: upgrade,
      EnableGlobalWriteForwarding: 'is for members of global clusters; `describeAs` makes it',
      EnableLimitlessDatabase: limitless,
      EngineMode: serverlessOne,
      EngineVersion: upgrade,
      Iops: multiZoneCluster,
      MasterUserAuthenticationType: masterAuthentication,
      MasterUserPassword: 'a change of the master password is not simulated',
      OptionGroupName: 'a cluster has the default option group, which can’t be modified',
      Port: 'a change of the port is not simulated',
      RotateMasterUserPassword: secret,
      ScalingConfiguration: serverlessOne,
    },
  },
  CreateDBInstance: {
    elsewhere: [
      'DBClusterIdentifier',
      'DBInstanceClass',
      'DBInstanceIdentifier',
      'DBSubnetGroupName',
      'Engine',
      'EngineVersion',
      'KmsKeyId',
      'ManageMasterUserPassword',
      'MasterUserPassword',
      'MasterUsername',
      'MasterUserSecretKmsKeyId',
      'Port',
      'StorageEncrypted',
      'Tags',
    ],
    not: {
      AdditionalStorageVolumes: oracle,
      CustomIamInstanceProfile: oracle,
      DBCapacityReservationIdentifier: reserved,
      DBName: data,
      DBSecurityGroups: 'is for EC2-Classic, which is no more',
      DBSystemId: oracle,
      MasterUserAuthenticationType: masterAuthentication,
      MultiTenant: oracle,
      TagSpecifications: tagsOfBackups,
      TdeCredentialArn: oracle,
      TdeCredentialPassword: oracle,
    },
  },
  RestoreDBInstanceFromDBSnapshot: {
    elsewhere: [
      'DBInstanceClass',
      'DBInstanceIdentifier',
      'DBSnapshotIdentifier',
      'DBSubnetGroupName',
      'Engine',
      'Port',
      'Tags',
    ],
    not: {
      AdditionalStorageVolumes: oracle,
      CustomIamInstanceProfile: oracle,
      DBCapacityReservationIdentifier: reserved,
      DBClusterSnapshotIdentifier: multiZoneCluster,
      DBName: oracle,
      ManageMasterUserPassword: oracle,
      MasterUserSecretKmsKeyId: oracle,
      TagSpecifications: tagsOfBackups,
      TdeCredentialArn: oracle,
      TdeCredentialPassword: oracle,
    },
  },
  ModifyDBInstance: {
    elsewhere: [
      'ApplyImmediately',
      'CertificateRotationRestart',
      'DBInstanceClass',
      'DBInstanceIdentifier',
      'ManageMasterUserPassword',
      'MasterUserSecretKmsKeyId',
      'NewDBInstanceIdentifier',
    ],
    not: {
      AdditionalStorageVolumes: oracle,
      AllowMajorVersionUpgrade: upgrade,
      AutomationMode: oracle,
      AwsBackupRecoveryPointArn: directoryAtPlay,
      DBCapacityReservationIdentifier: reserved,
      DBPortNumber: 'a change of the port is not simulated',
      DBSecurityGroups: 'is for EC2-Classic, which is no more',
      DBSubnetGroupName: 'a move to another subnet group is not simulated',
      Engine: oracle,
      EngineVersion: upgrade,
      MasterUserAuthenticationType: masterAuthentication,
      MasterUserPassword: 'a change of the master password is not simulated',
      MultiTenant: oracle,
      ReplicaMode: oracle,
      ResumeFullAutomationModeMinutes: oracle,
      RotateMasterUserPassword: secret,
      TagSpecifications: tagsOfBackups,
      TdeCredentialArn: oracle,
      TdeCredentialPassword: oracle,
    },
  },
};

const tables: Readonly<Record<string, Readonly<Record<string, true>>>> = {
  CreateDBCluster: takenMembers(clusterSettings, 'create'),
  RestoreDBClusterFromSnapshot: takenMembers(clusterSettings, 'restore'),
  ModifyDBCluster: takenMembers(clusterSettings, 'modify'),
  CreateDBInstance: takenMembers(instanceSettings, 'create'),
  RestoreDBInstanceFromDBSnapshot: takenMembers(instanceSettings, 'restore'),
  ModifyDBInstance: takenMembers(instanceSettings, 'modify'),
};

describe.each(Object.keys(others))('the members of %s', (operation) => {
  const { elsewhere = [], not = {} } = others[operation] ?? {};
  let model: ServiceModel;
  beforeAll(async () => {
    const sdk = await sdkClients['rds']?.();
    if (sdk === undefined) throw new Error('the SDK has no client of RDS');
    model = readModel('rds', sdk);
  });

  it('are each a setting, taken elsewhere, or not simulated for a reason', () => {
    const members = [...(model.operations.get(operation)?.input?.members.keys() ?? [])];
    const known = [...Object.keys(tables[operation] ?? {}), ...elsewhere, ...Object.keys(not)];
    expect(known.toSorted()).toEqual(members.toSorted());
  });

  it('that are not simulated are refused by name', async () => {
    const simulator = new Simulator();
    for (const member of Object.keys(not)) {
      await expect(simulator.call(place, operation, { [member]: 'x' })).rejects.toMatchObject({
        name: 'NotSimulated',
        message: expect.stringContaining(`${member} of ${operation}`),
      });
    }
  });

  it('that are taken elsewhere are simulated', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, place, 'live');
    await makeClusterSnapshot(simulator, place, 'live', 'taken');
    await makeInstance(simulator, place, 'alone');
    for (const member of elsewhere) {
      const refused = simulator.call(place, operation, { [member]: 'x' });
      await expect(refused).rejects.not.toMatchObject({
        message: expect.stringContaining(`simulate ${member} of`),
      });
    }
  });
});
