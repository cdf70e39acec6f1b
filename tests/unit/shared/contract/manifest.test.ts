import { describe, expect, it } from '@jest/globals';
import { Manifest, manifestOf } from '../../../../functions/shared/contract/manifest.ts';
import { aDatabase, aMember, allSettings } from '../../factories/databases.ts';

describe('manifestOf', () => {
  const settings = allSettings('source');
  const members = [
    aMember({ isWriter: true, promotionTier: 0, settings: { caCertificate: 'ca' } }),
    aMember({ promotionTier: 15 }),
  ];

  it('the manifest carries every setting, and of each member its class, tier and settings', () => {
    expect(manifestOf(aDatabase({ settings }), members, { team: 'orders' })).toEqual({
      settings,
      members: [
        { instanceClass: 'db.r6g.large', promotionTier: 0, settings: { caCertificate: 'ca' } },
        { instanceClass: 'db.r6g.large', promotionTier: 15, settings: {} },
      ],
      notCarried: [],
      tags: { team: 'orders' },
    });
  });

  it('the manifest survives a state machine', () => {
    const manifest = manifestOf(aDatabase({ settings }), members, {});
    expect(Manifest.parse(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  it('manifestOf refuses a setting that a notice cannot carry', () => {
    const odd = aDatabase({ settings: { port: Number.NaN } });
    expect(() => manifestOf(odd, members, {})).toThrow(
      expect.objectContaining({
        name: 'InvalidPlan',
        message: expect.stringContaining('at settings.port'),
      }),
    );
  });

  it('the manifest leaves out what AWS did not say', () => {
    const manifest = manifestOf(aDatabase({ settings: { port: undefined } }), [], {});
    expect(JSON.parse(JSON.stringify(manifest))).toEqual({
      settings: {},
      members: [],
      notCarried: [],
      tags: {},
    });
  });
});
