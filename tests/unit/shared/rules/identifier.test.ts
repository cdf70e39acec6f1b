import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  checkIdentifier,
  copyIdentifier,
  drillIdentifier,
  finalIdentifier,
  finalIdentifiers,
  memberIdentifier,
  otherIdentifier,
  retiredIdentifier,
  securedIdentifier,
  shortHash,
  snapshotIdentifier,
} from '../../../../functions/shared/rules/identifier.ts';
import { seeded } from '../../seeded.ts';

/** RDS's rule, written once more and differently. */
const rule = /^(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function isTaken(name: string): boolean {
  try {
    return checkIdentifier(name, 'the name') === name;
  } catch {
    return false;
  }
}

/** Names near the rule: valid ones, and ones that break it in one place. */
const nearlyNames = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'z', '0', '9', '-'), maxLength: 66 }),
  fc.string({ unit: fc.constantFrom('a', 'b', '7', '-', 'A', '_', 'é', ' '), maxLength: 12 }),
);

describe('checkIdentifier', () => {
  it('checkIdentifier accepts exactly the names that RDS accepts', () => {
    fc.assert(
      fc.property(nearlyNames, (name) => {
        expect(isTaken(name)).toBe(rule.test(name));
      }),
      { ...seeded, numRuns: 2000 },
    );
  });

  it.each([
    ['', "doesn't begin with a lower-case letter"],
    ['1orders', "doesn't begin with a lower-case letter"],
    ['Orders', "doesn't begin with a lower-case letter"],
    ['orders_1', 'other characters'],
    ['orders--1', 'two hyphens in a row'],
    ['orders-', 'ends with a hyphen'],
    ['o'.repeat(64), 'has 64 characters'],
  ])('checkIdentifier refuses "%s" and says which rule it breaks', (name, problem) => {
    expect(() => checkIdentifier(name, 'the live name')).toThrow(
      expect.objectContaining({
        name: 'InvalidIdentifier',
        message: expect.stringMatching(new RegExp(`^the live name .*${problem}.*choose another`)),
      }),
    );
  });

  it('checkIdentifier accepts a name of 63 characters', () => {
    expect(checkIdentifier('o'.repeat(63), 'the name')).toHaveLength(63);
  });
});

describe('snapshotIdentifier', () => {
  const startedAt = '2026-01-05T10:30:59.123Z';
  const stack = 'understudy';

  it('the snapshot name is the same whenever the run asks again', () => {
    expect(snapshotIdentifier('nightly', startedAt, { stack, run: 'run' })).toBe(
      snapshotIdentifier('nightly', startedAt, { stack, run: 'run' }),
    );
  });

  // Defect class: fixed snapshot name, delete/create race.
  it('the snapshot name differs between any two runs of one minute', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 2 }), ([one, other]) => {
        expect(snapshotIdentifier('nightly', startedAt, { stack, run: one ?? '' })).not.toBe(
          snapshotIdentifier('nightly', startedAt, { stack, run: other ?? '' }),
        );
      }),
      seeded,
    );
  });

  it("the snapshot name differs from another stack's, whatever their runs are called", () => {
    expect(snapshotIdentifier('nightly', startedAt, { stack, run: 'by-hand' })).not.toBe(
      snapshotIdentifier('nightly', startedAt, { stack: 'understudy-weekly', run: 'by-hand' }),
    );
  });

  it('the snapshot name shows the minute of the start', () => {
    expect(snapshotIdentifier('nightly', startedAt, { stack, run: 'run' })).toMatch(
      /^nightly-20260105t1030-[0-9a-f]{8}$/,
    );
  });

  it("a prefix that leaves no room for the snapshot name's suffix is refused", () => {
    expect(() => snapshotIdentifier('p'.repeat(41), startedAt, { stack, run: 'run' })).toThrow(
      '64 characters',
    );
    expect(snapshotIdentifier('p'.repeat(40), startedAt, { stack, run: 'run' })).toHaveLength(63);
  });
});

describe('names made from other names', () => {
  // Row 9: going back to a capture that was live before meets no name of then.
  it('the retired name says which database it is', () => {
    expect(retiredIdentifier('orders', 'cluster-A')).toBe(
      `orders-retired-${shortHash('cluster-A')}`,
    );
    expect(retiredIdentifier('orders', 'cluster-A')).not.toBe(
      retiredIdentifier('orders', 'cluster-B'),
    );
  });

  // Row 9: the name says whose end it is.
  it.each([
    ['cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ', 1, 'cluster-abcdefghijklmnopqrstuvwxyz-final'],
    ['cluster-ABC', 2, 'cluster-abc-2-final'],
    ['db-ABC', 9, 'db-abc-9-final'],
  ])('the final snapshot of %s, number %s, is called %s', (resourceId, count, name) => {
    expect(finalIdentifiers(resourceId)[count - 1]).toBe(name);
    expect(finalIdentifiers(resourceId)).toHaveLength(9);
    expect(finalIdentifier(resourceId)).toBe(finalIdentifiers(resourceId)[0]);
  });

  it("the temporary name of a drill differs from a recovery's", () => {
    expect(drillIdentifier('orders-next')).toBe('orders-next-drill');
  });

  it('the secured copy is named after the capture', () => {
    expect(securedIdentifier('nightly-1', 'understudy')).toBe(
      `nightly-1-${shortHash('understudy')}-secured`,
    );
  });

  it.each([
    [
      'the snapshot name',
      () =>
        snapshotIdentifier('Nightly', '2026-01-05T10:30:59.123Z', {
          stack: 'understudy',
          run: 'run',
        }),
    ],
    ["the secured copy's name", () => securedIdentifier('Nightly', 'understudy')],
    ["the final snapshot's name", () => finalIdentifier('cluster_A')],
    ["a drill's temporary name", () => drillIdentifier('Orders')],
    ['the instance name', () => memberIdentifier('Orders', 1)],
  ])('the refusal of a name says that it is %s', (role, make) => {
    expect(make).toThrow(new RegExp(`^${role} "`));
  });

  it.each([
    [0, 'orders-instance'],
    [1, 'orders-instance-2'],
    [15, 'orders-instance-16'],
  ])('the member with index %i is called %s', (index, name) => {
    expect(memberIdentifier('orders-instance', index)).toBe(name);
  });
});

