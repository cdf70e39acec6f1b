import { beforeEach, describe, expect, it } from '@jest/globals';
import type {
  DBEngineVersionMessage,
  OrderableDBInstanceOptionsMessage,
  RestoreDBInstanceFromDBSnapshotResult,
} from '@aws-sdk/client-rds';
import type { Withdrawal } from '../../aws/services/rds/offers.ts';
import {
  cluster,
  instanceSnapshotWith,
  makeCluster,
  makeClusterSnapshot,
  makeDatabase,
  makeInstance,
} from './scenes.ts';
import { sourceLocation, Simulator, targetLocation } from './simulator.ts';

let simulator: Simulator;
beforeEach(() => {
  simulator = new Simulator();
});

async function versions(input: object, place = sourceLocation): Promise<string[]> {
  const answer = await simulator.call<DBEngineVersionMessage>(
    place,
    'DescribeDBEngineVersions',
    input,
  );
  return (answer.DBEngineVersions ?? []).map(({ EngineVersion = '' }) => EngineVersion);
}

async function options(input: object, place = sourceLocation) {
  const operation = 'DescribeOrderableDBInstanceOptions';
  return simulator.call<OrderableDBInstanceOptionsMessage>(place, operation, input);
}

describe('DescribeDBEngineVersions', () => {
  it.each([
    ['aurora-postgresql', ['17.9', '17.10', '18.4', '18.5', '19.1']],
    ['postgres', ['16.4-rds.20241121', '17.9', '17.10', '18.4', '18.5', '19.1']],
  ])('the available versions of %s are listed, of three majors and more', async (Engine, found) => {
    expect(await versions({ Engine })).toEqual(found);
  });

  it('deprecated versions are listed only where all are asked for', async () => {
    expect(await versions({ Engine: 'aurora-postgresql', IncludeAll: true })).toContain('17.2');
    expect(await versions({ Engine: 'aurora-postgresql' })).not.toContain('17.2');
  });

  it.each([
    ['DefaultOnly', { DefaultOnly: true }, ['18.5']],
    ['a version', { EngineVersion: '17.9' }, ['17.9']],
    ['a family', { DBParameterGroupFamily: 'aurora-postgresql19' }, ['19.1']],
    [
      'filters',
      {
        IncludeAll: true,
        Filters: [
          { Name: 'status', Values: ['deprecated'] },
          { Name: 'engine', Values: ['aurora-postgresql'] },
        ],
      },
      ['17.2'],
    ],
  ])('the versions are narrowed by %s', async (_how, input, found) => {
    expect(await versions({ Engine: 'aurora-postgresql', ...input })).toEqual(found);
  });

  it('a version tells its family, its status and the logs that it exports', async () => {
    const answer = await simulator.call<DBEngineVersionMessage>(
      sourceLocation,
      'DescribeDBEngineVersions',
      { Engine: 'mysql', EngineVersion: '5.7.44-rds.20250818' },
    );
    expect(answer.DBEngineVersions).toMatchObject([
      {
        DBParameterGroupFamily: 'mysql5.7',
        MajorEngineVersion: '5.7',
        Status: 'available',
        ExportableLogTypes: expect.arrayContaining(['error']),
      },
    ]);
  });

  it('the versions of all engines come in pages', async () => {
    const all = await versions({ IncludeAll: true });
    const first = await simulator.call<DBEngineVersionMessage>(
      sourceLocation,
      'DescribeDBEngineVersions',
      { IncludeAll: true, MaxRecords: 20 },
    );
    const rest = await versions({ IncludeAll: true, MaxRecords: 20, Marker: first.Marker });
    expect(first.DBEngineVersions).toHaveLength(20);
    expect(rest).toEqual(all.slice(20));
  });

  it('a version that one Region withdraws is deprecated there alone', async () => {
    const withdrawn = { Engine: 'aurora-postgresql', EngineVersion: '18.4' };
    simulator.rds.offers.withdraw(targetLocation, { engine: 'aurora-postgresql', version: '18.4' });
    expect(await versions(withdrawn)).toEqual(['18.4']);
    expect(await versions(withdrawn, targetLocation)).toEqual([]);
    expect(await versions({ ...withdrawn, IncludeAll: true }, targetLocation)).toEqual(['18.4']);
  });
});

