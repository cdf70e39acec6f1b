import {
  compareVersions,
  familyIn,
  laterMinors,
  laterVersions,
  whyNotOffered,
} from '../../shared/rules/engine-version.ts';
import type { EngineVersion } from '../../shared/rules/engine-version.ts';
import type { DatabaseKind } from '../../shared/rules/database.ts';
import type { Fit } from './fit.ts';

/** The version of the restored database, and the family of its groups where it is known. */
export interface FittedVersion extends Fit {
  readonly version: string;
  readonly family: string | undefined;
}

/**
 * The version that the snapshot is restored as: its own, or a later minor one that the stack names.
 * Source: RDS API reference, RestoreDBClusterFromSnapshot, `EngineVersion`: an earlier one is refused;
 * RestoreDBInstanceFromDBSnapshot has no such member, and upgrades what it doesn't offer any more.
 * @param versions those of the Region; undefined where they couldn't be looked up
 */
export function fitVersion(asked: {
  readonly kind: DatabaseKind;
  readonly region: string;
  readonly engine: string;
  readonly snapshotVersion: string;
  /** The parameter EngineVersion. */
  readonly parameter: string | undefined;
  readonly versions: readonly EngineVersion[] | undefined;
}): FittedVersion {
  const { kind, snapshotVersion, parameter, versions } = asked;
  const version = kind === 'cluster' ? (parameter ?? snapshotVersion) : snapshotVersion;
  const family = familyIn(versions, version);
  const misfits = [
    ...(parameter === undefined || parameter === snapshotVersion
      ? []
      : misfitsOf(parameter, asked)),
    ...(versions === undefined ? [] : withdrawal(version, versions, asked)),
  ];
  const differences =
    version === snapshotVersion
      ? []
      : [
          `EngineVersion is ${version}, as EngineVersion says; the snapshot is of ${snapshotVersion}`,
        ];
  return { version, family, differences, misfits };
}

/** What is wrong with a version that a parameter names, wherever it is offered. */
function misfitsOf(
  parameter: string,
  { kind, snapshotVersion, versions }: Parameters<typeof fitVersion>[0],
): readonly string[] {
  const named = `EngineVersion is ${parameter} by the parameter EngineVersion`;
  if (kind === 'instance') {
    return [
      `${named}, and AWS restores a DB instance as the version of its snapshot, ${snapshotVersion}: ` +
        'leave EngineVersion empty',
    ];
  }
  if (compareVersions(parameter, snapshotVersion) < 0) {
    return [
      `${named}, which is earlier than the snapshot's, ${snapshotVersion}: AWS restores as that or a ` +
        'later one; leave EngineVersion empty, or name a later one',
    ];
  }
  const family = familyIn(versions, parameter);
  const expected = familyIn(versions, snapshotVersion);
  if (family === undefined || expected === undefined || family === expected) return [];
  return [
    `${named}, of the family ${family}, and the snapshot's version ${snapshotVersion} is of ${expected}: ` +
      'name a version of that major, and upgrade the source database to another one first',
  ];
}

/** What to do where the version can't be had. */
function withdrawal(
  version: string,
  versions: readonly EngineVersion[],
  { kind, region, engine, snapshotVersion }: Parameters<typeof fitVersion>[0],
): readonly string[] {
  const why = whyNotOffered(version, versions);
  if (why === undefined) return [];
  const isNamed = version !== snapshotVersion;
  const found = isNamed
    ? `${version} by the parameter EngineVersion`
    : `${version} in the snapshot`;
  const minors = laterMinors(snapshotVersion, versions);
  const others = laterVersions(snapshotVersion, versions).join(', ');
  const cures = [
    ...(isNamed && whyNotOffered(snapshotVersion, versions) === undefined
      ? ['leave EngineVersion empty']
      : []),
    ...(kind === 'cluster' && minors.length > 0
      ? [`set EngineVersion to one of ${minors.join(', ')}`]
      : []),
    `upgrade the source database to a version that is offered there (${others || 'none is later'})`,
  ];
  return [
    `EngineVersion is ${found}, and ${region} doesn't offer it for ${engine}, for ${why}: ${cures.join(', or ')}`,
  ];
}
