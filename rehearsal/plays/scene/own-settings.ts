import {
  AddRoleToDBClusterCommand,
  AddRoleToDBInstanceCommand,
  CreateDBClusterEndpointCommand,
  EnableHttpEndpointCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
  RebootDBInstanceCommand,
  StartActivityStreamCommand,
} from '@aws-sdk/client-rds';
import { parameterFamily } from '../../aws/services/rds/engines.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Operator } from '../operator/operator.ts';
import { target } from './locations.ts';
import { kindOf } from './setting.ts';
import type { Setting } from './setting.ts';

/** IAM roles that the live database has, and the target stack may hand on. */
export const ownRoles = {
  directory: `arn:aws:iam::${target.accountId}:role/directory`,
  monitoring: `arn:aws:iam::${target.accountId}:role/database-monitoring`,
  transfer: `arn:aws:iam::${target.accountId}:role/database-transfer`,
} as const;

const group = 'own';
const days = 731;

/**
 * Gives the live database of the target another value in every setting than AWS's default, as its owner
 * does: by the API. What no API of the simulator makes is shown all the same.
 */
export async function giveOwnSettings(
  setting: Setting,
  identifier: string,
  { simulator, operator }: { readonly simulator: Simulator; readonly operator: Operator },
): Promise<void> {
  const own = kindOf(setting) === 'cluster' ? ownCluster : ownInstance;
  await own(setting, identifier, { simulator, operator });
}

/** Makes the groups that it uses, before it is created: a subnet group can't be changed later. */
export function makeOwnGroups(setting: Setting, { rds, engine, network }: Simulator): void {
  const family = parameterFamily(setting.engine, engine.version);
  rds.createParameterGroup(target, { name: group, family });
  rds.createClusterParameterGroup(target, { name: group, family });
  const majorVersion = family.slice(setting.engine.length);
  rds.createOptionGroup(target, { name: group, engine: setting.engine, majorVersion });
  const { id: vpcId, subnets } = network.vpcs.default(target);
  rds.createSubnetGroup(target, { name: group, vpcId, subnets, networkTypes: ['IPV4', 'DUAL'] });
}

/** What it is created with, for nothing else gives it later. */
export function givenAtCreation(setting: Setting): {
  readonly DBSubnetGroupName: string;
  readonly BacktrackWindow?: number;
} {
  return {
    DBSubnetGroupName: group,
    ...(setting.engine === 'aurora-mysql' && { BacktrackWindow: 7200 }),
  };
}

interface Parts {
  readonly simulator: Simulator;
  readonly operator: Operator;
}

/** What ModifyDBCluster and ModifyDBInstance call the same. */
function ownOfEither({ engine }: Setting) {
  return {
    ApplyImmediately: true,
    VpcSecurityGroupIds: ['sg-0123456789abcdef0'],
    BackupRetentionPeriod: 21,
    PreferredBackupWindow: '01:11-01:51',
    PreferredMaintenanceWindow: 'wed:05:12-wed:05:52',
    CloudwatchLogsExportConfiguration: {
      EnableLogTypes: engine.includes('postgres') ? ['postgresql'] : ['audit', 'error'],
    },
    DeletionProtection: true,
    CopyTagsToSnapshot: false,
    AutoMinorVersionUpgrade: false,
    EngineLifecycleSupport: 'open-source-rds-extended-support-disabled',
    NetworkType: 'DUAL',
    Domain: 'd-0123456789',
    DomainIAMRoleName: 'directory',
    EnablePerformanceInsights: true,
    PerformanceInsightsRetentionPeriod: days,
    DatabaseInsightsMode: 'advanced' as const,
  };
}

