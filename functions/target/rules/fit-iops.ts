import type { DatabaseSettings } from '../../shared/rules/database-settings.ts';
import { sameSetting } from '../../shared/rules/same-setting.ts';
import type { Fit } from './fit.ts';

/** Storage that comes with IOPS of its owner's choice. Source: the SDK's model, `StorageType`. */
const withIops: ReadonlySet<string> = new Set(['io1', 'io2']);

/** What provisioned IOPS and throughput go with the storage that was chosen. */
export interface FittedIops extends Fit {
  readonly iops: number | undefined;
  readonly storageThroughput: number | undefined;
}

/**
 * IOPS and throughput belong to the storage type that they were chosen for: with another one they are
 * left to AWS, which takes IOPS without a type for io1.
 * @param chosen before its storage type was held against what AWS offers
 * @param owner whose storage type, IOPS and throughput were taken over, where no parameter named others
 */
export function fitIops(
  chosen: DatabaseSettings,
  storageType: string | undefined,
  owner: DatabaseSettings,
): FittedIops {
  const { iops, storageThroughput } = chosen;
  if (storageType === owner.storageType) {
    return { iops, storageThroughput, differences: [], misfits: [] };
  }
  const misfits =
    storageType !== undefined && withIops.has(storageType)
      ? [
          `StorageType is ${storageType} by the parameter StorageType, which needs Iops, and those that ` +
            `are known are for ${owner.storageType ?? 'no type that AWS says'}: leave StorageType empty, ` +
            `or bring the live DB instance to ${storageType} first`,
        ]
      : [];
  const left = { Iops: iops, StorageThroughput: storageThroughput };
  const differences = Object.entries(left)
    .filter(([, value]) => !sameSetting(value, undefined))
    .map(([member, value]) => `${member} is AWS's default; ${value} was for ${owner.storageType}`);
  return { iops: undefined, storageThroughput: undefined, differences, misfits };
}
