import type { Operation } from '../../contracts.ts';
import { describeAccountAttributes } from './account-attributes.ts';
import { startActivityStream, stopActivityStream } from './clusters/activity-stream.ts';
import { createCluster } from './clusters/create.ts';
import { deleteCluster } from './clusters/delete.ts';
import { describeClusters } from './clusters/describe.ts';
import { failoverCluster } from './clusters/failover.ts';
import { httpEndpointOperations } from './clusters/http-endpoint.ts';
import { modifyCluster } from './clusters/modify.ts';
import { restoreCluster } from './clusters/restore.ts';
import { addRoleToCluster, removeRoleFromCluster } from './clusters/roles.ts';
import type { Context } from './context.ts';
import { engineOperations } from './engine-operations.ts';
import { describeEvents } from './event-operations.ts';
import { groupOperations } from './group-operations.ts';
import { createInstance } from './instances/create.ts';
import { deleteInstance } from './instances/delete.ts';
import { describeInstances } from './instances/describe.ts';
import { modifyInstance } from './instances/modify.ts';
import { rebootInstance } from './instances/reboot.ts';
import { restoreInstance } from './instances/restore.ts';
import { addRoleToInstance, removeRoleFromInstance } from './instances/roles.ts';
import { newGroupOperations } from './new-groups.ts';
import type { SimulatedOperation } from './operation.ts';
import { describeOptionGroups } from './option-groups.ts';
import { proxyOperations } from './proxies/operations.ts';
import { clusterSnapshotOperations } from './snapshots/cluster-snapshot-operations.ts';
import { instanceSnapshotOperations } from './snapshots/instance-snapshot-operations.ts';
import { tagOperations } from './tag-operations.ts';
import { descriptionOperations } from './ties/description-operations.ts';
import { endpointOperations } from './ties/endpoint-operations.ts';

const operations: readonly SimulatedOperation[] = [
  createCluster,
  describeClusters,
  modifyCluster,
  deleteCluster,
  failoverCluster,
  restoreCluster,
  addRoleToCluster,
  removeRoleFromCluster,
  ...httpEndpointOperations,
  startActivityStream,
  stopActivityStream,
  ...clusterSnapshotOperations,
  createInstance,
  describeInstances,
  modifyInstance,
  deleteInstance,
  rebootInstance,
  restoreInstance,
  addRoleToInstance,
  removeRoleFromInstance,
  describeOptionGroups,
  ...instanceSnapshotOperations,
  ...tagOperations,
  ...groupOperations,
  ...newGroupOperations,
  ...endpointOperations,
  ...proxyOperations,
  ...descriptionOperations,
  ...engineOperations,
  describeAccountAttributes,
  describeEvents,
];

/** Every operation that the simulator knows, by name. */
export function operationsOn(context: Context): Readonly<Record<string, Operation>> {
  return Object.fromEntries(operations.map(({ name, on }) => [name, on(context)]));
}
