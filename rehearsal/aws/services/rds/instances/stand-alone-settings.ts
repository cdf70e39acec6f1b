// One file: the settings that only a stand-alone instance takes are one table.
import { AwsError } from '../../../contracts.ts';
import { defaultOptionGroup } from '../engines.ts';
import { changedLogExports } from '../log-exports.ts';
import { optionGroupNamed } from '../option-groups.ts';
import type { InstanceSettings } from '../settings/database-settings.ts';
import { passDomainRole, readDomain, showDomain } from '../settings/domain.ts';
import { readInsightsMode, showInsightsMode } from '../settings/insights.ts';
import { enrolled, readLifecycleSupport } from '../settings/lifecycle-support.ts';
import { readNetworkType } from '../settings/network-type.ts';
import type { SettingsTable } from '../settings/setting.ts';
import { oneOf, requireTogether, within } from '../settings/valid-values.ts';
import { initialBackupWindow, readBackupWindow } from '../settings/windows.ts';
import type { AboutInstance, InstanceKind } from './kind.ts';
import { readProcessorFeatures, showProcessorFeatures } from './processor-features.ts';
import { changedStorage, newStorage, showStorage } from './storage-settings.ts';
import type { ownSettings } from './own-settings.ts';

const domainMembers = [
  'Domain',
  'DomainIAMRoleName',
  'DomainFqdn',
  'DomainOu',
  'DomainAuthSecretArn',
  'DomainDnsIps',
] as const;

/** Of a cluster's member, these are the cluster's or don't apply. */
type StandAloneSettings = Omit<InstanceSettings, keyof typeof ownSettings>;

/**
 * Every setting that a stand-alone instance takes, and a cluster's member doesn't: it shows the cluster's.
 * A restore takes from the snapshot what the model says so of, and what is in the data. Members that AWS has
 * for other engines, or on Outposts, are taken from any instance, so that one that is lost is noticed.
 * Source: as of `ownSettings`.
 */