/** Every rule that makes a name from another, with the longest suffix that it adds. */
const rules = {
  retired: { make: (name) => retiredIdentifier(name, 'cluster-A'), suffix: 17 },
  drill: { make: drillIdentifier, suffix: 6 },
  other: { make: (name) => otherIdentifier(name, 'nightly-1'), suffix: 9 },
  secured: { make: (name) => securedIdentifier(name, 'understudy'), suffix: 17 },
  copy: { make: copyIdentifier, suffix: 5 },
  'first member': { make: (name) => memberIdentifier(name, 0), suffix: 0 },
  'last member': { make: (name) => memberIdentifier(name, 15), suffix: 3 },
  final: { make: finalIdentifier, suffix: 6 },
  'last final': { make: (name) => finalIdentifiers(name).at(-1) ?? '', suffix: 8 },
} as const satisfies Record<string, { make: (name: string) => string; suffix: number }>;

/** Names that AWS takes, of every length up to what is asked for, with hyphens in every place. */
const validNames = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.constantFrom('a', 'z', '0', '9', '-'), minLength: 1, maxLength })
    .map((text) => `a${text}`.replaceAll(/-+/g, '-').slice(0, maxLength).replace(/-$/, ''));

describe.each(Object.entries(rules))('the name by the rule "%s"', (_name, { make, suffix }) => {
  it('the name fits, and AWS takes it, however long the name is that it is made from', () => {
    fc.assert(
      fc.property(validNames(63), (name) => {
        expect(make(name)).toMatch(rule);
      }),
      seeded,
    );
  });

  it('the name is the one that earlier releases made, wherever that had room', () => {
    fc.assert(
      fc.property(validNames(63 - suffix), (name) => {
        expect(make(name).startsWith(name)).toBe(true);
        expect(make(name)).toHaveLength(name.length + suffix);
      }),
      seeded,
    );
  });

  it('the name is another for each name that it is made from, and the same each time', () => {
    fc.assert(
      fc.property(fc.uniqueArray(validNames(63), { minLength: 2, maxLength: 20 }), (names) => {
        expect(new Set(names.map(make)).size).toBe(names.length);
        expect(names.map(make)).toEqual(names.map(make));
      }),
      seeded,
    );
  });

  it('the name differs where only the part differs that had no room', () => {
    const common = 'o'.repeat(62);
    expect(make(`${common}a`)).not.toBe(make(`${common}b`));
  });
});

describe('names that have no room', () => {
  it.each([
    ['o'.repeat(46), /^o{46}-retired-[0-9a-f]{8}$/],
    ['o'.repeat(47), /^o{37}-[0-9a-f]{8}-retired-[0-9a-f]{8}$/],
    [`${'o'.repeat(36)}-${'o'.repeat(26)}`, /^o{36}x-[0-9a-f]{8}-retired-[0-9a-f]{8}$/],
    ['shop-databasecluster5b53a178-1e6pfc0bcxqvp-and-some-more-of-it', /^shop-.*-retired-/],
  ])(
    'the retired name of %s has 63 characters, and its last ones say whose it is',
    (live, form) => {
      const name = retiredIdentifier(live, 'cluster-A');
      expect(name).toMatch(form);
      expect(name).toHaveLength(63);
      expect(name.endsWith(`-${shortHash('cluster-A')}`)).toBe(true);
      expect(name).not.toBe(retiredIdentifier(live, 'cluster-B'));
    },
  );

  // What is left of a name is a name, and is retired under the same one: nothing is renamed twice.
  it('the retired name of what is left of a name is the same again', () => {
    fc.assert(
      fc.property(validNames(63), (live) => {
        const retired = retiredIdentifier(live, 'cluster-A');
        const left = retired.slice(0, -`-retired-${shortHash('cluster-A')}`.length);
        expect(left).toMatch(rule);
        expect(retiredIdentifier(left, 'cluster-A')).toBe(retired);
      }),
      seeded,
    );
  });

  it('a name that RDS would not take is refused even where the wrong part had no room', () => {
    expect(() => retiredIdentifier(`${'o'.repeat(60)}_x`, 'cluster-A')).toThrow('other characters');
  });
});
