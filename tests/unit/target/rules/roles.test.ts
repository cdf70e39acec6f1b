import { describe, expect, it } from '@jest/globals';
import { chooseRoles } from '../../../../functions/target/rules/roles.ts';

const arn = (name: string, account = '222222222222'): string =>
  `arn:aws:iam::${account}:role/${name}`;
const transfer = arn('transfer');
const of = (overrides: Partial<Parameters<typeof chooseRoles>[0]>) =>
  chooseRoles({
    kind: 'cluster',
    engine: 'aurora-postgresql',
    allowed: [],
    live: [],
    source: [],
    ...overrides,
  });

describe('chooseRoles', () => {
  it('a role that is named with a feature has that one', () => {
    const allowed = [{ arn: transfer, feature: 's3Import' }];
    expect(of({ allowed })).toEqual({ roles: allowed, missing: [] });
  });

  it('a role of the live database that is listed travels with all of its features', () => {
    const live = [
      { arn: transfer, feature: 's3Import' },
      { arn: transfer, feature: 's3Export' },
    ];
    expect(of({ allowed: [{ arn: transfer }], live })).toEqual({ roles: live, missing: [] });
  });

  it("a role has the features that the source's role of its name has, where no live one has any", () => {
    const source = [{ arn: arn('transfer', '111111111111'), feature: 'Lambda' }];
    expect(of({ allowed: [{ arn: transfer }], source })).toEqual({
      roles: [{ arn: transfer, feature: 'Lambda' }],
      missing: [],
    });
  });

  it.each([
    ['cluster', 'aurora-postgresql'],
    ['instance', 'postgres'],
    ['instance', 'mysql'],
  ] as const)('a role of a %s of %s without a feature is left out and told of', (kind, engine) => {
    expect(of({ kind, engine, allowed: [{ arn: transfer }] })).toEqual({
      roles: [],
      missing: [expect.stringContaining(`write ${transfer}=<feature> into DatabaseRoleArns`)],
    });
  });

  it('a role of Aurora MySQL needs no feature', () => {
    const allowed = [{ arn: transfer }];
    expect(of({ engine: 'aurora-mysql', allowed, live: allowed })).toEqual({
      roles: allowed,
      missing: [],
    });
  });

  it('a role of the live database that is not listed is told of', () => {
    const live = [{ arn: transfer, feature: 's3Import' }];
    expect(of({ live })).toEqual({
      roles: [],
      missing: [
        `AssociatedRoles lacks ${transfer}=s3Import, which the live database has: list it in ` +
          'DatabaseRoleArns',
      ],
    });
  });

  it('a role that is listed twice is given once', () => {
    const allowed = [{ arn: transfer, feature: 's3Import' }, { arn: transfer }];
    const live = [{ arn: transfer, feature: 's3Import' }];
    expect(of({ allowed, live }).roles).toEqual(live);
  });
});