export const standAloneSettings: SettingsTable<StandAloneSettings, InstanceKind> = {
  securityGroupIds: {
    create: ['VpcSecurityGroupIds'],
    restore: ['VpcSecurityGroupIds'],
    modify: ['VpcSecurityGroupIds'],
    initial: ({ context, call, cluster }) =>
      cluster?.securityGroupIds ?? context.groups.defaults(call.location).securityGroupIds,
    read: ({ VpcSecurityGroupIds: ids }, before) => ids ?? before,
    show: ({ cluster, securityGroupIds }) => ({
      VpcSecurityGroups: (cluster?.securityGroupIds ?? securityGroupIds).map(
        (VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: 'active' }),
      ),
    }),
    atOnce: true,
  },
  backupRetentionPeriod: {
    create: ['BackupRetentionPeriod'],
    restore: ['BackupRetentionPeriod'],
    modify: ['BackupRetentionPeriod'],
    initial: ({ cluster, source }) =>
      cluster?.backupRetentionPeriod ?? source?.backupRetentionPeriod ?? 1,
    read: ({ BackupRetentionPeriod: days }, before) =>
      within('BackupRetentionPeriod', days ?? before, 0, 35),
    show: ({ cluster, backupRetentionPeriod }) => ({
      BackupRetentionPeriod: cluster?.backupRetentionPeriod ?? backupRetentionPeriod,
    }),
    // Backups are turned on or off; any other change is applied as soon as possible.
    waits: (before, after) => (before === 0) !== (after === 0),
    pending: (value) => ({ BackupRetentionPeriod: value }),
    atOnce: true,
  },
  backupWindow: {
    create: ['PreferredBackupWindow'],
    restore: ['PreferredBackupWindow'],
    modify: ['PreferredBackupWindow'],
    initial: ({ cluster }, { PreferredMaintenanceWindow: other }) =>
      cluster?.backupWindow ?? initialBackupWindow(other),
    read: (given, before, { current }) =>
      readBackupWindow(
        given.PreferredBackupWindow ?? before,
        given.PreferredMaintenanceWindow ?? current?.maintenanceWindow,
      ),
    show: ({ cluster, backupWindow }) => ({
      PreferredBackupWindow: cluster?.backupWindow ?? backupWindow,
    }),
    atOnce: true,
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
  iamAuthentication: {
    create: ['EnableIAMDatabaseAuthentication'],
    restore: ['EnableIAMDatabaseAuthentication'],
    modify: ['EnableIAMDatabaseAuthentication'],
    initial: ({ cluster }) => cluster?.iamAuthentication ?? false,
    read: ({ EnableIAMDatabaseAuthentication: given }, before) => given ?? before,
    show: ({ cluster, iamAuthentication }) => ({
      IAMDatabaseAuthenticationEnabled: cluster?.iamAuthentication ?? iamAuthentication,
    }),
    waits: () => true,
    pending: (value) => ({ IAMDatabaseAuthenticationEnabled: value }),
    status: 'configuring-iam-database-auth',
  },
  logExports: {
    create: ['EnableCloudwatchLogsExports'],
    restore: ['EnableCloudwatchLogsExports'],
    modify: ['CloudwatchLogsExportConfiguration'],
    initial: ({ cluster }) => cluster?.logExports ?? [],
    read: (given, before, { engine }) =>
      changedLogExports(
        engine,
        before,
        given.CloudwatchLogsExportConfiguration ?? {
          EnableLogTypes: given.EnableCloudwatchLogsExports,
        },
      ),
    show: ({ cluster, logExports }) => {
      const types = cluster?.logExports ?? logExports;
      return types.length > 0 ? { EnabledCloudwatchLogsExports: [...types] } : {};
    },
    atOnce: true,
  },
  lifecycleSupport: {
    create: ['EngineLifecycleSupport'],
    restore: ['EngineLifecycleSupport'],
    modify: ['EngineLifecycleSupport'],
    initial: ({ cluster }) => cluster?.lifecycleSupport ?? enrolled,
    read: ({ EngineLifecycleSupport: given }, before, { engine }) => {
      requireTogether(
        engine !== 'mariadb',
        'EngineLifecycleSupport applies only to RDS for MySQL and RDS for PostgreSQL',
      );
      return readLifecycleSupport(given ?? before);
    },
    show: ({ cluster, engine, lifecycleSupport }) =>
      engine === 'mariadb'
        ? {}
        : { EngineLifecycleSupport: cluster?.lifecycleSupport ?? lifecycleSupport },
    atOnce: true,
  },
  networkType: {
    create: ['NetworkType'],
    restore: ['NetworkType'],
    modify: ['NetworkType'],
    initial: ({ cluster }) => cluster?.networkType ?? 'IPV4',
    read: ({ NetworkType: given }, before, { subnetGroup }) =>
      readNetworkType(given ?? before, subnetGroup),
    show: ({ cluster, networkType }) => ({ NetworkType: cluster?.networkType ?? networkType }),
    waits: () => true,
  },
  insightsMode: {
    create: ['DatabaseInsightsMode'],
    modify: ['DatabaseInsightsMode'],
    initial: ({ cluster }) => cluster?.insightsMode ?? 'standard',
    read: (given, before) => readInsightsMode(given, before),
    show: ({ cluster, insightsMode }) => showInsightsMode(cluster?.insightsMode ?? insightsMode),
    atOnce: true,
  },
  domain: {
    create: domainMembers,
    restore: domainMembers,
    modify: [...domainMembers, 'DisableDomain'],
    initial: ({ cluster }) => cluster?.domain,
    read: (given, _, { engine }) => readDomain(given, engine),
    permit: passDomainRole,
    show: ({ cluster, domain }) => showDomain(cluster?.domain ?? domain),
    waits: () => true,
    restarts: () => true,
  },
  multiZone: {
    create: ['MultiAZ'],
    restore: ['MultiAZ'],
    modify: ['MultiAZ'],
    initial: () => false,
    read: ({ MultiAZ: given }, before, about) => readMultiZone(given ?? before, about),
    show: ({ multiZone, subnetGroup, zone }) => {
      const second = subnetGroup.subnets.find((subnet) => subnet.zone !== zone)?.zone;
      return {
        MultiAZ: multiZone,
        ...(multiZone && second !== undefined ? { SecondaryAvailabilityZone: second } : {}),
      };
    },
    waits: () => true,
    pending: (value) => ({ MultiAZ: value }),
  },
  storage: {
    create: ['AllocatedStorage', 'StorageType', 'Iops', 'StorageThroughput'],
    restore: ['AllocatedStorage', 'StorageType', 'Iops', 'StorageThroughput'],
    modify: ['AllocatedStorage', 'StorageType', 'Iops', 'StorageThroughput'],
    initial: ({ cluster, source }, given) =>
      cluster === undefined
        ? newStorage(given, source?.storage)
        : { allocated: 1, type: cluster.storageType, iops: undefined, throughput: undefined },
    read: (given, before, { current }) =>
      current === undefined ? before : changedStorage(given, current.storage),
    show: ({ cluster, storage }) =>
      showStorage(cluster === undefined ? storage : { ...storage, type: cluster.storageType }),
    waits: () => true,
    pending: (value) => showStorage(value),
  },
  // A snapshot doesn't carry it, and a restore doesn't take it.
  maxAllocatedStorage: {
    create: ['MaxAllocatedStorage'],
    modify: ['MaxAllocatedStorage'],
    initial: () => undefined,
    read: ({ MaxAllocatedStorage: given, AllocatedStorage }, _, { current }) =>
      readMaximum(given ?? 0, AllocatedStorage ?? current?.storage.allocated ?? 0),
    show: ({ maxAllocatedStorage }) =>
      maxAllocatedStorage === undefined ? {} : { MaxAllocatedStorage: maxAllocatedStorage },
    atOnce: true,
  },
  optionGroup: {
    create: ['OptionGroupName'],
    restore: ['OptionGroupName'],
    modify: ['OptionGroupName'],
    initial: ({ engine, engineVersion }) => defaultOptionGroup(engine, engineVersion),
    read: ({ OptionGroupName: name }, _, about) => readOptionGroup(name, about),
    show: ({ optionGroup, waiting: { optionGroup: next } }) => ({
      OptionGroupMemberships: [
        { OptionGroupName: optionGroup, Status: 'in-sync' },
        ...(next === undefined
          ? []
          : [{ OptionGroupName: next, Status: 'pending-maintenance-apply' }]),
      ],
    }),
    waits: (before, after) => before !== after,
  },
  licenseModel: {
    create: ['LicenseModel'],
    restore: ['LicenseModel'],
    modify: ['LicenseModel'],
    initial: ({ engine }) => licenseOf(engine),
    read: ({ LicenseModel: given }, before, { engine }) =>
      oneOf('LicenseModel', given ?? before, [licenseOf(engine)]),
    show: ({ licenseModel }) => ({ LicenseModel: licenseModel }),
    waits: (before, after) => before !== after,
  },
  timezone: {
    create: ['Timezone'],
    initial: ({ source }) => source?.timezone,
    read: ({ Timezone: given }) => given,
    show: ({ timezone }) => (timezone === undefined ? {} : { Timezone: timezone }),
  },
  characterSetName: {
    create: ['CharacterSetName'],
    initial: ({ source }) => source?.characterSetName,
    read: ({ CharacterSetName: given }) => given,
    show: ({ characterSetName: name }) => (name === undefined ? {} : { CharacterSetName: name }),
  },
  ncharCharacterSetName: {
    create: ['NcharCharacterSetName'],
    initial: ({ source }) => source?.ncharCharacterSetName,
    read: ({ NcharCharacterSetName: given }) => given,
    show: ({ ncharCharacterSetName: name }) =>
      name === undefined ? {} : { NcharCharacterSetName: name },
  },
  processorFeatures: {
    create: ['ProcessorFeatures'],
    restore: ['ProcessorFeatures', 'UseDefaultProcessorFeatures'],
    modify: ['ProcessorFeatures', 'UseDefaultProcessorFeatures'],
    initial: ({ source, instanceClass }) =>
      source?.instanceClass === instanceClass ? source.processorFeatures : [],
    read: (given, before) => readProcessorFeatures(given, before),
    show: ({ processorFeatures }) =>
      processorFeatures.length === 0
        ? {}
        : { ProcessorFeatures: showProcessorFeatures(processorFeatures) },
    waits: () => true,
    pending: (value) => ({ ProcessorFeatures: showProcessorFeatures(value) }),
    restarts: () => true,
  },
  customerOwnedIp: {
    create: ['EnableCustomerOwnedIp'],
    restore: ['EnableCustomerOwnedIp'],
    modify: ['EnableCustomerOwnedIp'],
    initial: () => false,
    read: ({ EnableCustomerOwnedIp: given }, before) => given ?? before,
    show: ({ customerOwnedIp }) => ({ CustomerOwnedIpEnabled: customerOwnedIp }),
  },
  backupTarget: {
    create: ['BackupTarget'],
    restore: ['BackupTarget'],
    initial: () => 'region',
    read: ({ BackupTarget: given }, before) =>
      oneOf('BackupTarget', given ?? before, ['local', 'outposts', 'region']),
    show: ({ backupTarget }) => ({ BackupTarget: backupTarget }),
  },
  dedicatedLogVolume: {
    create: ['DedicatedLogVolume'],
    restore: ['DedicatedLogVolume'],
    modify: ['DedicatedLogVolume'],
    initial: () => false,
    read: ({ DedicatedLogVolume: given }, before) => given ?? before,
    show: ({ dedicatedLogVolume }) => ({ DedicatedLogVolume: dedicatedLogVolume }),
    waits: () => true,
    pending: (value) => ({ DedicatedLogVolume: value }),
    restarts: () => true,
  },
};

