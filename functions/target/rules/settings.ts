import { DatabaseSettings, memberName, travels } from '../../shared/rules/database-settings.ts';
import type { SettingName } from '../../shared/rules/database-settings.ts';
import type { DatabaseKind } from '../../shared/rules/database.ts';
import { sameSetting } from '../../shared/rules/same-setting.ts';

/** Every setting, in the order in which reports name them. */
export const settingNames = Object.keys(DatabaseSettings.shape) as readonly SettingName[];

/**
 * Without them a database isn't the one that applications expect, or AWS refuses them together with the
 * data: they are given to the restore alone, which fails without. The others can be set afterwards, or
 * missed for a while.
 */
export const essential: ReadonlySet<SettingName> = new Set<SettingName>([
  'subnetGroup',
  'securityGroups',
  'parameterGroup',
  'optionGroup',
  'port',
  'iamAuthentication',
  'copyTagsToSnapshots',
  'deletionProtection',
  'backupRetentionDays',
  'storageType',
  'allocatedStorage',
  'serverlessCapacity',
  'instanceClass',
  'multiAz',
  'networkType',
]);

/** The settings that no modification brings. */
const withOwnCall: ReadonlySet<SettingName> = new Set<SettingName>(['roles', 'dataApi']);

/** The settings that a restore can't do without; provisioned storage isn't made without its figure. */
export function essentialSettings(settings: DatabaseSettings): DatabaseSettings {
  const isProvisioned = settings.storageType?.startsWith('io') === true;
  return filter(settings, (name) => essential.has(name) || (isProvisioned && name === 'iops'));
}

/** The settings that a modification may bring once the database is there. */
export function laterSettings(settings: DatabaseSettings): DatabaseSettings {
  return filter(settings, (name) => !essential.has(name) && !withOwnCall.has(name));
}

/**
 * What a drill restores: it keeps no backups, which would hold the database `backing-up`, for hours where it
 * is large, and be left behind. Source: the SDK's model, `BackupRetentionPeriod`: "Setting this parameter to 0
 * disables automated backups" of RestoreDBInstanceFromDBSnapshot, "Must be a value from 1 to 35" of
 * RestoreDBClusterFromSnapshot.
 */
export function drilled(settings: DatabaseSettings, kind: DatabaseKind): DatabaseSettings {
  return { ...settings, backupRetentionDays: kind === 'cluster' ? 1 : 0 };
}

/**
 * The settings of the restored database: the stack's parameters, else those of the live one that it
 * replaces, else, where they travel, the source's.
 */
export function chooseSettings(from: {
  readonly live: DatabaseSettings | undefined;
  readonly parameters: DatabaseSettings;
  readonly source: DatabaseSettings;
}): DatabaseSettings {
  const { live, parameters, source } = from;
  const settings: Partial<Record<SettingName, unknown>> = {};
  for (const name of settingNames) {
    const value = parameters[name] ?? live?.[name] ?? (travels(name) ? source[name] : undefined);
    if (value !== undefined) settings[name] = value;
  }
  if (settings.performanceInsights !== true) {
    // AWS refuses a key and a retention of what is off.
    delete settings.performanceInsightsKey;
    delete settings.performanceInsightsDays;
  }
  if (live?.storageType !== undefined && parameters.storageType === undefined) {
    // What one kind of storage has means nothing to another.
    for (const name of ['iops', 'storageThroughput'] as const) {
      if (live[name] === undefined && parameters[name] === undefined) delete settings[name];
    }
  }
  // A restore takes no less than its snapshot has.
  const storage = Math.max(Number(settings.allocatedStorage ?? 0), source.allocatedStorage ?? 0);
  if (storage > 0) settings.allocatedStorage = storage;
  if (settings.storageType === 'gp3' && Number(settings.iops ?? 0) <= baselineIops) {
    delete settings.iops;
    delete settings.storageThroughput;
  }
  return settings as DatabaseSettings;
}

/**
 * What gp3 has by itself below 400 GiB, where AWS shows it and refuses to be told.
 * Source: RDS User Guide, "gp3 storage"; cloudtools/troposphere#2153.
 */
const baselineIops = 3000;

/**
 * Enhanced monitoring takes a role, which the stack has to be allowed to hand on: another one than its
 * parameter names is left out, and without one there is no monitoring.
 */
export function withMonitoring<Settings extends Pick<DatabaseSettings, 'monitoringSeconds'>>(
  settings: Settings & Pick<DatabaseSettings, 'monitoringRole'>,
  role: string | undefined,
): Settings {
  const { monitoringSeconds, monitoringRole: _, ...others } = settings;
  if (role === undefined || !monitoringSeconds) return others as unknown as Settings;
  return { ...others, monitoringSeconds, monitoringRole: role } as unknown as Settings;
}

/**
 * A domain takes a role as well: another one than the stack may hand on is left out, and the domain with
 * it. A domain of its owner's own needs none.
 */
export function withDomain(
  settings: DatabaseSettings,
  roleArn: string | undefined,
): DatabaseSettings {
  const { domain, ...others } = settings;
  const needed = domain?.roleName;
  const allowed = roleArn?.slice(roleArn.lastIndexOf('/') + 1);
  return domain === undefined || (needed !== undefined && needed !== allowed)
    ? others
    : { ...others, domain };
}

/** Where the restored database will differ from another one, a sentence each, by AWS's names. */
export function describeDifferences(
  chosen: DatabaseSettings,
  other: {
    readonly kind: DatabaseKind;
    readonly whose: 'live' | 'source';
    readonly settings: DatabaseSettings;
  },
): readonly string[] {
  const { kind, whose, settings } = other;
  const where = whose === 'live' ? 'in the live database' : 'at the source';
  return (
    settingNames
      .filter((name) => settings[name] !== undefined && !sameSetting(settings[name], chosen[name]))
      .filter((name) => whose === 'live' || travels(name) || chosen[name] === undefined)
      // The target has zones of its own, in each of which a database is as good as in another.
      .filter((name) => whose === 'live' || name !== 'availabilityZone')
      .map(
        (name) =>
          `${memberName(name, kind)} is ${showSetting(chosen[name])}; ${where} it is ${showSetting(settings[name])}`,
      )
  );
}

function filter(
  settings: DatabaseSettings,
  keeps: (name: SettingName) => boolean,
): DatabaseSettings {
  return Object.fromEntries(
    settingNames
      .filter((name) => keeps(name) && settings[name] !== undefined)
      .map((name) => [name, settings[name]]),
  );
}

/** How a sentence shows a setting's value. */
export function showSetting(value: unknown): string {
  if (value === undefined) return "AWS's default";
  return typeof value === 'string' ? value : JSON.stringify(value);
}
