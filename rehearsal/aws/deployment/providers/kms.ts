import type { PolicyDocument } from '../../contracts.ts';
import { properties } from '../property-table.ts';
import type { KeysPort } from './ports.ts';
import type { Providers } from './provider.ts';

/** `AWS::KMS::Key` (symmetric, for encryption) and `AWS::KMS::Alias`. */
export function kmsProviders(keys: KeysPort): Providers {
  return {
    'AWS::KMS::Key': {
      properties: properties(
        'Description KeyPolicy EnableKeyRotation RotationPeriodInDays Enabled MultiRegion PendingWindowInDays Tags',
      ),
      create({ properties: given, location, partition }) {
        const description = given.optionalText('Description');
        const key = keys.createKey(location, {
          policy: given.has('KeyPolicy')
            ? given.policy('KeyPolicy')
            : defaultKeyPolicy(partition, location.accountId),
          enabled: given.boolean('Enabled') ?? true,
          multiRegion: given.boolean('MultiRegion') ?? false,
          rotates: given.boolean('EnableKeyRotation') ?? false,
          tags: given.tags(),
          ...(description === undefined ? {} : { description }),
        });
        return { ref: key.id, arn: key.arn, attributes: { Arn: key.arn, KeyId: key.id } };
      },
    },
    'AWS::KMS::Alias': {
      properties: properties('AliasName TargetKeyId'),
      create({ properties: given, location }) {
        const name = given.text('AliasName');
        keys.createAlias(location, name, given.text('TargetKeyId'));
        return { ref: name };
      },
    },
  };
}

/** What a key gets that is made without a policy: its account's identity policies decide. */
function defaultKeyPolicy(partition: string, accountId: string): PolicyDocument {
  const account = `arn:${partition}:iam::${accountId}:root`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: account },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  };
}
