import { describe, expect, it } from '@jest/globals';
import { SettingsDontFit } from '../../../../functions/shared/rules/errors.ts';
import { checkRestorable } from '../../../../functions/source/rules/restorable.ts';
import { aDatabase } from '../../factories/databases.ts';
import { FakeOffers } from '../../fakes/offers.ts';

async function check(kind: 'cluster' | 'instance', offers: FakeOffers, engineVersion = '16.4') {
  const database = aDatabase({ kind, engineVersion });
  return checkRestorable(database, 'eu-central-1', await offers.versions(database.engine));
}

describe('whether the target Region can restore a capture', () => {
  it.each(['cluster', 'instance'] as const)('a %s of an offered version is', async (kind) => {
    expect(await check(kind, new FakeOffers())).toBeUndefined();
  });

  it('a cluster of a withdrawn version is, with a parameter of the target', async () => {
    expect(await check('cluster', new FakeOffers().withdrawVersion('16.4'))).toMatch(
      /^EngineVersion of "orders" is 16\.4, and eu-central-1 doesn't offer it .*: set EngineVersion of the target stack to one of 16\.6, /,
    );
  });

  it.each([
    ['instance', '16.4'],
    ['cluster', '15.12'],
  ] as const)('a withdrawn %s of version %s isn’t, and is refused', async (kind, version) => {
    const offers = new FakeOffers().withdrawVersion('16.4');
    await expect(check(kind, offers, version)).rejects.toThrow(SettingsDontFit);
    await expect(check(kind, offers, version)).rejects.toThrow(/upgrade the source database/);
  });
});
