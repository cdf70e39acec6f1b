// One file: the settings of an Aurora cluster are one table.
import type {
  ClusterPendingModifiedValues,
  CreateDBClusterMessage,
  DBCluster,
  ModifyDBClusterMessage,
  RestoreDBClusterFromSnapshotMessage,
} from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { parameterFamily } from '../engines.ts';
import type { SubnetGroup } from '../groups.ts';
import { changedLogExports } from '../log-exports.ts';
import { passRole, showRoles, withRole } from '../settings/associated-roles.ts';
import type { AssociatedRole, ClusterSettings } from '../settings/database-settings.ts';
import { passDomainRole, readDomain, showDomain } from '../settings/domain.ts';
import {
  permitInsights,
  readInsights,
  readInsightsMode,
  showInsights,
  showInsightsMode,
  withoutInsights,
} from '../settings/insights.ts';
import { enrolled, readLifecycleSupport } from '../settings/lifecycle-support.ts';
import {
  passMonitoringRole,
  readMonitoring,
  showMonitoring,
  unmonitored,
} from '../settings/monitoring.ts';
import { readNetworkType } from '../settings/network-type.ts';
import type { SettingsTable } from '../settings/setting.ts';
import { requireTogether, within } from '../settings/valid-values.ts';
import {
  initialBackupWindow,
  initialMaintenanceWindow,
  readBackupWindow,
  readMaintenanceWindow,
} from '../settings/windows.ts';
import type { SnapshotSource } from '../snapshots/snapshot.ts';
import { requireFeature } from './features.ts';
import { readServerless, showServerless } from './serverless.ts';

type Given = Partial<CreateDBClusterMessage> &
  Partial<Omit<RestoreDBClusterFromSnapshotMessage, keyof CreateDBClusterMessage>> &
  Partial<
    Omit<
      ModifyDBClusterMessage,
      keyof CreateDBClusterMessage | keyof RestoreDBClusterFromSnapshotMessage
    >
  >;

/** What a request about a cluster's settings is read against. */
export interface AboutCluster {
  readonly context: Context;
  readonly call: Call;
  readonly engine: string;
  readonly engineVersion: string;
  readonly subnetGroup: SubnetGroup;
  /** What the snapshot keeps that is restored. */
  readonly source?: SnapshotSource;
  /** The cluster that is modified. */
  readonly current?: Cluster;
}

/** An Aurora cluster, as the table of settings sees it. */
export interface ClusterKind {
  readonly create: CreateDBClusterMessage;
  readonly restore: RestoreDBClusterFromSnapshotMessage;
  readonly modify: ModifyDBClusterMessage;
  readonly given: Given;
  readonly about: AboutCluster;
  readonly owner: Cluster;
  readonly shape: Partial<DBCluster>;
  readonly pending: ClusterPendingModifiedValues;
}

/**
 * Every setting of an Aurora cluster. A restore takes none from the live database, and from the snapshot
 * only the days that backups are kept. Without ApplyImmediately the few that have a place among
 * the pending values wait; everything else is applied at once, whatever ApplyImmediately says.
 * Source: the SDK's model of the three requests and of DBCluster; the Aurora user guide, "Modifying an
 * Amazon Aurora DB cluster".
 */
