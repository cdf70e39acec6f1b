import type {
  AccountAttributesMessage,
  AccountQuota,
  DescribeAccountAttributesMessage,
} from '@aws-sdk/client-rds';
import { simulated } from './operation.ts';
import { QUOTAS } from './quotas.ts';
import { manualSnapshots } from './snapshots/create.ts';
import { CLUSTER_SNAPSHOTS, INSTANCE_SNAPSHOTS } from './snapshots/family.ts';

/**
 * DescribeAccountAttributes: those quotas of the account and Region that the simulator enforces.
 */
export const describeAccountAttributes = simulated<
  DescribeAccountAttributesMessage,
  AccountAttributesMessage
>('DescribeAccountAttributes', {}, (context, _input, call) => {
  const { location } = call;
  call.authorize('rds:DescribeAccountAttributes', '*');
  const { cluster, instance } = QUOTAS.manualSnapshots;
  return {
    AccountQuotas: [
      quota('DBInstances', context.instances.in(location).length, QUOTAS.instances),
      quota('DBClusters', context.clusters.in(location).length, QUOTAS.clusters),
      quota('ManualSnapshots', manualSnapshots(context, INSTANCE_SNAPSHOTS, location), instance),
      quota(
        'ManualClusterSnapshots',
        manualSnapshots(context, CLUSTER_SNAPSHOTS, location),
        cluster,
      ),
    ],
  };
});

function quota(AccountQuotaName: string, Used: number, Max: number): AccountQuota {
  return { AccountQuotaName, Used, Max };
}