async function ownCluster(setting: Setting, identifier: string, parts: Parts): Promise<void> {
  const { simulator, operator } = parts;
  const rds = operator.rds(target);
  const act = (work: () => Promise<unknown>): Promise<void> =>
    operator.act(setting, { location: target, identifier }, work);
  const arn = `arn:aws:rds:${target.region}:${target.accountId}:cluster:${identifier}`;
  const postgresql = setting.engine === 'aurora-postgresql';
  await act(() =>
    rds.send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: identifier,
        DBClusterParameterGroupName: group,
        EnableIAMDatabaseAuthentication: false,
        StorageType: 'aurora-iopt1',
        ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 12 },
        EnableLocalWriteForwarding: true,
        ...ownOfEither(setting),
      }),
    ),
  );
  for (const feature of postgresql ? ['s3Import', 's3Export'] : ['']) {
    await act(() =>
      rds.send(
        new AddRoleToDBClusterCommand({
          DBClusterIdentifier: identifier,
          RoleArn: ownRoles.transfer,
          ...(feature !== '' && { FeatureName: feature }),
        }),
      ),
    );
  }
  await act(() => rds.send(new EnableHttpEndpointCommand({ ResourceArn: arn })));
  await act(() =>
    rds.send(
      new StartActivityStreamCommand({
        ResourceArn: arn,
        Mode: 'async',
        KmsKeyId: simulator.kms.managedKey(target, 'rds').arn,
        ApplyImmediately: true,
      }),
    ),
  );
  await act(() =>
    rds.send(
      new CreateDBClusterEndpointCommand({
        DBClusterIdentifier: identifier,
        DBClusterEndpointIdentifier: 'reports',
        EndpointType: 'ANY',
      }),
    ),
  );
  const members = setting.readers + 1;
  for (let index = 1; index <= members; index++) {
    await act(() =>
      rds.send(
        new ModifyDBInstanceCommand({
          DBInstanceIdentifier: `${identifier}-${index}`,
          ApplyImmediately: true,
          DBParameterGroupName: group,
          PreferredMaintenanceWindow: 'thu:06:12-thu:06:52',
          AutoMinorVersionUpgrade: false,
          PubliclyAccessible: true,
          MonitoringInterval: 15,
          MonitoringRoleArn: ownRoles.monitoring,
          CACertificateIdentifier: 'rds-ca-ecc384-g1',
          PromotionTier: 15 - index,
        }),
      ),
    );
  }
  for (let index = members; index > 0; index--) {
    await act(() =>
      rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: `${identifier}-${index}` })),
    );
  }
  simulator.rds.describeAs(arn, {
    UpgradeRolloutOrder: 'first',
    AwsBackupRecoveryPointArn: `arn:aws:backup:${target.region}:${target.accountId}:recovery-point:own`,
    CloneGroupId: 'own-clones',
    ServerlessV2PlatformVersion: '3',
    PendingModifiedValues: { EngineVersion: '99.9' },
  });
}

async function ownInstance(setting: Setting, identifier: string, parts: Parts): Promise<void> {
  const { simulator, operator } = parts;
  const rds = operator.rds(target);
  const act = (work: () => Promise<unknown>): Promise<void> =>
    operator.act(setting, { location: target, identifier }, work);
  const arn = `arn:aws:rds:${target.region}:${target.accountId}:db:${identifier}`;
  await act(() =>
    rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: identifier,
        DBInstanceClass: 'db.r6g.xlarge',
        DBParameterGroupName: group,
        OptionGroupName: group,
        EnableIAMDatabaseAuthentication: true,
        StorageType: 'io2',
        AllocatedStorage: 100,
        Iops: 4000,
        MaxAllocatedStorage: 400,
        MultiAZ: true,
        PubliclyAccessible: true,
        MonitoringInterval: 15,
        MonitoringRoleArn: ownRoles.monitoring,
        CACertificateIdentifier: 'rds-ca-ecc384-g1',
        DedicatedLogVolume: true,
        ...ownOfEither(setting),
      }),
    ),
  );
  for (const feature of ['s3Import', 's3Export']) {
    await act(() =>
      rds.send(
        new AddRoleToDBInstanceCommand({
          DBInstanceIdentifier: identifier,
          RoleArn: ownRoles.transfer,
          FeatureName: feature,
        }),
      ),
    );
  }
  await act(() => rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: identifier })));
  simulator.rds.describeAs(arn, {
    UpgradeRolloutOrder: 'first',
    AwsBackupRecoveryPointArn: `arn:aws:backup:${target.region}:${target.accountId}:recovery-point:own`,
    DBInstanceAutomatedBackupsReplications: [
      { DBInstanceAutomatedBackupsArn: `${arn}-replicated` },
    ],
    DBCapacityReservationIdentifier: 'dbcr-0123456789',
    ActivityStreamStatus: 'started',
    ActivityStreamMode: 'async',
    PendingModifiedValues: { EngineVersion: '99.9' },
  });
}
