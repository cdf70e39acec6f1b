import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { rdsAnswers } from '../../../../functions/shared/adapters/answers/rds.ts';
import { rdsOffers } from '../../../../functions/shared/adapters/rds-offers.ts';
import type { GroupKind, Offers } from '../../../../functions/shared/ports/offers.ts';
import { AwsError } from '../../../../rehearsal/aws/contracts.ts';
import { inPages, startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
let offers: Offers;

beforeAll(async () => {
  world = await startWorld({
    rds: [
      'DescribeDBEngineVersions',
      'DescribeOrderableDBInstanceOptions',
      'DescribeDBClusterParameterGroups',
      'DescribeDBParameterGroups',
      'DescribeOptionGroups',
    ],
  });
  offers = rdsOffers(sortFailures(new RDSClient(world.simulator.client), rdsAnswers));
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

describe('the versions that a Region offers', () => {
  it('every page of the versions is read, withdrawn ones included', async () => {
    const listed = Array.from({ length: 130 }, (_, index) => ({
      EngineVersion: `16.${index}`,
      DBParameterGroupFamily: 'postgres16',
      Status: index === 0 ? 'deprecated' : 'available',
      ExportableLogTypes: ['postgresql'],
    }));
    world.answer('DescribeDBEngineVersions', inPages('DBEngineVersions', listed));

    const found = await offers.versions('postgres');

    expect(found).toHaveLength(130);
    expect(found.slice(0, 2)).toEqual([
      {
        version: '16.0',
        family: 'postgres16',
        isOffered: false,
        exportableLogs: ['postgresql'],
      },
      {
        version: '16.1',
        family: 'postgres16',
        isOffered: true,
        exportableLogs: ['postgresql'],
      },
    ]);
    expect(world.met[0]?.input).toEqual({ Engine: 'postgres', IncludeAll: true });
  });

  it('a version of a status that AWS may add is offered, and one without a name is left out', async () => {
    world.answer('DescribeDBEngineVersions', () => ({
      DBEngineVersions: [{ EngineVersion: '19.1', Status: 'preview' }, { Status: 'available' }],
    }));
    expect(await offers.versions('postgres')).toMatchObject([
      { version: '19.1', family: undefined, isOffered: true },
    ]);
  });
});

describe('the classes that a Region offers', () => {
  it('every page of the classes for a version is read', async () => {
    const listed = Array.from({ length: 130 }, (_, index) => ({
      DBInstanceClass: `db.m${index}.large`,
      StorageType: 'gp3',
    }));
    world.answer(
      'DescribeOrderableDBInstanceOptions',
      inPages('OrderableDBInstanceOptions', listed),
    );

    const found = await offers.classes('postgres', '16.4');

    expect(found).toHaveLength(130);
    expect(found[0]).toEqual({ instanceClass: 'db.m0.large', storageType: 'gp3' });
    expect(world.met[0]?.input).toMatchObject({ Engine: 'postgres', EngineVersion: '16.4' });
  });
});

const groups: readonly (readonly [GroupKind, string, object, string])[] = [
  [
    'cluster-parameters',
    'DescribeDBClusterParameterGroups',
    { DBClusterParameterGroups: [{ DBParameterGroupFamily: 'aurora-mysql8.0' }] },
    'aurora-mysql8.0',
  ],
  [
    'parameters',
    'DescribeDBParameterGroups',
    { DBParameterGroups: [{ DBParameterGroupFamily: 'postgres16' }] },
    'postgres16',
  ],
  [
    'options',
    'DescribeOptionGroups',
    { OptionGroupsList: [{ EngineName: 'mysql', MajorEngineVersion: '8.0' }] },
    'mysql8.0',
  ],
];

describe('the family of a group', () => {
  it.each(groups)(
    'the family of %s is read by the name',
    async (kind, operation, answer, family) => {
      world.answer(operation, () => answer);
      expect(await offers.familyOf(kind, 'tuned')).toBe(family);
      expect(Object.values(world.met[0]?.input ?? {})).toEqual(['tuned']);
    },
  );

  it.each([
    ['cluster-parameters', 'DescribeDBClusterParameterGroups', 'DBParameterGroupNotFoundFault'],
    ['parameters', 'DescribeDBParameterGroups', 'DBParameterGroupNotFoundFault'],
    ['options', 'DescribeOptionGroups', 'OptionGroupNotFoundFault'],
  ] as const)('a group of %s that isn’t there has no family', async (kind, operation, fault) => {
    world.answer(operation, () => {
      throw new AwsError(fault, 'not found');
    });
    expect(await offers.familyOf(kind, 'tuned')).toBeUndefined();
  });
});

describe('a look-up that AWS denies', () => {
  it.each([
    ['DescribeDBEngineVersions', () => offers.versions('postgres')],
    ['DescribeOrderableDBInstanceOptions', () => offers.classes('postgres', '16.4')],
    ['DescribeDBParameterGroups', () => offers.familyOf('parameters', 'tuned')],
  ] as const)('a denied %s is refused, with AWS’s words', async (operation, ask) => {
    world.answer(operation, () => {
      throw new AwsError('AccessDenied', `not authorized to perform: rds:${operation}`, 403);
    });
    await expect(ask()).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringContaining(`AccessDenied: not authorized to perform: rds:${operation}`),
    });
  });
});
