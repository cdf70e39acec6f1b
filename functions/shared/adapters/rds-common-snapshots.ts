import { DescribeAccountAttributesCommand } from '@aws-sdk/client-rds';
import type { RDSClient } from '@aws-sdk/client-rds';
import type { Snapshots } from '../ports/snapshots.ts';
import { tagResource, untagResource } from './tags.ts';

/**
 * What both kinds of snapshots have in common, except for names.
 * @param quotaName as the RDS API reference, AccountQuota, calls it
 */
export function commonSnapshots(
  client: RDSClient,
  quotaName: 'ManualClusterSnapshots' | 'ManualSnapshots',
): Pick<Snapshots, 'quota' | 'tag' | 'untag'> {
  return {
    async quota() {
      const { AccountQuotas } = await client.send(new DescribeAccountAttributesCommand());
      const found = AccountQuotas?.find(({ AccountQuotaName }) => AccountQuotaName === quotaName);
      if (found?.Used === undefined || found.Max === undefined) return undefined;
      return { used: found.Used, maximum: found.Max };
    },
    tag: (arn, tags) => tagResource(client, arn, tags),
    untag: (arn, keys) => untagResource(client, arn, keys),
  };
}
