import { EncryptionImpossible } from './errors.ts';
import type { DatabaseKind, StorageEncryption } from './database.ts';

/**
 * The ways in which a database or snapshot is encrypted.
 * - `none`
 * - `aws-managed`: under the account's `aws/rds` key
 * - `customer`: under a customer-managed KMS key
 * - `aws-owned`: under a key that AWS owns, the default of Aurora clusters made since 2026-02
 * - `unknown`: in a way that this release has no word for; `called` is AWS's
 */
export type Encryption =
  | { readonly type: 'none' }
  | { readonly type: 'aws-managed'; readonly keyArn: string }
  | { readonly type: 'customer'; readonly keyArn: string }
  | { readonly type: 'aws-owned' }
  | { readonly type: 'unknown'; readonly called: string };

/**
 * How a capture travels.
 * - `two-step`: the source account copies into the target Region under the recovery key and shares
 *   the copy there
 * - `one-call`: the source shares its snapshot as it is, and the target copies it across account
 *   and Region in one call
 */
export type CopyRoute = 'two-step' | 'one-call';

/**
 * The situation that a description amounts to. `StorageEncryptionType` decides; only where AWS leaves it
 * out do the flag and the key.
 * Source: the SDK's model, DBCluster and DBClusterSnapshot, `StorageEncrypted`: under an AWS-owned key
 * "this value is false", "the data at rest is still encrypted", "use StorageEncryptionType".
 * @param keyManager who manages the key; only needed where there is a key
 */
export function encryptionOf(
  described: StorageEncryption,
  keyManager: 'AWS' | 'CUSTOMER' | undefined,
): Encryption {
  const { keyArn } = described;
  switch (described.type) {
    case 'none':
      return { type: 'none' };
    case 'sse-rds':
      return { type: 'aws-owned' };
    case 'sse-kms':
      if (keyArn === undefined) return { type: 'unknown', called: 'sse-kms without a KmsKeyId' };
      return underKey(keyArn, keyManager);
    case undefined:
      if (!described.encrypted) return { type: 'none' };
      return keyArn === undefined ? { type: 'aws-owned' } : underKey(keyArn, keyManager);
    default:
      return { type: 'unknown', called: described.type };
  }
}

function underKey(keyArn: string, keyManager: 'AWS' | 'CUSTOMER' | undefined): Encryption {
  return { type: keyManager === 'AWS' ? 'aws-managed' : 'customer', keyArn };
}

/**
 * The situation of a shared snapshot, by the key that its notice names: what is under another key than a
 * customer's is never shared.
 */
export function sharedEncryption(keyArn: string | undefined): Encryption {
  return keyArn === undefined ? { type: 'none' } : { type: 'customer', keyArn };
}

/**
 * The key to pass when the capture is copied into the target Region, or undefined for none.
 *
 * A copy of an unencrypted *cluster* snapshot refuses a key; one of an instance snapshot takes it
 * and encrypts. An encrypted copy across Regions must name a key of the destination Region.
 * Source: RDS API reference, CopyDBClusterSnapshot and CopyDBSnapshot, `KmsKeyId`. Of snapshots under an
 * AWS-owned key it says nothing apart: they are encrypted, so their copies are taken to be like those of
 * encrypted ones (unverified).
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
 * they are taken not to be either (unverified), and so is what this release doesn't know.
 */
export function isShareable(encryption: Encryption): boolean {
  return encryption.type === 'none' || encryption.type === 'customer';
}

/** @throws EncryptionImpossible when `route` needs a snapshot shared that can't be */
export function checkRoute(encryption: Encryption, route: CopyRoute): void {
  if (route === 'one-call' && !isShareable(encryption)) {
    throw new EncryptionImpossible(
      `a snapshot under ${keyInWords(encryption)} can't be shared, so CopyRoute=one-call can't work ` +
        'for this database: set CopyRoute to two-step, which re-encrypts before it shares',
    );
  }
}

function keyInWords(encryption: Encryption): string {
  if (encryption.type === 'aws-managed') return 'the aws/rds key';
  if (encryption.type === 'aws-owned') return 'an AWS-owned key';
  const called = encryption.type === 'unknown' ? encryption.called : encryption.type;
  return `an encryption that this release doesn't know (StorageEncryptionType "${called}")`;
}

/** What a capture's report says of the encryption, a sentence each. */
export function encryptionWarnings(encryption: Encryption): string[] {
  if (encryption.type !== 'unknown') return [];
  return [
    `the database's StorageEncryptionType is "${encryption.called}", which this release doesn't know: ` +
      'it is taken for encrypted, and its copy is put under the recovery key',
  ];
}