export const clusterSettings: SettingsTable<ClusterSettings, ClusterKind> = {
  zones: {
    create: ['AvailabilityZones'],
    restore: ['AvailabilityZones'],
    initial: ({ subnetGroup }) => subnetGroup.subnets.map(({ zone }) => zone),
    read: ({ AvailabilityZones: zones = [] }, _, { call }) => {
      requireTogether(zones.length <= 3, 'AvailabilityZones has at most three');
      const elsewhere = zones.find((zone) => !zone.startsWith(call.location.region));
      if (elsewhere === undefined) return zones;
      throw new AwsError('InvalidParameterValue', `Invalid Availability Zone: ${elsewhere}`);
    },
    show: ({ zones }) => ({ AvailabilityZones: [...zones] }),
  },
  parameterGroup: {
    create: ['DBClusterParameterGroupName'],
    restore: ['DBClusterParameterGroupName'],
    modify: ['DBClusterParameterGroupName'],
    initial: (about) => readParameterGroup(undefined, about),
    read: ({ DBClusterParameterGroupName: name }, _, about) => readParameterGroup(name, about),
    show: ({ parameterGroup }) => ({ DBClusterParameterGroup: parameterGroup }),
  },
  securityGroupIds: {
    create: ['VpcSecurityGroupIds'],
    restore: ['VpcSecurityGroupIds'],
    modify: ['VpcSecurityGroupIds'],
    initial: ({ context, call }) => context.groups.defaults(call.location).securityGroupIds,
    read: ({ VpcSecurityGroupIds: ids }, before, about) =>
      ids === undefined ? before : requireOwnVpc(ids, about),
    show: ({ securityGroupIds }) => ({
      VpcSecurityGroups: securityGroupIds.map((VpcSecurityGroupId) => ({
        VpcSecurityGroupId,
        Status: 'active',
      })),
    }),
  },
  backupRetentionPeriod: {
    create: ['BackupRetentionPeriod'],
    restore: ['BackupRetentionPeriod'],
    modify: ['BackupRetentionPeriod'],
    initial: ({ source }) => source?.backupRetentionPeriod ?? 1,
    read: ({ BackupRetentionPeriod: days }, before) =>
      within('BackupRetentionPeriod', days ?? before, 1, 35),
    show: ({ backupRetentionPeriod }) => ({ BackupRetentionPeriod: backupRetentionPeriod }),
  },
  backupWindow: {
    create: ['PreferredBackupWindow'],
    restore: ['PreferredBackupWindow'],
    modify: ['PreferredBackupWindow'],
    initial: (_, { PreferredMaintenanceWindow: other }) => initialBackupWindow(other),
    read: (given, before, { current }) =>
      readBackupWindow(
        given.PreferredBackupWindow ?? before,
        given.PreferredMaintenanceWindow ?? current?.maintenanceWindow,
      ),
    show: ({ backupWindow }) => ({ PreferredBackupWindow: backupWindow }),
  },
  maintenanceWindow: {
    create: ['PreferredMaintenanceWindow'],
    modify: ['PreferredMaintenanceWindow'],
    initial: (_, { PreferredBackupWindow: other }) => initialMaintenanceWindow(other),
    read: (given, before, { current }) =>
      readMaintenanceWindow(
        given.PreferredMaintenanceWindow ?? before,
        given.PreferredBackupWindow ?? current?.backupWindow,
      ),
    show: ({ maintenanceWindow }) => ({ PreferredMaintenanceWindow: maintenanceWindow }),
  },
  deletionProtection: {
    create: ['DeletionProtection'],
    restore: ['DeletionProtection'],
    modify: ['DeletionProtection'],
    initial: () => false,
    read: ({ DeletionProtection: given }, before) => given ?? before,
    show: ({ deletionProtection }) => ({ DeletionProtection: deletionProtection }),
    atOnce: true,
  },
  copyTagsToSnapshot: {
    create: ['CopyTagsToSnapshot'],
    restore: ['CopyTagsToSnapshot'],
    modify: ['CopyTagsToSnapshot'],
    initial: () => false,
    read: ({ CopyTagsToSnapshot: given }, before) => given ?? before,
    show: ({ copyTagsToSnapshot }) => ({ CopyTagsToSnapshot: copyTagsToSnapshot }),
    atOnce: true,
  },
  iamAuthentication: {
    create: ['EnableIAMDatabaseAuthentication'],
    restore: ['EnableIAMDatabaseAuthentication'],
    modify: ['EnableIAMDatabaseAuthentication'],
    initial: () => false,
    read: ({ EnableIAMDatabaseAuthentication: given }, before) => given ?? before,
    show: ({ iamAuthentication }) => ({ IAMDatabaseAuthenticationEnabled: iamAuthentication }),
    waits: () => true,
    pending: (value) => ({ IAMDatabaseAuthenticationEnabled: value }),
  },
  logExports: {
    create: ['EnableCloudwatchLogsExports'],
    restore: ['EnableCloudwatchLogsExports'],
    modify: ['CloudwatchLogsExportConfiguration'],
    initial: () => [],
    read: (given, before, { engine }) =>
      changedLogExports(
        engine,
        before,
        given.CloudwatchLogsExportConfiguration ?? {
          EnableLogTypes: given.EnableCloudwatchLogsExports,
        },
      ),
    show: ({ logExports }) =>
      logExports.length > 0 ? { EnabledCloudwatchLogsExports: [...logExports] } : {},
  },
  lifecycleSupport: {
    create: ['EngineLifecycleSupport'],
    restore: ['EngineLifecycleSupport'],
    modify: ['EngineLifecycleSupport'],
    initial: () => enrolled,
    read: ({ EngineLifecycleSupport: given }, before) => readLifecycleSupport(given ?? before),
    show: ({ lifecycleSupport }) => ({ EngineLifecycleSupport: lifecycleSupport }),
  },
  networkType: {
    create: ['NetworkType'],
    restore: ['NetworkType'],
    modify: ['NetworkType'],
    initial: () => 'IPV4',
    read: ({ NetworkType: given }, before, { subnetGroup }) =>
      readNetworkType(given ?? before, subnetGroup),
    show: ({ networkType }) => ({ NetworkType: networkType }),
  },
  autoMinorVersionUpgrade: {
    create: ['AutoMinorVersionUpgrade'],
    modify: ['AutoMinorVersionUpgrade'],
    initial: () => true,
    read: ({ AutoMinorVersionUpgrade: given }, before) => given ?? before,
    show: ({ autoMinorVersionUpgrade }) => ({ AutoMinorVersionUpgrade: autoMinorVersionUpgrade }),
  },
  monitoring: {
    create: ['MonitoringInterval', 'MonitoringRoleArn'],
    restore: ['MonitoringInterval', 'MonitoringRoleArn'],
    initial: () => unmonitored,
    read: (given) => readMonitoring(given),
    permit: passMonitoringRole,
    show: ({ monitoring }) => showMonitoring(monitoring),
  },
  insights: {
    create: [
      'EnablePerformanceInsights',
      'PerformanceInsightsKMSKeyId',
      'PerformanceInsightsRetentionPeriod',
    ],
    restore: [
      'EnablePerformanceInsights',
      'PerformanceInsightsKMSKeyId',
      'PerformanceInsightsRetentionPeriod',
    ],
    modify: [
      'EnablePerformanceInsights',
      'PerformanceInsightsKMSKeyId',
      'PerformanceInsightsRetentionPeriod',
    ],
    initial: () => withoutInsights,
    read: (given, before, about) =>
      readInsights(given, before, about.current?.insightsMode ?? 'standard', about),
    permit: permitInsights,
    show: ({ insights }) => showInsights(insights),
  },
  insightsMode: {
    create: ['DatabaseInsightsMode'],
    modify: ['DatabaseInsightsMode'],
    initial: () => 'standard',
    read: (given, before) => readInsightsMode(given, before),
    show: ({ insightsMode }) => showInsightsMode(insightsMode),
  },
  domain: {
    create: ['Domain', 'DomainIAMRoleName'],
    restore: ['Domain', 'DomainIAMRoleName'],
    modify: ['Domain', 'DomainIAMRoleName'],
    initial: () => undefined,
    read: (given, _, { engine }) => readDomain(given, engine),
    permit: passDomainRole,
    show: ({ domain }) => showDomain(domain),
  },
  storageType: {
    create: ['StorageType'],
    restore: ['StorageType'],
    modify: ['StorageType'],
    initial: () => 'aurora',
    read: ({ StorageType: given }, before, { context, call, engine, engineVersion }) => {
      const version = { engine, version: engineVersion };
      context.offers.requireOption(call.location, version, { storageType: given });
      return given ?? before;
    },
    // `aurora` isn't returned. Source: the SDK's model, CreateDBCluster, StorageType.
    show: ({ storageType }) => (storageType === 'aurora' ? {} : { StorageType: storageType }),
    waits: () => true,
    pending: (value) => ({ StorageType: value }),
  },
  serverless: {
    create: ['ServerlessV2ScalingConfiguration'],
    restore: ['ServerlessV2ScalingConfiguration'],
    modify: ['ServerlessV2ScalingConfiguration'],
    initial: () => undefined,
    read: ({ ServerlessV2ScalingConfiguration: given }) => readServerless(given),
    show: ({ serverless }) => showServerless(serverless),
  },
  backtrackWindow: {
    create: ['BacktrackWindow'],
    restore: ['BacktrackWindow'],
    modify: ['BacktrackWindow'],
    initial: () => 0,
    read: ({ BacktrackWindow: given }, before, about) => readBacktrack(given ?? before, about),
    show: ({ engine, backtrackWindow }) =>
      engine === 'aurora-mysql' ? { BacktrackWindow: backtrackWindow } : {},
  },
  // ModifyDBCluster's EnableHttpEndpoint is for Aurora Serverless v1: see `withoutEffect`.
  httpEndpoint: {
    create: ['EnableHttpEndpoint'],
    initial: () => false,
    read: ({ EnableHttpEndpoint: given }, before) => given ?? before,
    show: ({ httpEndpoint }) => ({ HttpEndpointEnabled: httpEndpoint }),
  },
  localWriteForwarding: {
    create: ['EnableLocalWriteForwarding'],
    modify: ['EnableLocalWriteForwarding'],
    initial: () => false,
    read: ({ EnableLocalWriteForwarding: given }, before) => given ?? before,
    show: ({ localWriteForwarding, status }) => {
      const enabled = status === 'creating' ? 'requested' : 'enabled';
      return { LocalWriteForwardingStatus: localWriteForwarding ? enabled : 'disabled' };
    },
  },
  roles: {
    create: ['AssociatedRoles'],
    restore: ['AssociatedRoles'],
    initial: () => [],
    read: ({ AssociatedRoles: given = [] }, _, { engine }) =>
      given
        .map(({ RoleArn: arn = '', FeatureName: feature = '' }) => ({ arn, feature }))
        .reduce<readonly AssociatedRole[]>((roles, role) => {
          requireFeature(engine, role.feature);
          return withRole(roles, role, 'DBClusterRole');
        }, []),
    permit: (roles, about) => {
      for (const arn of new Set(roles.map((role) => role.arn))) passRole(arn, about);
    },
    show: ({ roles }) => ({ AssociatedRoles: showRoles(roles) }),
  },
};

