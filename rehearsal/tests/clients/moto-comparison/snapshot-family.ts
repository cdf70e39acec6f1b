import { clusterSnapshots } from '../../../../functions/shared/adapters/rds-cluster-snapshots.ts';
import { instanceSnapshots } from '../../../../functions/shared/adapters/rds-instance-snapshots.ts';
import type { Snapshot, Snapshots } from '../../../../functions/shared/ports/snapshots.ts';
import { source } from './world.ts';
import type { Clients, World } from './world.ts';

export const tags = { 'understudy:run': 'one' };

/** Snapshots of one kind of database: what the API calls them, and how they are asked for. */
export class SnapshotFamily {
  readonly kind: 'DBClusterSnapshot' | 'DBSnapshot';
  /** A database that is there. */
  readonly database: string;
  readonly in: (client: Clients['rds']) => Snapshots;
  readonly #resource: 'cluster-snapshot' | 'snapshot';

  private constructor(
    kind: SnapshotFamily['kind'],
    database: string,
    snapshots: SnapshotFamily['in'],
  ) {
    this.kind = kind;
    this.database = database;
    this.in = snapshots;
    this.#resource = kind === 'DBSnapshot' ? 'snapshot' : 'cluster-snapshot';
  }

  static readonly clusters = new SnapshotFamily('DBClusterSnapshot', 'orders', clusterSnapshots);
  static readonly instances = new SnapshotFamily('DBSnapshot', 'ledger', instanceSnapshots);

  /** Those of the source place. */
  of({ source: { rds } }: World): Snapshots {
    return this.in(rds);
  }

  arn(identifier: string, region = source.region): string {
    return `arn:aws:rds:${region}:${source.accountId}:${this.#resource}:${identifier}`;
  }

  create(world: World, identifier: string, databaseIdentifier = this.database): Promise<Snapshot> {
    return this.of(world).create({ identifier, databaseIdentifier, tags });
  }

  copy(world: World, identifier: string, from: string, keyArn?: string): Promise<Snapshot> {
    return this.of(world).copy({ sourceArn: this.arn(from), identifier, keyArn, tags });
  }
}
