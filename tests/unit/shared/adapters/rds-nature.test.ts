import { describe, expect, it } from '@jest/globals';
import {
  readClusterNature,
  readInstanceNature,
} from '../../../../functions/shared/adapters/rds-nature.ts';

describe('the nature of a cluster', () => {
  it.each([
    [{ EngineMode: 'serverless' }, { engineMode: 'serverless' }],
    [{ ClusterScalabilityType: 'limitless' }, { scalability: 'limitless' }],
    [{ LimitlessDatabase: { Status: 'enabled' } }, { limitless: 'enabled' }],
    [{ DBClusterInstanceClass: 'db.m5d.large' }, { clusterInstanceClass: 'db.m5d.large' }],
    [{ GlobalClusterIdentifier: 'world' }, { globalCluster: 'world' }],
    [
      { ReplicationSourceIdentifier: 'arn' },
      { replicaOf: { member: 'ReplicationSourceIdentifier', database: 'arn' } },
    ],
    [
      { ReadReplicaIdentifiers: ['a', 'b'] },
      {
        replicas: ['a', 'b'].map((database) => ({ member: 'ReadReplicaIdentifiers', database })),
      },
    ],
    [{ ReplicationSourceIdentifier: '', ReadReplicaIdentifiers: [] }, {}],
  ] as const)('%j is read by the member that says it', (described, nature) => {
    expect(readClusterNature(described as Parameters<typeof readClusterNature>[0])).toEqual(nature);
  });
});

describe('the nature of a DB instance', () => {
  it.each([
    [{ DBClusterIdentifier: 'orders' }, { memberOf: 'orders' }],
    [
      { ReadReplicaSourceDBInstanceIdentifier: 'a' },
      { replicaOf: { member: 'ReadReplicaSourceDBInstanceIdentifier', database: 'a' } },
    ],
    [
      { ReadReplicaSourceDBClusterIdentifier: 'a' },
      { replicaOf: { member: 'ReadReplicaSourceDBClusterIdentifier', database: 'a' } },
    ],
    [
      { ReadReplicaDBInstanceIdentifiers: ['a'], ReadReplicaDBClusterIdentifiers: ['b'] },
      {
        replicas: [
          { member: 'ReadReplicaDBInstanceIdentifiers', database: 'a' },
          { member: 'ReadReplicaDBClusterIdentifiers', database: 'b' },
        ],
      },
    ],
    [{ ReadReplicaDBInstanceIdentifiers: [] }, {}],
  ])('%j is read by the member that says it', (described, nature) => {
    expect(readInstanceNature(described)).toEqual(nature);
  });
});
