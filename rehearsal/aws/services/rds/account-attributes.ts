import type {
  AccountAttributesMessage,
  AccountQuota,
  DescribeAccountAttributesMessage,
} from '@aws-sdk/client-rds';
import { simulated } from './operation.ts';
import { quotas } from './quotas.ts';
import { manualSnapshots } from './snapshots/create.ts';
import { clusterSnapshots, instanceSnapshots } from './snapshots/family.ts';

/**
 * DescribeAccountAttributes: those quotas of the account and Region that the simulator enforces.
 */
export const describeAccountAttributes = simulated<
  DescribeAccountAttributesMessage,
  AccountAttributesMessage
>('DescribeAccountAttributes', {}, (context, _input, call) => {
  const { location } = call;
  call.authorize('rds:DescribeAccountAttributes', '*');
  const { cluster, instance } = quotas.manualSnapshots;
  return {
    AccountQuotas: [
      quota('DBInstances', context.instances.in(location).length, quotas.instances),
      quota('DBClusters', context.clusters.in(location).length, quotas.clusters),
      quota('ManualSnapshots', manualSnapshots(context, instanceSnapshots, location), instance),
      quota(
        'ManualClusterSnapshots',
        manualSnapshots(context, clusterSnapshots, location),
        cluster,
      ),
    ],
  };
});

function quota(AccountQuotaName: string, Used: number, Max: number): AccountQuota {
  return { AccountQuotaName, Used, Max };
}
