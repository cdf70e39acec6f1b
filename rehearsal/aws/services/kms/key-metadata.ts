import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { Key } from './key.ts';

/** A key as DescribeKey shows it: symmetric, of one Region, with material from KMS. */
export function metadataOf(key: Key): KeyMetadata {
  return {
    AWSAccountId: key.location.accountId,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.created,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.state,
    ...(key.deletion === undefined ? {} : { DeletionDate: new Date(key.deletion) }),
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}
