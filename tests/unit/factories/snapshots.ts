import { snapshotArn } from '../../../functions/shared/rules/arn.ts';
import type { Location } from '../../../functions/shared/rules/database.ts';
import { ownershipTags } from '../../../functions/shared/rules/tags.ts';
import type { Part } from '../../../functions/shared/rules/tags.ts';
import type { Snapshot } from '../../../functions/shared/ports/snapshots.ts';
import { sourceLocation, stackName, startedAt } from './locations.ts';

export function aSnapshot(
  overrides: Partial<Snapshot> = {},
  location: Location = sourceLocation,
): Snapshot {
  const identifier = overrides.identifier ?? 'nightly-1';
  return {
    identifier,
    arn: snapshotArn(location, 'cluster', identifier),
    databaseIdentifier: 'orders',
    databaseResourceId: 'cluster-SOURCE',
    status: 'available',
    createdAt: startedAt,
    engine: 'aurora-postgresql',
    engineVersion: '16.4',
    encryption: { encrypted: false },
    tags: {},
    ...overrides,
  };
}

/** The marks of a snapshot of ours. */
export function marksOf(
  snapshot: string,
  part: Part,
  run = 'an-earlier-run',
  stack = stackName,
): Snapshot['tags'] {
  return ownershipTags({ stack, run, snapshot, part });
}
