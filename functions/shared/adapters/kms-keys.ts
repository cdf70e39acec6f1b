import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { Keys } from '../ports/keys.ts';
import { unlessNotFound } from './unless-not-found.ts';

/** Keys of the client's Region. */
export function kmsKeys(client: KMSClient): Keys {
  return {
    async describe(id) {
      const answer = await unlessNotFound(() => client.send(new DescribeKeyCommand({ KeyId: id })));
      if (answer === undefined) return undefined;
      const { KeyMetadata: key } = answer;
      return {
        arn: key?.Arn ?? id,
        manager: key?.KeyManager === 'AWS' ? 'AWS' : 'CUSTOMER',
        state: key?.KeyState ?? 'unknown',
      };
    },
  };
}
