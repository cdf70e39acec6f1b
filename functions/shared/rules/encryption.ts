import { EncryptionImpossible } from './errors.ts';
import type { DatabaseKind, StorageEncryption } from './database.ts';

/**
 * The four ways in which a database or snapshot is encrypted.
 * - `none`
 * - `aws-managed`: under the account's `aws/rds` key
 * - `customer`: under a customer-managed KMS key
 * - `aws-owned`: `StorageEncrypted` without a `KmsKeyId` (`StorageEncryptionType` `sse-rds`), the
 *   default of Aurora clusters made since 2026-02
 */
export type Encryption =
  | { readonly type: 'none' }
  | { readonly type: 'aws-managed'; readonly keyArn: string }
  | { readonly type: 'customer'; readonly keyArn: string }
  | { readonly type: 'aws-owned' };

/**
 * How a capture travels.
 * - `two-step`: the source account copies into the target Region under the recovery key and shares
 *   the copy there
 * - `one-call`: the source shares its snapshot as it is, and the target copies it across account
 *   and Region in one call
 */
export type CopyRoute = 'two-step' | 'one-call';

/**
 * The situation that a description amounts to.
 * @param keyManager who manages the key; only needed where there is a key
 */
export function encryptionOf(
  described: StorageEncryption,
  keyManager: 'AWS' | 'CUSTOMER' | undefined,
): Encryption {
  if (!described.encrypted) return { type: 'none' };
  if (described.keyArn === undefined) return { type: 'aws-owned' };
  return {
    type: keyManager === 'AWS' ? 'aws-managed' : 'customer',
    keyArn: described.keyArn,
  };
}

/**
 * The key to pass when the capture is copied into the target Region, or undefined for none.
 *
 * A copy of an unencrypted *cluster* snapshot refuses a key; one of an instance snapshot takes it
 * and encrypts. An encrypted copy across Regions must name a key of the destination Region.
 * Source: RDS API reference, CopyDBClusterSnapshot and CopyDBSnapshot, `KmsKeyId`.
 */
export function copyKey(
  kind: DatabaseKind,
  encryption: Encryption,
  keyOfDestination: string,
): string | undefined {
  return encryption.type === 'none' && kind === 'cluster' ? undefined : keyOfDestination;
}

/**
 * The key to pass at the restore. Only the unencrypted cluster snapshot still needs one: it can be
 * restored encrypted, which is the first moment it can become so.
 * Source: Aurora User Guide, "Restoring from a DB cluster snapshot".
 */
export function restoreKey(encryption: Encryption, targetKey: string): string | undefined {
  return encryption.type === 'none' ? targetKey : undefined;
}

/**
 * Whether a snapshot so encrypted can be shared as it is.
 * AWS: snapshots under the default `aws/rds` key can't be. Of AWS-owned keys it says nothing, so
 * they are taken not to be either.
 */
export function isShareable(encryption: Encryption): boolean {
  return encryption.type === 'none' || encryption.type === 'customer';
}

/** @throws EncryptionImpossible when `route` needs a snapshot shared that can't be */
export function checkRoute(encryption: Encryption, route: CopyRoute): void {
  if (route === 'one-call' && !isShareable(encryption)) {
    const key = encryption.type === 'aws-managed' ? 'the aws/rds key' : 'an AWS-owned key';
    throw new EncryptionImpossible(
      `a snapshot under ${key} can't be shared, so CopyRoute=one-call can't work for this ` +
        'database: set CopyRoute to two-step, which re-encrypts before it shares',
    );
  }
}
