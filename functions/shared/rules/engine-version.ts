/** A version of an engine, as one Region has it. */
export interface EngineVersion {
  /** As AWS writes it, with its suffix: `16.4-rds.20241121`, `8.0.mysql_aurora.3.08.2`. */
  readonly version: string;
  /** Of its parameter groups, such as `aurora-postgresql16`; undefined where AWS doesn't say. */
  readonly family: string | undefined;
  /** Whether databases of it can be made there. A deprecated version is still listed. */
  readonly isOffered: boolean;
  /** The logs that it can export to CloudWatch; undefined where AWS doesn't say. */
  readonly exportableLogs: readonly string[] | undefined;
}

/** Below 0 where `one` is the earlier version, above 0 where it is the later one. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [numbersOf(one), numbersOf(other)];
  for (const [index, number] of left.entries()) {
    const difference = number - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function numbersOf(version: string): readonly number[] {
  return version.match(/\d+/g)?.map(Number) ?? [];
}

/** As many as help whoever has to choose one. */
const mostNamed = 3;

/**
 * The nearest later versions that are offered.
 * Aurora Limitless has versions of its own, which no other database takes.
 */
export function laterVersions(
  version: string,
  versions: readonly EngineVersion[],
): readonly string[] {
  return versions
    .filter(({ isOffered }) => isOffered)
    .map((one) => one.version)
    .filter((one) => !one.includes('limitless') && compareVersions(one, version) > 0)
    .toSorted(compareVersions)
    .slice(0, mostNamed);
}

/** Those of the same major; none where AWS doesn't list the version, or not its family. */
export function laterMinors(
  version: string,
  versions: readonly EngineVersion[],
): readonly string[] {
  const family = familyIn(versions, version);
  if (family === undefined) return [];
  return laterVersions(
    version,
    versions.filter((one) => one.family === family),
  );
}

/** The family of a version's parameter groups; undefined where it isn't known. */
export function familyIn(
  versions: readonly EngineVersion[] | undefined,
  version: string,
): string | undefined {
  return versions?.find((one) => one.version === version)?.family;
}

/** Why a version can't be had, to go after "for"; undefined where it is offered. */
export function whyNotOffered(
  version: string,
  versions: readonly EngineVersion[],
): string | undefined {
  const found = versions.find((one) => one.version === version);
  if (found?.isOffered === true) return undefined;
  return found === undefined ? 'AWS lists no such version' : 'AWS has withdrawn that version';
}
