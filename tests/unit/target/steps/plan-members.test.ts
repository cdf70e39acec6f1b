import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { retiredIdentifier } from '../../../../functions/shared/rules/identifier.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import type { Member } from '../../../../functions/shared/rules/database.ts';
import type { RecoveryPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import { planMembers, unnamedMembers } from '../../../../functions/target/steps/plan-members.ts';
import type { RecoverySettings } from '../../../../functions/target/steps/settings.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { aNotice, snapshotName } from '../../factories/notices.ts';
import { recoverySettings } from '../../factories/recovery-settings.ts';
import { seeded } from '../../seeded.ts';

const old = aDatabase({ resourceId: 'cluster-OLD' });
const itsName = 'application-autoscaling-61aabbcc-4e2f-4c65-b620-ab7421abc123';
const rule = /^(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function plan(
  found: readonly Member[],
  more: {
    readonly names?: Partial<RecoverySettings['names']>;
    readonly mode?: RecoveryPlan['mode'];
    readonly restored?: readonly Member[];
    readonly swapInstanceNames?: boolean;
  } = {},
): RecoveryPlan['members'] {
  const { names, mode = 'swap', restored, swapInstanceNames = true } = more;
  const settings = recoverySettings();
  return planMembers(
    {
      mode,
      notice: aNotice(),
      snapshot: snapshotName,
      replaces: 'cluster-OLD',
      tags: {},
      settings: { ...settings, swapInstanceNames, names: { ...settings.names, ...names } },
    },
    old,
    found,
    restored,
  );
}

/** The live instances as an earlier run leaves them that has retired them. */
function retired(members: readonly Member[]): readonly Member[] {
  return members.map((member) => ({
    ...member,
    identifier: retiredIdentifier(member.identifier, old.resourceId),
  }));
}

/** The instances that an earlier run made, with its marks. */
function madeBy(members: RecoveryPlan['members']): readonly Member[] {
  return members.map(({ temporary, live }) =>
    aMember({ identifier: temporary, tags: { [tagKeys.instance]: live } }),
  );
}

describe('the members of a restored cluster', () => {
  it('a reader of Auto Scaling is no model for a member', () => {
    const members = plan([
      aMember({ identifier: 'orders-a', isWriter: true }),
      aMember({ identifier: 'orders-b' }),
      aMember({ identifier: itsName, promotionTier: 15 }),
    ]);
    expect(members.map(({ live }) => live)).toEqual(['orders-a', 'orders-b']);
  });

  it.each([
    [[], ['orders-instance']],
    [['orders-1'], ['orders-instance', 'orders-1']],
    [['orders-instance'], ['orders-instance-2', 'orders-instance']],
  ])('a writer of Auto Scaling beside %j is one, with a free name', (others, live) => {
    const writer = aMember({ identifier: itsName, isWriter: true, promotionTier: 15 });
    const members = plan([writer, ...others.map((identifier) => aMember({ identifier }))]);
    expect(members.map((one) => one.live)).toEqual(live);
    expect(members[0]).toMatchObject({ promotionTier: 1, retired: undefined });
  });

  const names = fc
    .uniqueArray(
      fc
        .string({ unit: fc.constantFrom('a', 'b', '7', '-'), minLength: 1, maxLength: 62 })
        .map((text) => `o${text}`.replaceAll(/-+/g, '-').replace(/-$/, '')),
      { minLength: 1, maxLength: 16 },
    )
    .chain((all) => fc.tuple(fc.constant(all), fc.integer({ min: 1, max: 72 })));

  it.each(['swap', 'standby', 'drill'] as const)(
    'every name of a member fits, is its own, and is found again by a second run in mode %s',
    (mode) => {
      fc.assert(
        fc.property(names, fc.boolean(), ([live, length], swapInstanceNames) => {
          const more = {
            mode,
            swapInstanceNames,
            names: { temporaryInstance: 't'.repeat(length), liveInstance: 'l'.repeat(length) },
          };
          const found = live.map((identifier) => aMember({ identifier }));
          const members = plan(found, more);
          const all = members.flatMap(({ temporary, retired: later }) => [temporary, later ?? []]);
          for (const name of all.flat()) expect(name).toMatch(rule);
          expect(new Set(all.flat()).size).toBe(all.flat().length);
          expect(plan(found, more)).toEqual(members);
          if (!swapInstanceNames) return;
          const restored = madeBy(members);
          expect(plan(retired(found), { ...more, restored })).toEqual(members);
        }),
        seeded,
      );
    },
  );

  // The instances that knew are gone: the old ones are named anew, and retired as they are.
  it('a retired instance whose name is lost is known by what is left of it', () => {
    const found = [aMember({ identifier: 'o'.repeat(60) })];
    const [member] = plan(retired(found));
    expect(member?.live).toMatch(/^o{37}-[0-9a-f]{8}$/);
    expect(member?.retired).toBe(retiredIdentifier('o'.repeat(60), old.resourceId));
  });

  it('instances of what is live are known by their temporary names, however long', () => {
    const temporaryInstance = 't'.repeat(63);
    const settings = recoverySettings();
    const first = plan([aMember({ identifier: 'a' }), aMember({ identifier: 'b' })], {
      names: { temporaryInstance },
    });
    const left = unnamedMembers(
      { ...settings, names: { ...settings.names, temporaryInstance } },
      madeBy(first),
    );
    expect(left.map(({ temporary }) => temporary)).toEqual(first.map(({ temporary }) => temporary));
  });

  it('live instances that have the temporary names yet, however long, make the run take others', () => {
    const temporaryInstance = 't'.repeat(63);
    const first = plan([aMember({ identifier: 'a' }), aMember({ identifier: 'b' })], {
      names: { temporaryInstance },
    });
    const held = first.map(({ temporary }) => aMember({ identifier: temporary }));
    const second = plan(held, { names: { temporaryInstance } });
    const taken = new Set(held.map(({ identifier }) => identifier));
    expect(second.filter(({ temporary }) => taken.has(temporary))).toEqual([]);
  });
});
