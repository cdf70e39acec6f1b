import { describe, expect, it } from '@jest/globals';
import { fitClasses } from '../../../../functions/target/rules/fit-class.ts';
import type { WantedClasses } from '../../../../functions/target/rules/fit-class.ts';
import { fitLogs } from '../../../../functions/target/rules/fit-logs.ts';

const place = { region: 'eu-central-1', engine: 'aurora-postgresql', version: '16.4' };
const offered = [
  { instanceClass: 'db.r6g.large', storageType: 'aurora' },
  { instanceClass: 'db.r6g.large', storageType: 'aurora-iopt1' },
  { instanceClass: 'db.t4g.medium', storageType: 'aurora' },
  { instanceClass: 'db.serverless', storageType: 'aurora' },
];

function fit(wanted: Partial<WantedClasses> & { classes?: readonly string[] }, seen = true) {
  const { classes = ['db.r6g.large'], ...more } = wanted;
  return fitClasses(
    {
      instances: classes.map((instanceClass, index) => ({
        name: `orders-${index + 1}`,
        instanceClass,
      })),
      hasCapacity: false,
      storageType: undefined,
      storageFrom: 'live',
      ...more,
    },
    seen ? offered : undefined,
    place,
  );
}

describe('the classes that a Region offers', () => {
  it('every instance of an offered class fits', () => {
    expect(fit({ classes: ['db.r6g.large', 'db.t4g.medium'] }).misfits).toEqual([]);
  });

  it('a class that isn’t offered is refused once, with who has it and what is like it', () => {
    expect(fit({ classes: ['db.r4.large', 'db.r6g.large', 'db.r4.large'] }).misfits).toEqual([
      'DBInstanceClass is db.r4.large for "orders-1", "orders-3", and eu-central-1 doesn\'t offer it ' +
        'for aurora-postgresql 16.4: set DBInstanceClass to a class that it offers, such as ' +
        'db.r6g.large, db.t4g.medium, db.serverless',
    ]);
  });

  it('each class that isn’t offered is named', () => {
    expect(fit({ classes: ['db.r4.large', 'db.m4.large'] }).misfits).toHaveLength(2);
  });

  it('a serverless instance needs a capacity, whatever could be looked up', () => {
    for (const seen of [true, false]) {
      expect(fit({ classes: ['db.serverless'] }, seen).misfits).toEqual([
        expect.stringContaining('no ServerlessV2ScalingConfiguration is known'),
      ]);
      expect(fit({ classes: ['db.serverless'], hasCapacity: true }, seen).misfits).toEqual([]);
    }
  });

  it('nothing else is held against a class where none could be looked up', () => {
    expect(fit({ classes: ['db.r4.large'], storageType: 'io9' }, false)).toEqual({
      storageType: 'io9',
      differences: [],
      misfits: [],
    });
  });
});

describe('the storage type that a Region offers', () => {
  it('a storage type that every class goes with is kept', () => {
    expect(fit({ storageType: 'aurora-iopt1' })).toEqual({
      storageType: 'aurora-iopt1',
      differences: [],
      misfits: [],
    });
  });

  it('the storage type aurora fits every cluster, listed or not', () => {
    expect(fit({ storageType: 'aurora', storageFrom: 'parameter' }).misfits).toEqual([]);
  });

  it.each([
    ['live', 'in the live database'],
    ['source', 'at the source'],
  ] as const)("a storage type of the %s one gives way to AWS's default", (storageFrom, whose) => {
    const storageType = 'aurora-iopt1';
    const classes = ['db.r6g.large', 'db.t4g.medium'];
    expect(fit({ classes, storageType, storageFrom })).toEqual({
      storageType: undefined,
      differences: [
        `StorageType is AWS's default; ${whose} it is aurora-iopt1, which eu-central-1 doesn't offer ` +
          'for aurora-postgresql 16.4 with the class db.t4g.medium',
      ],
      misfits: [],
    });
  });

  it('a storage type by the parameter is refused, with those that are offered', () => {
    const wanted = { storageType: 'gp3', storageFrom: 'parameter' } as const;
    expect(fit(wanted).misfits).toEqual([
      "StorageType is gp3 by the parameter StorageType, which eu-central-1 doesn't offer for " +
        'aurora-postgresql 16.4 with the class db.r6g.large: set StorageType to one of aurora, ' +
        'aurora-iopt1, or leave it empty',
    ]);
  });
});

describe('the logs that a version exports', () => {
  it.each([
    [undefined, ['postgresql']],
    [['postgresql'], ['postgresql', 'upgrade']],
    [['anything'], undefined],
  ])('the logs %j are kept where %j can be exported', (wanted, exportable) => {
    expect(fitLogs(wanted, exportable, '16.4')).toEqual({
      logExports: wanted,
      differences: [],
      misfits: [],
    });
  });

  it('a log that the version doesn’t export is left out, which is said', () => {
    expect(fitLogs(['instance', 'postgresql'], ['postgresql'], '15.2')).toEqual({
      logExports: ['postgresql'],
      differences: [
        'EnabledCloudwatchLogsExports is ["postgresql"]; instance is left out, for 15.2 doesn\'t ' +
          'export it',
      ],
      misfits: [],
    });
  });
});