describe('DescribeOrderableDBInstanceOptions', () => {
  it('a class is listed once for each storage type, with its bounds', async () => {
    const found = await options({
      Engine: 'postgres',
      EngineVersion: '18.4',
      DBInstanceClass: 'db.m6g.large',
    });
    expect(
      found.OrderableDBInstanceOptions?.map(({ StorageType, MaxStorageSize, SupportsIops }) => [
        StorageType,
        MaxStorageSize,
        SupportsIops,
      ]),
    ).toEqual([
      ['gp2', 65_536, false],
      ['gp3', 65_536, true],
      ['io1', 65_536, true],
      ['io2', 65_536, true],
    ]);
  });

  it('an earlier major has classes and storage that a later one lacks', async () => {
    const ask = { Engine: 'postgres', DBInstanceClass: 'db.m4.large' };
    const former = await options({ ...ask, EngineVersion: '17.9' });
    const current = await options({ ...ask, EngineVersion: '18.4' });
    expect(former.OrderableDBInstanceOptions?.map(({ StorageType }) => StorageType)).toContain(
      'standard',
    );
    expect(current.OrderableDBInstanceOptions).toEqual([]);
  });

  it('the options of an engine come in pages of up to a thousand', async () => {
    const ask = { Engine: 'postgres', EngineVersion: '18.4' };
    const first = await options(ask);
    const all = await options({ ...ask, MaxRecords: 1000 });
    expect(first.OrderableDBInstanceOptions).toHaveLength(100);
    expect(first.Marker).toBeDefined();
    expect(all.OrderableDBInstanceOptions?.length).toBeGreaterThan(100);
    expect(all.Marker).toBeUndefined();
  });

  it('a version that nobody offers has no options', async () => {
    await expect(options({ Engine: 'postgres', EngineVersion: '99.1' })).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
      message: 'Cannot find version 99.1 for postgres',
    });
  });
});

async function restore(more: object = {}): Promise<unknown> {
  return simulator.call(sourceLocation, 'RestoreDBClusterFromSnapshot', {
    DBClusterIdentifier: 'restored',
    SnapshotIdentifier: 'taken',
    Engine: 'aurora-postgresql',
    EngineVersion: '18.4',
    ...more,
  });
}

async function taken(): Promise<void> {
  await makeDatabase(simulator, sourceLocation, 'orders');
  await makeClusterSnapshot(simulator, sourceLocation, 'orders', 'taken');
}

describe('databases of what is offered', () => {
  it('a cluster of the previous major has that major’s default group', async () => {
    const made = await makeCluster(simulator, sourceLocation, 'orders', { EngineVersion: '17.9' });
    expect(made).toMatchObject({
      EngineVersion: '17.9',
      DBClusterParameterGroup: 'default.aurora-postgresql17',
    });
  });

  it.each([
    [{ version: '18.4' }, {}, 'Cannot find version 18.4 for aurora-postgresql'],
    [
      {},
      { EngineVersion: '17.9' },
      'The engine version you requested for your restored DB cluster (17.9) is earlier than the engine version of the DB cluster snapshot (18.4).',
    ],
    [
      { storageType: 'aurora-iopt1' },
      { StorageType: 'aurora-iopt1' },
      'Invalid storage type: aurora-iopt1',
    ],
    [{}, { StorageType: 'gp3' }, 'Invalid storage type: gp3'],
  ])('where %j is withdrawn, a restore with %j is refused', async (withdrawn, more, message) => {
    await taken();
    if (Object.keys(withdrawn).length > 0) {
      const what: Withdrawal = { engine: 'aurora-postgresql', ...withdrawn };
      simulator.rds.offers.withdraw(sourceLocation, what);
    }
    await expect(restore(more)).rejects.toThrow(message);
    expect(await cluster(simulator, sourceLocation, 'restored')).toBeUndefined();
  });

  it('a snapshot can be restored as a later minor version', async () => {
    await taken();
    await restore({ EngineVersion: '18.5' });
    const restored = await cluster(simulator, sourceLocation, 'restored');
    expect(restored?.EngineVersion).toBe('18.5');
  });

  it('a member of a class that is withdrawn is refused, as is one that the engine never had', async () => {
    await makeDatabase(simulator, sourceLocation, 'orders');
    simulator.rds.offers.withdraw(sourceLocation, {
      engine: 'aurora-postgresql',
      instanceClass: 'db.r6g.large',
    });
    for (const instanceClass of ['db.r6g.large', 'db.m6g.large']) {
      await expect(
        simulator.call(sourceLocation, 'CreateDBInstance', {
          DBInstanceIdentifier: 'orders-2',
          DBClusterIdentifier: 'orders',
          DBInstanceClass: instanceClass,
          Engine: 'aurora-postgresql',
        }),
      ).rejects.toThrow(
        `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${instanceClass}, Engine=aurora-postgresql, EngineVersion=18.4, LicenseModel=postgresql-license.`,
      );
    }
  });

  it('an instance of a withdrawn version is restored as the newest of its major', async () => {
    await makeInstance(simulator, sourceLocation, 'orders');
    await simulator.call(sourceLocation, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'orders',
      DBSnapshotIdentifier: 'taken',
    });
    await instanceSnapshotWith(simulator, sourceLocation, 'taken', 'available');
    simulator.rds.offers.withdraw(sourceLocation, { engine: 'postgres', version: '18.4' });
    const { DBInstance } = await simulator.call<RestoreDBInstanceFromDBSnapshotResult>(
      sourceLocation,
      'RestoreDBInstanceFromDBSnapshot',
      { DBInstanceIdentifier: 'restored', DBSnapshotIdentifier: 'taken' },
    );
    expect(DBInstance?.EngineVersion).toBe('18.5');
  });
});
