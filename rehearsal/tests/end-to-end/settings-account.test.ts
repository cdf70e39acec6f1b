import { describe, expect, it } from '@jest/globals';
import { accountFor } from '../../plays/rehearse/settings-account.ts';
import type { SettingsAccount, Shown } from '../../plays/rehearse/settings-account.ts';
import { standard } from '../../plays/scene/standard-setting.ts';

const page = `# A page like docs/carried.md

## DBCluster: a cluster

| Member | What becomes of it |
|---|---|
| \`Port\` | **carried** by RestoreDBClusterFromSnapshot |
| \`CloneGroupId\` | no matter: of clones |

## DBInstance: a member of a cluster

| Member | What becomes of it |
|---|---|
| \`PromotionTier\` | **carried** by CreateDBInstance |
| \`DBSystemId\` | no matter: of instances that stand alone |

## DBInstance: an instance that stands alone

| Member | What becomes of it |
|---|---|
| \`Iops\` | **carried** by RestoreDBInstanceFromDBSnapshot |
| \`PercentProgress\` | no matter: a state of the moment |
`;

type Description = Shown['database'];

/** The account of a cluster that had one member of its own before. */
function accountOf(
  shown: { readonly before: Description; readonly after: Description },
  differences: readonly string[] = [],
): SettingsAccount {
  const alone = (database: Description): Shown => ({ database, members: [] });
  return accountFor(standard, {
    usual: alone({ Port: 5432 }),
    before: alone({ Port: 5432, ...shown.before }),
    after: alone({ Port: 5432, ...shown.after }),
    differences,
    page,
  });
}

/** The account of a cluster's reader, `orders-2`. */
function accountOfReader(
  { before, after }: { readonly before: Description; readonly after: Description },
  differences: readonly string[] = [],
): SettingsAccount {
  const reader = (more: Description): Shown => ({
    database: {},
    members: [
      { DBInstanceIdentifier: 'orders-1', PromotionTier: 1 },
      { DBInstanceIdentifier: 'orders-2', PromotionTier: 1, ...more },
    ],
  });
  return accountFor(standard, {
    usual: reader({}),
    before: reader(before),
    after: reader(after),
    differences,
    page,
  });
}

/** An instance that keeps the name that it was made with. */
function made(name: string, PromotionTier: number): Description {
  return { DBInstanceIdentifier: `orders-restoring-${name}`, PromotionTier };
}

const nothing = { differing: 0, carried: 0, reported: 0, ofNoMatter: 0, unaccounted: [] };

describe('the account of a database', () => {
  it("what is as AWS makes it isn't in the account", () => {
    expect(accountOf({ before: {}, after: { Port: 6000 } })).toEqual(nothing);
  });

  it('a member that the live database has afterwards is carried', () => {
    expect(accountOf({ before: { Port: 6000 }, after: { Port: 6000 } })).toEqual({
      ...nothing,
      differing: 1,
      carried: 1,
    });
  });

  // Defect class: a setting that a swap loses and nobody tells of.
  it.each([
    ['a sentence that is about something else', ['StorageType is gp3; at the source it is io2']],
    ['a member whose name only begins so', ['PortRange is 1; at the source it is 2']],
    ['no sentence at all', []],
  ])('a member that is lost, with %s, is unaccounted for', (_what, differences) => {
    expect(accountOf({ before: { Port: 6000 }, after: {} }, differences)).toEqual({
      ...nothing,
      differing: 1,
      unaccounted: ['Port'],
    });
  });

  it.each(["Port is AWS's default; in the live database it is 6000", 'Port: nobody took it along'])(
    'a member that is lost, with the sentence "%s", is reported',
    (sentence) => {
      expect(accountOf({ before: { Port: 6000 }, after: {} }, [sentence])).toEqual({
        ...nothing,
        differing: 1,
        reported: 1,
      });
    },
  );

  it('a member that the page says is of no matter is counted as that', () => {
    expect(accountOf({ before: { CloneGroupId: 'own' }, after: {} })).toEqual({
      ...nothing,
      differing: 1,
      ofNoMatter: 1,
    });
  });

  it('a member that the page does not know is unaccounted for', () => {
    expect(accountOf({ before: { MadeUp: 'own' }, after: {} }).unaccounted).toEqual(['MadeUp']);
  });

  it('what is of no matter in an instance alone may be of some in a cluster', () => {
    expect(accountOf({ before: { PercentProgress: '5' }, after: {} }).unaccounted).toEqual([
      'PercentProgress',
    ]);
  });
});

describe('the account of the members of a cluster', () => {
  it('a member of a cluster is compared with the one that has its name', () => {
    const own = { PromotionTier: 9 };

    expect(accountOfReader({ before: own, after: own })).toMatchObject({
      differing: 1,
      carried: 1,
    });
  });

  it('what a member loses is unaccounted for by its name', () => {
    expect(accountOfReader({ before: { PromotionTier: 9 }, after: {} }).unaccounted).toEqual([
      'PromotionTier of orders-2',
    ]);
  });

  it('a sentence about another member is no report of it', () => {
    const other = 'PromotionTier of orders-1 is 1; it was to be 9';
    const own = 'PromotionTier of orders-2 is 1; it was to be 9';
    const lost = { before: { PromotionTier: 9 }, after: {} };

    expect(accountOfReader(lost, [other]).unaccounted).toHaveLength(1);
    expect(accountOfReader(lost, [own])).toMatchObject({ reported: 1, unaccounted: [] });
  });

  it('where instances keep the names that they were made with, each has a successor in its place', () => {
    const [first, second] = [
      { DBInstanceIdentifier: 'orders-1', PromotionTier: 9 },
      { DBInstanceIdentifier: 'orders-2', PromotionTier: 8 },
    ];

    expect(
      accountFor(standard, {
        usual: {
          database: {},
          members: [first, second].map((one) => ({ ...one, PromotionTier: 1 })),
        },
        before: { database: {}, members: [first, second] },
        after: { database: {}, members: [made('1', 9), made('2', 1)] },
        differences: [],
        page,
      }),
    ).toMatchObject({ differing: 2, carried: 1, unaccounted: ['PromotionTier of orders-2'] });
  });

  it('a member without a successor of its name has lost what was its own', () => {
    const before = {
      database: {},
      members: [{ DBInstanceIdentifier: 'orders-1', PromotionTier: 9 }],
    };
    const usual = {
      database: {},
      members: [{ DBInstanceIdentifier: 'orders-1', PromotionTier: 1 }],
    };
    const after = { database: {}, members: [] };

    expect(accountFor(standard, { usual, before, after, differences: [], page })).toMatchObject({
      unaccounted: ['PromotionTier of orders-1'],
    });
  });
});

it('an account without the page that says what is of no matter is refused', () => {
  const shown = { database: {}, members: [] };

  expect(() =>
    accountFor(standard, {
      usual: shown,
      before: shown,
      after: shown,
      differences: [],
      page: '# another page',
    }),
  ).toThrow('docs/carried.md has no section "DBCluster: a cluster"');
});
