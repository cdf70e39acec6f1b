import { clusterStatuses } from './cluster-statuses.ts';
import type { ClusterCall } from './cluster-statuses.ts';
import { instanceStatuses } from './instance-statuses.ts';
import type { InstanceCall } from './instance-statuses.ts';

/** Whether RDS takes a call on a cluster in a status; of one that no table lists, none. */
export function clusterTakes(status: string, call: ClusterCall): boolean {
  return clusterStatuses[listed(status)]?.includes(call) ?? false;
}

/** Whether RDS takes a call on an instance in a status; of one that no table lists, none. */
export function instanceTakes(status: string, call: InstanceCall): boolean {
  return instanceStatuses[listed(status)]?.includes(call) ?? false;
}

/** The guides write `upgrade_failed`, CloudFormation's handlers `upgrade-failed`. */
function listed(status: string): string {
  return status.replaceAll('_', '-');
}
