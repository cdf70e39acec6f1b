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
      create({ properties: given, location }) {
        const description = given.optionalText('Description');
        const key = keys.createKey(location, {
          policy: given.policy('KeyPolicy'),
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
