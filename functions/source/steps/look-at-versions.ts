import { Refused } from '../../shared/ports/aws-errors.ts';
import type { Offers } from '../../shared/ports/offers.ts';
import type { Database } from '../../shared/rules/database.ts';
import { checkRestorable } from '../rules/restorable.ts';

/**
 * Looks, with the source's own role, whether the target Region offers the database's version.
 * @returns what to warn of, a sentence each
 * @throws SettingsDontFit
 */
export async function lookAtVersions(
  database: Database,
  targetRegion: string,
  offers: Pick<Offers, 'versions'>,
): Promise<readonly string[]> {
  try {
    const versions = await offers.versions(database.engine);
    const warning = checkRestorable(database, targetRegion, versions);
    return warning === undefined ? [] : [warning];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return [
      `EngineVersion is taken as it is; AWS let nobody look what ${targetRegion} offers: ${error.message}`,
    ];
  }
}
