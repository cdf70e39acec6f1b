import { AwsError } from '../../contracts.ts';

/** RDS's quotas for an account and Region; copies are those in progress into the Region. */
export const quotas = {
  clusters: 40,
  instances: 40,
  manualSnapshots: { cluster: 100, instance: 100 },
  copiesAcrossRegions: { cluster: 5, instance: 20 },
  sharedAccounts: 20,
  /** Source: RDS User Guide, "Quotas and limitations for RDS Proxy"; the latter of each proxy. */
  proxies: 20,
  proxyEndpoints: 20,
} as const;

/** @throws AwsError `DBClusterQuotaExceededFault` or `InstanceQuotaExceededFault` */
export function requireRoom(kind: 'clusters' | 'instances', used: number): void {
  if (used < quotas[kind]) return;
  const clusters = kind === 'clusters';
  throw new AwsError(
    clusters ? 'DBClusterQuotaExceededFault' : 'InstanceQuotaExceededFault',
    `Cannot create more than ${quotas[kind]} DB ${kind} in this Region`,
  );
}

/**
 * Until something is deleted, this doesn't get better.
 *
 * @throws AwsError `SnapshotQuotaExceededFault`
 */
export function requireSnapshotRoom(family: 'cluster' | 'instance', used: number): void {
  const limit = quotas.manualSnapshots[family];
  if (used < limit) return;
  throw new AwsError(
    'SnapshotQuotaExceededFault',
    `Cannot create more than ${limit} manual snapshots`,
  );
}

/**
 * The same code as a full shelf has, but this one passes by itself.
 *
 * @throws AwsError `SnapshotQuotaExceededFault`
 */
export function requireCopyRoom(family: 'cluster' | 'instance', inProgress: number): void {
  const limit = quotas.copiesAcrossRegions[family];
  if (inProgress < limit) return;
  throw new AwsError(
    'SnapshotQuotaExceededFault',
    `Cannot copy more than ${limit} snapshots across regions`,
  );
}