/** A group that nobody made here was given with whoever has it. The words: from memory, unverified. */
function requireOwnVpc(ids: readonly string[], about: AboutCluster): readonly string[] {
  const { vpcId } = about.subnetGroup;
  const { securityGroups } = about.context.network;
  const foreign = ids.find((id) => (securityGroups.find(id)?.vpcId ?? vpcId) !== vpcId);
  if (foreign === undefined) return ids;
  throw new AwsError(
    'InvalidParameterCombination',
    `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${vpcId} and the EC2 security group is in ${securityGroups.find(foreign)?.vpcId}`,
  );
}

/** The group that a request names, or the default one of the engine's version. */
export function readParameterGroup(name: string | undefined, about: AboutCluster): string {
  const { context, call, engine, engineVersion } = about;
  const family = parameterFamily(engine, engineVersion);
  return context.groups.clusterParameterGroup(call.location, name, family);
}

/**
 * Backtracking is Aurora MySQL's, for at most 72 hours, and can't be turned on later: a cluster is
 * created or restored with it. Source: the SDK's model, BacktrackWindow; the Aurora user guide,
 * "Configuring backtracking a Aurora MySQL DB cluster".
 */
function readBacktrack(seconds: number, { engine, current }: AboutCluster): number {
  requireTogether(
    engine === 'aurora-mysql' || seconds === 0,
    `Backtrack is not available for the engine ${engine}`,
  );
  requireTogether(
    current === undefined || current.backtrackWindow > 0 || seconds === 0,
    'Backtrack can’t be enabled for a cluster that was created without it, or has disabled it',
  );
  return within('BacktrackWindow', seconds, 0, 259_200);
}
