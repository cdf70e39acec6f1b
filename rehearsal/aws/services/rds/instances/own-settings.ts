import { AwsError } from '../../../contracts.ts';
import { parameterFamily } from '../engines.ts';
import type { InstanceSettings } from '../settings/database-settings.ts';
import {
  permitInsights,
  readInsights,
  showInsights,
  withoutInsights,
} from '../settings/insights.ts';
import {
  passMonitoringRole,
  readMonitoring,
  showMonitoring,
  unmonitored,
} from '../settings/monitoring.ts';
import type { SettingsTable } from '../settings/setting.ts';
import { requireTogether, within } from '../settings/valid-values.ts';
import { initialMaintenanceWindow, readMaintenanceWindow } from '../settings/windows.ts';
import { defaultAuthority, readAuthority, showAuthority } from './certificate.ts';
import type { AboutInstance, InstanceKind } from './kind.ts';

/** What is set of every instance by itself, be it a member of a cluster. */
type OwnSettings = Pick<
  InstanceSettings,
  | 'parameterGroup'
  | 'zone'
  | 'maintenanceWindow'
  | 'autoMinorVersionUpgrade'
  | 'publiclyAccessible'
  | 'copyTagsToSnapshot'
  | 'promotionTier'
  | 'monitoring'
  | 'insights'
  | 'caCertificate'
>;

/**
 * Every setting that an instance has by itself. A restore takes none from the live database nor from the
 * snapshot. Source: the SDK's model of the three requests and of DBInstance; the RDS User Guide, "Settings for
 * DB instances", for when a modification occurs and whether it restarts.
 */
export const ownSettings: SettingsTable<OwnSettings, InstanceKind> = {
  parameterGroup: {
    create: ['DBParameterGroupName'],
    restore: ['DBParameterGroupName'],
    modify: ['DBParameterGroupName'],
    initial: (about) => readParameterGroup(undefined, about),
    read: ({ DBParameterGroupName: name }, _, about) => readParameterGroup(name, about),
    show: ({ parameterGroup, parameterStatus }) => ({
      DBParameterGroups: [
        { DBParameterGroupName: parameterGroup, ParameterApplyStatus: parameterStatus },
      ],
    }),
    atOnce: true,
  },
  zone: {
    create: ['AvailabilityZone'],
    restore: ['AvailabilityZone'],
    initial: ({ subnetGroup, cluster }) => {
      const zones = cluster?.zones ?? subnetGroup.subnets.map(({ zone }) => zone);
      return zones[(cluster?.members.length ?? 0) % zones.length] ?? 'unknown';
    },
    read: ({ AvailabilityZone: given, MultiAZ: multiZone }, before, about) => {
      requireTogether(
        multiZone !== true,
        'Requesting a specific availability zone is not valid for Multi-AZ instances.',
      );
      return readZone(given ?? before, about);
    },
    show: ({ zone }) => ({ AvailabilityZone: zone }),
  },
  maintenanceWindow: {
    create: ['PreferredMaintenanceWindow'],
    modify: ['PreferredMaintenanceWindow'],
    initial: ({ cluster }, { PreferredBackupWindow: other }) =>
      initialMaintenanceWindow(cluster?.backupWindow ?? other),
    read: (given, before, { cluster, current }) =>
      readMaintenanceWindow(
        given.PreferredMaintenanceWindow ?? before,
        cluster?.backupWindow ?? given.PreferredBackupWindow ?? current?.backupWindow,
      ),
    show: ({ maintenanceWindow }) => ({ PreferredMaintenanceWindow: maintenanceWindow }),
    atOnce: true,
  },
  autoMinorVersionUpgrade: {
    create: ['AutoMinorVersionUpgrade'],
    restore: ['AutoMinorVersionUpgrade'],
    modify: ['AutoMinorVersionUpgrade'],
    initial: () => true,
    read: ({ AutoMinorVersionUpgrade: given }, before) => given ?? before,
    show: ({ autoMinorVersionUpgrade }) => ({ AutoMinorVersionUpgrade: autoMinorVersionUpgrade }),
    atOnce: true,
  },
  publiclyAccessible: {
    create: ['PubliclyAccessible'],
    restore: ['PubliclyAccessible'],
    modify: ['PubliclyAccessible'],
    initial: ({ cluster }, { DBSubnetGroupName: group }) =>
      group === undefined ? cluster === undefined : group.toLowerCase() === 'default',
    read: ({ PubliclyAccessible: given }, before) => given ?? before,
    show: ({ publiclyAccessible }) => ({ PubliclyAccessible: publiclyAccessible }),
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
  promotionTier: {
    create: ['PromotionTier'],
    modify: ['PromotionTier'],
    initial: () => 1,
    read: ({ PromotionTier: given }, before) => within('PromotionTier', given ?? before, 0, 15),
    show: ({ promotionTier }) => ({ PromotionTier: promotionTier }),
    atOnce: true,
  },
  monitoring: {
    create: ['MonitoringInterval', 'MonitoringRoleArn'],
    modify: ['MonitoringInterval', 'MonitoringRoleArn'],
    initial: () => unmonitored,
    read: (given) => readMonitoring(given),
    permit: passMonitoringRole,
    show: ({ monitoring }) => showMonitoring(monitoring),
    // Source: the RDS User Guide, "Viewing Amazon RDS DB instance status".
    status: 'configuring-enhanced-monitoring',
  },
  insights: {
    create: [
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
      readInsights(
        given,
        before,
        (about.cluster ?? about.current)?.insightsMode ?? 'standard',
        about,
      ),
    permit: permitInsights,
    show: ({ insights }) => showInsights(insights),
    atOnce: true,
  },
  caCertificate: {
    create: ['CACertificateIdentifier'],
    restore: ['CACertificateIdentifier'],
    modify: ['CACertificateIdentifier'],
    initial: () => defaultAuthority,
    read: ({ CACertificateIdentifier: given }, before) => readAuthority(given ?? before),
    show: (instance) => showAuthority(instance),
    waits: () => true,
    pending: (value) => ({ CACertificateIdentifier: value }),
    restarts: (before, after) => before !== after,
  },
};

/** The group that a request names, or the default one of the engine's version. */
export function readParameterGroup(name: string | undefined, about: AboutInstance): string {
  const { context, call, engine, engineVersion } = about;
  const family = parameterFamily(engine, engineVersion);
  return context.groups.parameterGroup(call.location, name, family);
}

/** The Region's, and one that the subnet group covers; that second fault is from memory, unverified. */
function readZone(zone: string, { call, subnetGroup }: AboutInstance): string {
  if (!zone.startsWith(call.location.region)) {
    throw new AwsError('InvalidParameterValue', `Invalid Availability Zone: ${zone}`);
  }
  if (subnetGroup.subnets.some((subnet) => subnet.zone === zone)) return zone;
  throw new AwsError(
    'InvalidVPCNetworkStateFault',
    `The DB subnet group ${subnetGroup.identifier} doesn't cover the Availability Zone ${zone}`,
  );
}
