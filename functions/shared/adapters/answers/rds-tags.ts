import { notFound, status, unexpected } from './verdict.ts';
import type { ServiceAnswers } from './verdict.ts';

/** Calls that tag databases and snapshots; proxies and the like are never tagged. Source: the SDK's model, `@throws` of each command. */
export const tagAnswers = {
  AddTagsToResource: {
    BlueGreenDeploymentNotFoundFault: unexpected,
    DBCapacityReservationNotFoundFault: unexpected,
    DBClusterNotFoundFault: notFound,
    DBInstanceNotFoundFault: notFound,
    DBProxyEndpointNotFoundFault: unexpected,
    DBProxyNotFoundFault: unexpected,
    DBProxyTargetGroupNotFoundFault: unexpected,
    DBShardGroupNotFoundFault: unexpected,
    DBSnapshotNotFoundFault: notFound,
    DBSnapshotTenantDatabaseNotFoundFault: unexpected,
    IntegrationNotFoundFault: unexpected,
    InvalidDBClusterEndpointStateFault: unexpected,
    InvalidDBClusterStateFault: status,
    InvalidDBInstanceStateFault: status,
    TenantDatabaseNotFoundFault: unexpected,
  },
  RemoveTagsFromResource: {
    BlueGreenDeploymentNotFoundFault: unexpected,
    DBCapacityReservationNotFoundFault: unexpected,
    DBClusterNotFoundFault: notFound,
    DBInstanceNotFoundFault: notFound,
    DBProxyEndpointNotFoundFault: unexpected,
    DBProxyNotFoundFault: unexpected,
    DBProxyTargetGroupNotFoundFault: unexpected,
    DBShardGroupNotFoundFault: unexpected,
    DBSnapshotNotFoundFault: notFound,
    DBSnapshotTenantDatabaseNotFoundFault: unexpected,
    IntegrationNotFoundFault: unexpected,
    InvalidDBClusterEndpointStateFault: unexpected,
    InvalidDBClusterStateFault: status,
    InvalidDBInstanceStateFault: status,
    TenantDatabaseNotFoundFault: unexpected,
  },
} as const satisfies ServiceAnswers;
