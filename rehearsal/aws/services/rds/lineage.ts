import type { Context } from './context.ts';
import { findResource } from './resources.ts';
import type { Lineage } from './storage.ts';

/** Where the data of a cluster, stand-alone instance or snapshot comes from, by its ARN. */
export function lineageOf(context: Context, arn: string): Lineage | undefined {
  const resource = findResource(context, arn);
  if (resource === undefined) return undefined;
  const { clusters, instances, snapshots } = context;
  const { location, identifier } = resource;
  for (const database of [
    clusters.find(location, identifier),
    instances.find(location, identifier),
  ]) {
    if (database === resource) return database.volume?.lineage;
  }
  for (const family of [snapshots.cluster, snapshots.instance]) {
    const snapshot = family.find(location, identifier);
    if (snapshot === resource) return snapshot.dump?.lineage;
  }
  return undefined;
}
