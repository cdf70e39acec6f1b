import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { Keys } from '../ports/keys.ts';

/** Keys of the client's Region. */
export function kmsKeys(client: KMSClient): Keys {
  return {
    async describe(id) {
      try {
        const { KeyMetadata: key } = await client.send(new DescribeKeyCommand({ KeyId: id }));
        return {
          arn: key?.Arn ?? id,
          manager: key?.KeyManager === 'AWS' ? 'AWS' : 'CUSTOMER',
          state: key?.KeyState ?? 'unknown',
        };
      } catch (error) {
        if (error instanceof Error && error.name === 'NotFoundException') return undefined;
        throw error;
      }
    },
  };
}
