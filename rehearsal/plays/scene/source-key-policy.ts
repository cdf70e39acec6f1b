import type { PolicyDocument } from '../../aws/contracts.ts';
import { source, target } from './locations.ts';

/** The policy of the source database's own key. */
export const sourceKeyPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: root(source.accountId), Action: 'kms:*', Resource: '*' },
    // What an operator adds for the one-call route, where the target copies from this key.
    {
      Effect: 'Allow',
      Principal: root(target.accountId),
      Action: ['kms:DescribeKey', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:CreateGrant'],
      Resource: '*',
    },
  ],
};

function root(accountId: string): Readonly<Record<string, string>> {
  return { AWS: `arn:aws:iam::${accountId}:root` };
}
