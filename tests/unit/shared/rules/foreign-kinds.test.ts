import { describe, expect, it } from '@jest/globals';
import type { Database } from '../../../../functions/shared/rules/database.ts';
import {
  checkKind,
  describeUnknownKinds,
} from '../../../../functions/shared/rules/foreign-kinds.ts';
import type { DatabaseRole } from '../../../../functions/shared/rules/foreign-kinds.ts';
import { aDatabase } from '../../factories/databases.ts';

const roles: readonly DatabaseRole[] = ['source', 'replaced', 'model'];

/** Every kind that isn't ours: what AWS shows, and what the refusal says. */
const foreign: readonly (readonly [shown: Partial<Database>, member: string, todo: string])[] = [
  [{ engine: 'mysql' }, 'Engine mysql', 'a Multi-AZ DB cluster'],
  [{ engine: 'postgres' }, 'Engine postgres', 'a Multi-AZ DB cluster'],
  [
    { nature: { clusterInstanceClass: 'db.r6gd.large' } },
    'DBClusterInstanceClass db.r6gd.large',
    'a Multi-AZ DB cluster',
  ],
  [{ engine: 'docdb' }, 'Engine docdb', 'Amazon DocumentDB'],
  [{ engine: 'neptune' }, 'Engine neptune', 'Amazon Neptune'],
  [{ kind: 'instance', engine: 'custom-oracle-ee' }, 'Engine custom-oracle-ee', 'RDS Custom'],
  [{ kind: 'instance', engine: 'custom-sqlserver-se' }, 'Engine custom-sqlserver-se', 'RDS Custom'],
  [{ nature: { scalability: 'limitless' } }, 'ClusterScalabilityType limitless', 'Limitless'],
  [{ nature: { limitless: 'enabled' } }, 'LimitlessDatabase enabled', 'Limitless'],
  [{ engineVersion: '16.4-limitless' }, 'EngineVersion 16.4-limitless', 'Limitless'],
  [{ nature: { engineMode: 'serverless' } }, 'EngineMode serverless', 'Serverless v2'],
  [{ nature: { engineMode: 'parallelquery' } }, 'EngineMode parallelquery', 'provisioned'],
  [{ nature: { engineMode: 'global' } }, 'EngineMode global', 'provisioned'],
  [{ nature: { engineMode: 'multimaster' } }, 'EngineMode multimaster', 'provisioned'],
  [
    { kind: 'instance', nature: { memberOf: 'orders' } },
    'DBClusterIdentifier orders',
    'set DatabaseKind to cluster',
  ],
  [{ kind: 'instance', engine: 'oracle-ee' }, 'Engine oracle-ee', 'name a database of one of'],
  [{ engine: 'aurora' }, 'Engine aurora', 'name a database of one of'],
];

describe('the kinds of database that are not recovered here', () => {
  it.each(foreign)('%j is refused as any role, by member and value', (shown, member, todo) => {
    for (const role of roles) {
      expect(() => checkKind(aDatabase(shown), role)).toThrow(
        expect.objectContaining({
          name: 'DatabaseUnsupported',
          message: expect.stringContaining(
            `expected "orders" to be of a kind that is recovered here, found ${member}: `,
          ),
        }),
      );
      expect(() => checkKind(aDatabase(shown), role)).toThrow(todo);
    }
  });

  it.each([
    {},
    { engine: 'aurora-mysql' },
    { kind: 'instance', engine: 'postgres' },
    { kind: 'instance', engine: 'mariadb' },
    { nature: { engineMode: 'provisioned', scalability: 'standard', limitless: 'not-in-use' } },
    { nature: { engineMode: 'provisioned', limitless: 'disabled' } },
    { engineVersion: '5.7.44-rds.20250818', kind: 'instance', engine: 'mysql' },
  ] as const)('%j is one of ours', (shown) => {
    for (const role of roles) expect(() => checkKind(aDatabase(shown), role)).not.toThrow();
  });

  it.each([
    'ReplicationSourceIdentifier',
    'ReadReplicaSourceDBInstanceIdentifier',
    'ReadReplicaSourceDBClusterIdentifier',
  ])(
    'a read replica by %s is neither captured nor replaced, and may lend its settings',
    (member) => {
      const replica = aDatabase({ nature: { replicaOf: { member, database: 'leader' } } });
      expect(() => checkKind(replica, 'source')).toThrow(`found ${member} leader`);
      expect(() => checkKind(replica, 'source')).toThrow('capture what it replicates');
      expect(() => checkKind(replica, 'replaced')).toThrow('promote it, or give the stack');
      expect(() => checkKind(replica, 'model')).not.toThrow();
    },
  );

  it('a mode and a scalability that nobody knows yet are told, and no error', () => {
    const database = aDatabase({ nature: { engineMode: 'quantum', scalability: 'endless' } });
    for (const role of roles) expect(() => checkKind(database, role)).not.toThrow();
    expect(describeUnknownKinds(database)).toEqual([
      "EngineMode: quantum isn't known to this version: it is not carried",
      "ClusterScalabilityType: endless isn't known to this version: it is not carried",
    ]);
    expect(describeUnknownKinds(aDatabase())).toEqual([]);
    expect(
      describeUnknownKinds({ nature: { engineMode: 'provisioned', scalability: 'standard' } }),
    ).toEqual([]);
  });
});
