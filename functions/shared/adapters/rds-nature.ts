import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Nature } from '../rules/nature.ts';

/** Whom a database feeds or follows, by the member that says so. */
type Follower = NonNullable<Nature['replicas']>[number];

export function readClusterNature(described: DBCluster): Nature {
  const { ReplicationSourceIdentifier: source } = described;
  return {
    engineMode: described.EngineMode,
    scalability: described.ClusterScalabilityType,
    limitless: described.LimitlessDatabase?.Status,
    clusterInstanceClass: described.DBClusterInstanceClass,
    replicaOf: source ? { member: 'ReplicationSourceIdentifier', database: source } : undefined,
    replicas: followers({ ReadReplicaIdentifiers: described.ReadReplicaIdentifiers }),
    globalCluster: described.GlobalClusterIdentifier,
  };
}

export function readInstanceNature(described: DBInstance): Nature {
  const {
    ReadReplicaSourceDBInstanceIdentifier: instance,
    ReadReplicaSourceDBClusterIdentifier: cluster,
    ReadReplicaDBInstanceIdentifiers,
    ReadReplicaDBClusterIdentifiers,
  } = described;
  return {
    memberOf: described.DBClusterIdentifier,
    replicaOf: instance
      ? { member: 'ReadReplicaSourceDBInstanceIdentifier', database: instance }
      : cluster
        ? { member: 'ReadReplicaSourceDBClusterIdentifier', database: cluster }
        : undefined,
    replicas: followers({ ReadReplicaDBInstanceIdentifiers, ReadReplicaDBClusterIdentifiers }),
  };
}

function followers(
  members: Readonly<Record<string, readonly string[] | undefined>>,
): readonly Follower[] | undefined {
  const found = Object.entries(members).flatMap(([member, databases = []]) =>
    databases.map((database) => ({ member, database })),
  );
  return found.length > 0 ? found : undefined;
}
