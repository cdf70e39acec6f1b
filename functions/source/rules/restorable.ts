import type { Database } from '../../shared/rules/database.ts';
import { laterMinors, laterVersions, whyNotOffered } from '../../shared/rules/engine-version.ts';
import type { EngineVersion } from '../../shared/rules/engine-version.ts';
import { SettingsDontFit } from '../../shared/rules/errors.ts';

/**
 * Whether the target Region can restore what is captured. A cluster may be restored as a later minor
 * version, which a parameter of the target names; the source can't know it. A DB instance can't.
 * @param versions those of the engine in the target Region
 * @returns what to tell where it can only with that parameter
 * @throws SettingsDontFit where nothing at the target helps
 */
export function checkRestorable(
  { kind, identifier, engine, engineVersion }: Database,
  targetRegion: string,
  versions: readonly EngineVersion[],
): string | undefined {
  const why = whyNotOffered(engineVersion, versions);
  if (why === undefined) return undefined;
  const found =
    `EngineVersion of "${identifier}" is ${engineVersion}, and ${targetRegion} doesn't offer it for ` +
    `${engine}, for ${why}`;
  const minors = laterMinors(engineVersion, versions);
  if (kind === 'cluster' && minors.length > 0) {
    return (
      `${found}: set EngineVersion of the target stack to one of ${minors.join(', ')}, or upgrade the ` +
      'source database to it; without that the target refuses this capture'
    );
  }
  const later = laterVersions(engineVersion, versions).join(', ') || 'none is later';
  throw new SettingsDontFit(
    `${found}: upgrade the source database to a version that is offered there (${later}), then start ` +
      'the run again; nothing was made',
  );
}
