import type { DatabaseKind } from '../rules/database.ts';
import type { Databases } from '../ports/databases.ts';
import type { Offers } from '../ports/offers.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { rdsIn } from './clients/rds.ts';
import { clusterSnapshots } from './rds-cluster-snapshots.ts';
import { clusters } from './rds-clusters.ts';
import { instanceSnapshots } from './rds-instance-snapshots.ts';
import { instances } from './rds-instances.ts';
import { rdsOffers } from './rds-offers.ts';

/** The one port of databases, by kind. */
export function databasesIn(region: string, kind: DatabaseKind): Databases {
  return kind === 'cluster' ? clusters(rdsIn(region)) : instances(rdsIn(region));
}

/** The one port of snapshots, by kind. */
export function snapshotsIn(region: string, kind: DatabaseKind): Snapshots {
  return kind === 'cluster' ? clusterSnapshots(rdsIn(region)) : instanceSnapshots(rdsIn(region));
}

/** What a Region offers. */
export function offersIn(region: string): Offers {
  return rdsOffers(rdsIn(region));
}
