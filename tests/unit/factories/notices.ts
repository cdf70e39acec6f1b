import { snapshotArn } from '../../../functions/shared/rules/arn.ts';
import type { Manifest } from '../../../functions/shared/contract/manifest.ts';
import type { Notice } from '../../../functions/shared/contract/notice.ts';
import { recoveryKeyArn, sourceLocation, startedAt, targetLocation } from './locations.ts';

export const snapshotName = 'nightly-20260105t1030-0a1b2c3d';

export function aManifest(overrides: Partial<Manifest> = {}): Manifest {
  return {
    settings: { port: 5432, backupRetentionDays: 7 },
    members: [
      { instanceClass: 'db.r6g.large', promotionTier: 0 },
      { instanceClass: 'db.r6g.large', promotionTier: 1 },
    ],
    tags: { team: 'orders' },
    ...overrides,
  };
}

/** A notice on the two-step route: the copy lies in the target Region, of the source account. */
export function aNotice(
  overrides: Partial<Omit<Notice, 'snapshot'>> & {
    readonly snapshot?: Partial<Notice['snapshot']>;
  } = {},
): Notice {
  return {
    version: 1,
    run: 'capture-run',
    capturedAt: startedAt,
    source: {
      accountId: sourceLocation.accountId,
      region: sourceLocation.region,
      identifier: 'orders',
      resourceId: 'cluster-SOURCE',
    },
    manifest: aManifest(),
    ...overrides,
    snapshot: {
      kind: 'cluster',
      arn: snapshotArn(
        { ...targetLocation, accountId: sourceLocation.accountId },
        'cluster',
        snapshotName,
      ),
      engine: 'aurora-postgresql',
      engineVersion: '16.4',
      keyArn: recoveryKeyArn,
      ...overrides.snapshot,
    },
  };
}
