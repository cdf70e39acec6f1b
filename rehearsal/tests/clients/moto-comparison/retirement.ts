import { clusterSnapshots } from '../../../../functions/shared/adapters/rds-cluster-snapshots.ts';
import { clusters } from '../../../../functions/shared/adapters/rds-clusters.ts';
import type { Databases } from '../../../../functions/shared/ports/databases.ts';
import { makeCluster } from './make-database.ts';
import { ask, prepare } from './script.ts';
import type { Step } from './script.ts';
import type { World } from './world.ts';

function of({ source }: World): Databases {
  return clusters(source.rds);
}

async function statuses(world: World): Promise<unknown> {
  const members = await of(world).members({ identifier: 'archive' });
  return Object.fromEntries(members.map(({ identifier, status }) => [identifier, status]));
}

/** The end of a cluster: reader, writer, cluster, final snapshot. */
export const retirementSteps: readonly Step[] = [
  prepare('a cluster', (world) => makeCluster(world, { DBClusterIdentifier: 'archive' })),
  prepare('its writer', (world) => addMember(world, 'archive-1')),
  prepare('its reader', (world) => addMember(world, 'archive-2')),
  prepare('a snapshot of it', (world) =>
    clusterSnapshots(world.source.rds).create({
      identifier: 'archive-captured',
      databaseIdentifier: 'archive',
      tags: {},
    }),
  ),
  prepare('a protected cluster', (world) =>
    makeCluster(world, { DBClusterIdentifier: 'protected', DeletionProtection: true }),
  ),
  ask('RDS DeleteDBCluster', 'of a protected cluster', (world) =>
    of(world).delete('protected', undefined),
  ),
  ask('RDS DeleteDBCluster', 'of a cluster with members', (world) =>
    of(world).delete('archive', undefined),
  ),
  ask('RDS DeleteDBInstance', 'of a reader', async (world) => {
    await of(world).deleteMember('archive-2');
    return statuses(world);
  }),
  ask('RDS DeleteDBInstance', 'of the same again', (world) => of(world).deleteMember('archive-2')),
  ask('RDS DeleteDBInstance', 'of the last member', async (world) => {
    await of(world).deleteMember('archive-1');
    return statuses(world);
  }),
  ask('RDS DeleteDBCluster', 'under the name of a snapshot that is there', (world) =>
    of(world).delete('archive', 'archive-captured'),
  ),
  ask('RDS DeleteDBCluster', 'with a final snapshot', async (world) => {
    await of(world).delete('archive', 'archive-final');
    return (await of(world).byName('archive'))?.status ?? 'nothing';
  }),
  ask('RDS DescribeDBClusterSnapshots', 'of the final snapshot', async (world) => {
    const found = await clusterSnapshots(world.source.rds).find('archive-final');
    return { status: found?.status, databaseIdentifier: found?.databaseIdentifier };
  }),
  ask('RDS DeleteDBCluster', 'of a cluster that is gone', (world) =>
    of(world).delete('archive', undefined),
  ),
  prepare('another cluster', (world) => makeCluster(world, { DBClusterIdentifier: 'scrap' })),
  ask('RDS ModifyDBCluster', 'to a name that is taken', (world) =>
    of(world).rename('scrap', 'protected'),
  ),
];

function addMember(world: World, identifier: string): Promise<void> {
  return of(world).addMember({
    identifier,
    databaseIdentifier: 'archive',
    engine: 'aurora-postgresql',
    instanceClass: 'db.r6g.large',
    settings: {},
    promotionTier: 1,
    tags: {},
  });
}
