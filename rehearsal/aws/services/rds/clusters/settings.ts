import type {
  CreateDBClusterMessage,
  RestoreDBClusterFromSnapshotMessage,
} from '@aws-sdk/client-rds';
import { AwsError, type Location } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { parameterFamily } from '../engines.ts';
import { changedLogExports } from '../log-exports.ts';
import { defaultBackupWindow, defaultMaintenanceWindow, nextWindow } from '../maintenance.ts';
import { NotSimulated } from '../not-simulated.ts';
import type { SnapshotSource } from '../snapshots/snapshot.ts';

/** The members that a new cluster's settings come from, whether created or restored. */
type SettingsInput = Pick<
  CreateDBClusterMessage & RestoreDBClusterFromSnapshotMessage,
  keyof typeof settingsMembers
>;

export const settingsMembers = {
  BackupRetentionPeriod: true,
  DBClusterParameterGroupName: true,
  VpcSecurityGroupIds: true,
  DBSubnetGroupName: true,
  Port: true,
  PreferredBackupWindow: true,
  EnableIAMDatabaseAuthentication: true,
  BacktrackWindow: true,
  EnableCloudwatchLogsExports: true,
  EngineMode: true,
  DeletionProtection: true,
  CopyTagsToSnapshot: true,
  StorageType: true,
  ServerlessV2ScalingConfiguration: true,
  EngineLifecycleSupport: true,
} as const;

type Settings = Pick<
  Cluster,
  | 'backupRetentionPeriod'
  | 'parameterGroup'
  | 'securityGroupIds'
  | 'subnetGroup'
  | 'backupWindow'
  | 'maintenanceWindow'
  | 'iamAuthentication'
  | 'backtrackWindow'
  | 'logExports'
  | 'deletionProtection'
  | 'copyTagsToSnapshot'
  | 'storageType'
  | 'serverless'
  | 'lifecycleSupport'
>;

/**
 * The settings of a new cluster: what the request says, else the defaults of the account and
 * Region. A restore doesn't take them from the source, but for its backups' settings.
 */
export function readSettings(
  context: Context,
  location: Location,
  engine: { readonly name: string; readonly version: string },
  input: SettingsInput & { readonly PreferredMaintenanceWindow?: string | undefined },
  operation: string,
  from?: SnapshotSource,
): Settings {
  if (input.EngineMode !== undefined && input.EngineMode !== 'provisioned') {
    throw new NotSimulated(operation, `EngineMode ${input.EngineMode}`);
  }
  const family = parameterFamily(engine.name, engine.version);
  const groups = context.groups;
  const window = input.PreferredMaintenanceWindow ?? defaultMaintenanceWindow;
  nextWindow(window, context.clock.now());
  return {
    subnetGroup: groups.subnetGroup(location, input.DBSubnetGroupName),
    parameterGroup: groups.clusterParameterGroup(
      location,
      input.DBClusterParameterGroupName,
      family,
    ),
    securityGroupIds: input.VpcSecurityGroupIds ?? groups.defaults(location).securityGroupIds,
    backupRetentionPeriod: readRetention(
      input.BackupRetentionPeriod ?? from?.backupRetentionPeriod ?? 1,
    ),
    backupWindow: input.PreferredBackupWindow ?? from?.backupWindow ?? defaultBackupWindow,
    maintenanceWindow: window.toLowerCase(),
    iamAuthentication: input.EnableIAMDatabaseAuthentication ?? false,
    backtrackWindow: input.BacktrackWindow,
    logExports: changedLogExports(engine.name, [], {
      EnableLogTypes: input.EnableCloudwatchLogsExports,
    }),
    deletionProtection: input.DeletionProtection ?? false,
    copyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
    storageType: input.StorageType ?? 'aurora',
    serverless: readServerless(input.ServerlessV2ScalingConfiguration),
    lifecycleSupport: input.EngineLifecycleSupport ?? 'open-source-rds-extended-support',
  };
}

/** Aurora keeps backups for 1 to 35 days. */
export function readRetention(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= 35) return days;
  throw new AwsError(
    'InvalidParameterValue',
    `Invalid backup retention period: ${days}. Must be between 1 and 35 days`,
  );
}

/** Capacity in Aurora capacity units, in steps of a half, 0 to 256, the maximum at least 1. */
export function readServerless(
  input: CreateDBClusterMessage['ServerlessV2ScalingConfiguration'],
): Cluster['serverless'] {
  if (input === undefined) return undefined;
  const { MinCapacity: min = 0.5, MaxCapacity: max = 0, ...rest } = input;
  const other = Object.entries(rest).find(([, value]) => value !== undefined);
  if (other) throw new NotSimulated('ServerlessV2ScalingConfiguration', other[0]);
  if (Number.isInteger(min * 2) && Number.isInteger(max * 2) && min >= 0 && max >= 1 && max <= 256)
    if (min <= max) return { min, max };
  throw new AwsError(
    'InvalidParameterValue',
    `Serverless v2 capacity must be in steps of 0.5, with 0 <= minimum <= maximum and 1 <= maximum <= 256. Found: ${min} to ${max}`,
  );
}
