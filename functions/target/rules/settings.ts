import type { DatabaseSettings } from '../../shared/rules/database.ts';

/** Means the same in any account and Region, so that the manifest may stand in for it. */
const portable = [
  'port',
  'logExports',
  'iamAuthentication',
  'copyTagsToSnapshots',
  'deletionProtection',
  'backupRetentionDays',
  'storageType',
  'serverlessCapacity',
  'instanceClass',
  'multiAz',
] as const satisfies readonly (keyof DatabaseSettings)[];

/** Names something in one account and Region: the source's don't exist in the target. */
const local = [
  'subnetGroup',
  'securityGroups',
  'parameterGroup',
  'optionGroup',
  'roles',
] as const satisfies readonly (keyof DatabaseSettings)[];

/**
 * The settings of the restored database: those of the live one that it replaces, else the stack's
 * parameters, else, where they travel, the source's.
 */
export function chooseSettings(from: {
  readonly live: DatabaseSettings | undefined;
  readonly parameters: DatabaseSettings;
  readonly source: DatabaseSettings;
}): DatabaseSettings {
  const { live, parameters, source } = from;
  const settings: Record<string, unknown> = {};
  for (const key of portable) settings[key] = live?.[key] ?? parameters[key] ?? source[key];
  for (const key of local) settings[key] = live?.[key] ?? parameters[key];
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** Where the restored database will differ from the source, a sentence each. */
export function describeDifferences(
  chosen: DatabaseSettings,
  source: DatabaseSettings,
): readonly string[] {
  return [
    ...portable
      .filter((key) => source[key] !== undefined && !same(source[key], chosen[key]))
      .map((key) => `${key} is ${show(chosen[key])}; at the source it is ${show(source[key])}`),
    ...local
      .filter((key) => source[key] !== undefined && chosen[key] === undefined)
      .map((key) => `${key} is AWS's default; at the source it is ${show(source[key])}`),
  ];
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function show(value: unknown): string {
  if (value === undefined) return "AWS's default";
  return typeof value === 'string' ? value : JSON.stringify(value);
}