/** The group that a request names, or the default one of the engine's version. */
export function readOptionGroup(name: string | undefined, about: AboutInstance): string {
  const { context, call, engine, engineVersion } = about;
  const wanted = { name: engine, version: engineVersion };
  return optionGroupNamed(context.optionGroups, call.location, name, wanted);
}

/** A standby needs a second zone. Source: the SDK's model, DBSubnetGroupDoesNotCoverEnoughAZs. */
function readMultiZone(multiZone: boolean, { subnetGroup, current }: AboutInstance): boolean {
  const zones = new Set(subnetGroup.subnets.map(({ zone }) => zone)).size;
  if (!multiZone || zones > 1) return multiZone;
  throw new AwsError(
    current === undefined ? 'DBSubnetGroupDoesNotCoverEnoughAZs' : 'InvalidVPCNetworkStateFault',
    `A Multi-AZ instance needs two Availability Zones, and ${subnetGroup.identifier} covers ${zones}`,
  );
}

/**
 * The limit of storage autoscaling: 10 % above what is allocated, or just that to turn it off. Source: the
 * RDS User Guide, "Managing capacity automatically with Amazon RDS storage autoscaling".
 */
function readMaximum(maximum: number, allocated: number): number | undefined {
  if (maximum === allocated) return undefined;
  requireTogether(
    maximum >= allocated * 1.1 && maximum <= 65_536,
    `MaxAllocatedStorage must be at least 10 % above AllocatedStorage, ${allocated}. Found: ${maximum}`,
  );
  return maximum;
}

function licenseOf(engine: string): string {
  return engine.includes('postgres') ? 'postgresql-license' : 'general-public-license';
}
