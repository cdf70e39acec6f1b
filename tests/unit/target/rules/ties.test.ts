import { describe, expect, it } from '@jest/globals';
import {
  describedTies,
  describeTies,
  everyTie,
  holdingTies,
  keptFor,
  refusalOfRename,
} from '../../../../functions/target/rules/ties.ts';
import type { Tie, TiedNames, TieKind } from '../../../../functions/target/rules/ties.ts';
import { aDatabase } from '../../factories/databases.ts';

const old = aDatabase({ identifier: 'orders' });
const names: TiedNames = { kind: 'cluster', region: 'eu-central-1', live: 'orders', old };
const retired = { ...names, old: aDatabase({ identifier: 'orders-retired' }) };

/** By kind: whether the old database is kept, and what the sentence about it has to say. */
const table: Readonly<Record<TieKind, { keeps: boolean; says: readonly string[] }>> = {
  'custom-endpoint': {
    keeps: false,
    says: [
      'CustomEndpoints: tied stays with the old database',
      'aws rds delete-db-cluster-endpoint --region eu-central-1 --db-cluster-endpoint-identifier tied',
      'aws rds create-db-cluster-endpoint --region eu-central-1 --db-cluster-identifier orders ' +
        '--db-cluster-endpoint-identifier tied --endpoint-type any',
    ],
  },
  proxy: {
    keeps: false,
    says: [
      'DBProxy: tied has the old database as its target',
      'aws rds register-db-proxy-targets --region eu-central-1 --db-proxy-name tied ' +
        '--db-cluster-identifiers orders',
    ],
  },
  integration: {
    keeps: true,
    says: [
      'Integration: tied has it as its source',
      'aws rds delete-integration --region eu-central-1 --integration-identifier tied',
    ],
  },
  'blue-green-deployment': {
    keeps: true,
    says: [
      'BlueGreenDeployment: tied stays with the old database in a swap, which is kept for it',
      '--blue-green-deployment-identifier tied',
    ],
  },
  'global-cluster': {
    keeps: true,
    says: [
      'GlobalClusterIdentifier: the old database stays a member of tied',
      `remove-from-global-cluster --region eu-central-1 --global-cluster-identifier tied --db-cluster-identifier ${old.arn}`,
    ],
  },
  'read-replica': {
    keeps: true,
    says: [
      'ReadReplicaIdentifiers: tied goes on replicating the old database in a swap, which is kept',
    ],
  },
};
const cases = Object.entries(table).map(([kind, rest]) => ({ kind: kind as TieKind, ...rest }));
const seen = (...found: readonly Tie[]) => ({ found, unseen: [] });

describe('what a database is tied to', () => {
  it('every kind of tie has its case here, and those that keep it are looked for again', () => {
    expect(cases.map(({ kind }) => kind)).toEqual(everyTie);
    expect(cases.filter(({ keeps }) => keeps).map(({ kind }) => kind)).toEqual(holdingTies);
  });

  it.each(cases)(
    'the report tells of a $kind what becomes of it, and what to do',
    ({ kind, says }) => {
      const [sentence, ...more] = describeTies(seen({ kind, name: 'tied' }), names);
      expect(more).toEqual([]);
      for (const part of says) expect(sentence).toContain(part);
    },
  );

  it.each(cases)(
    'a $kind that nobody could look for is told, with the reason',
    ({ kind, keeps }) => {
      const [sentence] = describeTies(
        { found: [], unseen: [{ kind, why: 'AccessDenied: no' }] },
        names,
      );
      expect(sentence).toMatch(
        keeps
          ? /^\w+: nobody could look .* \(AccessDenied: no\): after a swap the old database is kept$/
          : /^\w+: nobody could look .* \(AccessDenied: no\)$/,
      );
    },
  );

  it.each(cases)('a $kind keeps the old database or not, found or unseen', ({ kind, keeps }) => {
    const found = keptFor(seen({ kind, name: 'tied' }), retired);
    const unseen = keptFor({ found: [], unseen: [{ kind, why: 'InvalidAction: no' }] }, retired);
    expect([found !== undefined, unseen !== undefined]).toEqual([keeps, keeps]);
  });

  it('why it is kept names every tie, and the commands that end it, in their order', () => {
    const why = keptFor(
      {
        found: [
          { kind: 'integration', name: 'sales', id: 'arn:sales' },
          { kind: 'proxy', name: 'front' },
          { kind: 'read-replica', name: 'copy', member: 'ReadReplicaDBInstanceIdentifiers' },
        ],
        unseen: [{ kind: 'global-cluster', why: 'AccessDenied: no' }],
      },
      { ...retired, kind: 'instance' },
    );
    expect(why).toBe(
      '"orders-retired" is tied to something else, and no more of it was deleted: Integration sales; ' +
        'ReadReplicaDBInstanceIdentifiers copy; nobody could look at GlobalClusterIdentifier ' +
        '(AccessDenied: no). To delete it by hand: ' +
        'aws rds delete-integration --region eu-central-1 --integration-identifier arn:sales; ' +
        'aws rds promote-read-replica --region eu-central-1 --db-instance-identifier copy; ' +
        'aws rds delete-db-instance --region eu-central-1 --db-instance-identifier orders-retired ' +
        '--final-db-snapshot-identifier orders-retired-final',
    );
  });

  it('nothing that is tied keeps nothing', () => {
    expect(keptFor(seen(), retired)).toBeUndefined();
    expect(describeTies(seen(), names)).toEqual([]);
  });

  // Source: Aurora User Guide, "Aurora zero-ETL integrations", general limitations.
  it.each(cases)(
    'a $kind stands against a swap only where AWS renames nothing for it',
    ({ kind }) => {
      const refusal = refusalOfRename(seen({ kind, name: 'tied' }), names);
      expect(refusal?.includes('found Integration tied: AWS renames no database')).toBe(
        kind === 'integration' ? true : undefined,
      );
    },
  );

  it('the ties that a description tells of are read with the member that tells', () => {
    const replicas = [{ member: 'ReadReplicaDBClusterIdentifiers', database: 'aurora' }];
    expect(describedTies({ nature: { globalCluster: 'world', replicas } })).toEqual([
      { kind: 'global-cluster', name: 'world' },
      { kind: 'read-replica', name: 'aurora', member: 'ReadReplicaDBClusterIdentifiers' },
    ]);
    expect(describedTies({})).toEqual([]);
  });
});
