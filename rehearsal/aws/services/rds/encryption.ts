import { createHash } from 'node:crypto';
import type { StorageEncryptionType } from '@aws-sdk/client-rds';
import { AwsError, type Call, type Keys, type Location } from '../../contracts.ts';
import { partitionOf } from './arns.ts';

/**
 * How data at rest is encrypted: not at all; under a key that AWS owns; or under a KMS key.
 */
export type Encryption =
  | { readonly type: 'none' }
  | { readonly type: 'sse-rds'; readonly location: Location }
  | { readonly type: 'sse-kms'; readonly keyArn: string; readonly managed: boolean };

/** What the caller must be allowed to do with the key that data is read under. */
export const readActions = [
  'kms:DescribeKey',
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
] as const;

/**
 * What the caller must be allowed to do with its cluster's key to add a member.
 * Source: Service Authorization Reference, Amazon RDS, CreateDBInstance, dependent actions.
 */
export const memberActions = [
  'kms:DescribeKey',
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:GenerateDataKey',
] as const;

/** What the caller must be allowed to do with the key that data is written under. */
export const writeActions = [
  'kms:DescribeKey',
  'kms:CreateGrant',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptTo',
] as const;

/**
 * The members of Describe's answers that tell of encryption. Under a key that AWS owns the data is
 * encrypted, "this value is false", and there is no `KmsKeyId`.
 * Source: the SDK's model, DBCluster and DBClusterSnapshot, `StorageEncrypted`. Of DBInstance and
 * DBSnapshot it says nothing; they are taken to say the same.
 */
export function describeEncryption(encryption: Encryption): {
  encrypted: boolean;
  StorageEncryptionType: StorageEncryptionType;
  KmsKeyId?: string;
} {
  return {
    encrypted: encryption.type === 'sse-kms',
    StorageEncryptionType: encryption.type,
    ...(encryption.type === 'sse-kms' ? { KmsKeyId: encryption.keyArn } : {}),
  };
}

/** The bytes that data is encrypted with. */
export function dataKeyOf(encryption: Encryption, keys: Keys): Buffer | undefined {
  switch (encryption.type) {
    case 'none':
      return undefined;
    case 'sse-kms':
      return keys.dataKey(encryption.keyArn);
    case 'sse-rds': {
      const { accountId, region } = encryption.location;
      return createHash('sha256').update(`aws-owned/rds/${accountId}/${region}`).digest();
    }
  }
}

/** `source` and `target` say which of a copy's keys is meant, as RDS's messages do. */
export type KeyPart = 'source snapshot' | 'target snapshot' | 'specified';

/**
 * The key that a request names for new data, which must lie in the call's Region, be enabled and
 * be usable by the caller.
 *
 * @throws AwsError `KMSKeyNotAccessibleFault`; its message carries what KMS answered
 */
export function keyForWriting(
  keys: Keys,
  call: Call,
  keyId: string,
  part: KeyPart,
): Extract<Encryption, { type: 'sse-kms' }> {
  const key = keys.find(call.location, keyId);
  if (key === undefined) throw notAccessible(part, keyId, 'no such key is found from here');
  if (key.location.region !== call.location.region) {
    const found = `the key lies in ${key.location.region}, and ${call.location.region} needs one of its own`;
    throw notAccessible(part, keyId, found);
  }
  const managed = key.manager === 'AWS';
  requireUse(keys, call, { keyArn: key.arn, managed }, writeActions, part);
  return { type: 'sse-kms', keyArn: key.arn, managed };
}

/** Checks that the caller may read data under `encryption`; AWS's own keys need no permission. */
export function requireReading(
  keys: Keys,
  call: Call,
  encryption: Encryption,
  part: KeyPart,
): void {
  if (encryption.type === 'sse-kms') requireUse(keys, call, encryption, readActions, part);
}

/**
 * Checks that the caller may add a member to a cluster whose data is under `encryption`. Auto Scaling adds
 * readers to any cluster, and its owner gives it no rights to keys.
 */
export function requireMemberKey(keys: Keys, call: Call, encryption: Encryption): void {
  if (call.principal.kind === 'service') return;
  if (encryption.type === 'sse-kms') requireUse(keys, call, encryption, memberActions, 'specified');
}

/** The default key of an account and Region, `alias/aws/rds`. */
export function managedKey(keys: Keys, location: Location): Encryption {
  return { type: 'sse-kms', keyArn: keys.managedKey(location, 'rds').arn, managed: true };
}

/** Whether data under `encryption` can be read now. A key of AWS's own always can. */
export function isAccessible(keys: Keys, location: Location, encryption: Encryption): boolean {
  if (encryption.type !== 'sse-kms') return true;
  return keys.find(location, encryption.keyArn)?.state === 'Enabled';
}

/** The fault that RDS answers with when a key can't be used, for whatever reason. */
export function notAccessible(part: KeyPart, keyId: string | undefined, why: string): AwsError {
  return new AwsError(
    'KMSKeyNotAccessibleFault',
    `The ${part} KMS key [${keyId ?? 'None'}] does not exist, is not enabled or you do not have permissions to access it. (${why})`,
  );
}

function requireUse(
  keys: Keys,
  call: Call,
  key: { readonly keyArn: string; readonly managed: boolean },
  actions: readonly string[],
  part: KeyPart,
): void {
  if (key.managed) {
    const owner = key.keyArn.split(':')[4];
    if (owner === call.location.accountId) return;
    throw notAccessible(part, key.keyArn, `the AWS managed key of account ${owner} is its own`);
  }
  // A snapshot of another Region is read there, by the pre-signed request that the copy carries.
  const region = key.keyArn.split(':')[3] ?? call.location.region;
  const viaService = `rds.${region}.${partitionOf(region).dnsSuffix}`;
  try {
    keys.requireUse(call.principal, key.keyArn, actions, viaService);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw notAccessible(part, key.keyArn, `${error.name}: ${error.message}`);
  }
}
