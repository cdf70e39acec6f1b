import type { DatabaseEngine } from '../../contracts.ts';
import { defaultVersion, parameterFamily } from './engines.ts';

/** A version of an engine, as RDS lists it. */
export interface EngineVersion {
  readonly engine: string;
  readonly version: string;
  /** Of its parameter groups. */
  readonly family: string;
  readonly status: 'available' | 'deprecated';
  /** Whether requests that name no version get it. */
  readonly isDefault: boolean;
}

/**
 * Versions that no server here runs: a database of one has the real server's data, and the version
 * is its label. Suffixed ones are as AWS has them. Source: RDS and Aurora release notes.
 */
const labels: Readonly<
  Record<string, readonly (readonly [version: string, status: EngineVersion['status']])[]>
> = {
  'aurora-mysql': [
    ['5.7.mysql_aurora.2.11.2', 'deprecated'],
    ['5.7.mysql_aurora.2.12.5', 'available'],
    ['8.0.mysql_aurora.3.08.2', 'available'],
  ],
  postgres: [
    ['16.4-rds.20241121', 'available'],
    ['16.1', 'deprecated'],
  ],
  mysql: [
    ['5.7.44-rds.20250818', 'available'],
    ['5.7.33', 'deprecated'],
    ['8.4.5', 'available'],
  ],
};

/**
 * Every version of an engine that RDS knows, by version: the real server's, the default one, those of
 * the previous and the next major, and deprecated ones.
 */
export function engineVersions(name: string, engine: DatabaseEngine): readonly EngineVersion[] {
  const listed = [
    [engine.version, 'available'],
    [defaultVersion(engine), 'available'],
    ...(name.includes('postgres') ? neighbours(engine.version) : []),
    ...(labels[name] ?? []),
  ] as const;
  return listed
    .map(([version, status]) => ({
      engine: name,
      version,
      family: parameterFamily(name, version),
      status,
      isDefault: version === defaultVersion(engine),
    }))
    .toSorted((one, other) => compareVersions(one.version, other.version));
}

/** Of the majors before and after: PostgreSQL has a new one each year. */
function neighbours(version: string): readonly (readonly [string, EngineVersion['status']])[] {
  const major = Number(version.split('.')[0]);
  return [
    [`${major - 1}.2`, 'deprecated'],
    [`${major - 1}.9`, 'available'],
    [`${major - 1}.10`, 'available'],
    [`${major + 1}.1`, 'available'],
  ];
}

/** Below 0 where `one` is the earlier one. A suffix, such as `-rds.20241121`, makes it a later one. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.match(/\d+/g)?.map(Number) ?? []);
  for (const [index, number] of (left ?? []).entries()) {
    const difference = number - (right?.[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return (left?.length ?? 0) - (right?.length ?? 0);
}
