import { describe, expect, it } from '@jest/globals';
import { familyOfDefault, fitGroup } from '../../../../functions/target/rules/fit-group.ts';
import type { WantedGroup } from '../../../../functions/target/rules/fit-group.ts';

const place = { region: 'eu-central-1', engine: 'aurora-postgresql', version: '16.4' };
const family = 'aurora-postgresql16';
const families = new Map<string, string | undefined>([
  ['own16', 'aurora-postgresql16'],
  ['own15', 'aurora-postgresql15'],
  ['unsaid', ''],
  ['missing', undefined],
]);

function fit(wanted: Partial<WantedGroup>, of: string | undefined = family) {
  const group = {
    member: 'DBClusterParameterGroup',
    parameter: 'DBParameterGroupName',
    explicit: undefined,
    live: undefined,
    ...wanted,
  };
  return fitGroup(group, of, families, place);
}

describe('the group that fits a version', () => {
  it.each([
    ['nothing is wanted', {}, undefined],
    ["the live database's own group is of the family", { live: 'own16' }, 'own16'],
    [
      "the live database's default is of the family",
      { live: 'default.aurora-postgresql16' },
      'default.aurora-postgresql16',
    ],
    ["the stack's group is of the family", { explicit: 'own16' }, 'own16'],
    ['AWS doesn’t say the family of the group', { live: 'unsaid' }, 'unsaid'],
    ['the family of the group is unknown', { live: 'unseen' }, 'unseen'],
  ])('the group is taken without a word where %s', (_why, wanted, name) => {
    expect(fit(wanted)).toEqual({ name, differences: [], misfits: [] });
  });

  it('a group of any family is taken where that of the version is unknown', () => {
    expect(fitGroup({ ...named, live: 'own15' }, undefined, families, place)).toMatchObject({
      name: 'own15',
      misfits: [],
    });
  });

  it("a live default of another major gives way to the version's, which is said", () => {
    expect(fit({ live: 'default.aurora-postgresql15' })).toEqual({
      name: undefined,
      differences: [
        "DBClusterParameterGroup is AWS's default for 16.4; in the live database it is " +
          'default.aurora-postgresql15, which is for another major version',
      ],
      misfits: [],
    });
  });

  it('a live own group of another major is refused, with the parameter to set', () => {
    expect(fit({ live: 'own15' }).misfits).toEqual([
      'DBClusterParameterGroup is "own15" at the live database, which is of the family ' +
        'aurora-postgresql15, while the version 16.4 takes aurora-postgresql16: set ' +
        'DBParameterGroupName to a group of the family aurora-postgresql16',
    ]);
  });

  it("the stack's group wins over the live database's that doesn't fit, and is said", () => {
    expect(fit({ explicit: 'own16', live: 'own15' })).toEqual({
      name: 'own16',
      differences: [
        'DBClusterParameterGroup is own16, as DBParameterGroupName says; in the live database it is own15',
      ],
      misfits: [],
    });
  });

  it.each([
    ['of another family', 'own15', /which is of the family aurora-postgresql15/],
    [
      'default of another major',
      'default.aurora-postgresql15',
      /of the family aurora-postgresql15/,
    ],
    ['that isn’t there', 'missing', /there is no such group in eu-central-1/],
  ])("the stack's group %s is refused", (_what, explicit, why) => {
    const { misfits } = fit({ explicit, live: 'own16' });
    expect(misfits).toEqual([expect.stringMatching(why)]);
    expect(misfits[0]).toMatch(
      /^DBClusterParameterGroup is ".+" by the parameter DBParameterGroupName.*: set DBParameterGroupName to a group of the family aurora-postgresql16, or leave it empty$/,
    );
  });
});

const named: WantedGroup = {
  member: 'DBClusterParameterGroup',
  parameter: 'DBParameterGroupName',
  explicit: undefined,
  live: undefined,
};

describe('the family that a default group tells', () => {
  it.each([
    ['default.aurora-mysql8.0', 'aurora-mysql8.0'],
    ['default.postgres16', 'postgres16'],
    ['default:mysql-8-0', 'mysql8.0'],
    ['default:postgres-16', 'postgres16'],
    ['default:mariadb-10-11', 'mariadb10.11'],
    ['default-tuned', undefined],
    ['tuned', undefined],
  ])('the name %s tells %s', (name, told) => {
    expect(familyOfDefault(name)).toBe(told);
  });
});
