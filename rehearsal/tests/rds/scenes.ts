import type {
  DBCluster,
  DBClusterMessage,
  DBClusterSnapshotMessage,
  DBInstance,
  DBInstanceMessage,
  DBSnapshotMessage,
} from '@aws-sdk/client-rds';
import { AwsError, type Location } from '../../aws/contracts.ts';
import type { Simulator } from './simulator.ts';

const master = { MasterUsername: 'keeper', MasterUserPassword: 'correct horse' };

/** A cluster, or undefined when there is none. */
export async function cluster(simulator: Simulator, place: Location, name: string) {
  const input = { DBClusterIdentifier: name };
  const answer = await orNotFound(
    simulator.call<DBClusterMessage>(place, 'DescribeDBClusters', input),
    'DBClusterNotFoundFault',
  );
  return answer?.DBClusters?.[0];
}

/** An instance, or undefined when there is none. */
export async function instance(simulator: Simulator, place: Location, name: string) {
  const input = { DBInstanceIdentifier: name };
  const answer = await orNotFound(
    simulator.call<DBInstanceMessage>(place, 'DescribeDBInstances', input),
    'DBInstanceNotFoundFault',
  );
  return answer?.DBInstances?.[0];
}

/** A cluster snapshot, or undefined when there is none. */
export async function clusterSnapshot(simulator: Simulator, place: Location, name: string) {
  const input = { DBClusterSnapshotIdentifier: name, IncludeShared: true };
  const answer = await orNotFound(
    simulator.call<DBClusterSnapshotMessage>(place, 'DescribeDBClusterSnapshots', input),
    'DBClusterSnapshotNotFoundFault',
  );
  return answer?.DBClusterSnapshots?.[0];
}

/** An instance snapshot, or undefined when there is none. */
export async function instanceSnapshot(simulator: Simulator, place: Location, name: string) {
  const input = { DBSnapshotIdentifier: name, IncludeShared: true };
  const answer = await orNotFound(
    simulator.call<DBSnapshotMessage>(place, 'DescribeDBSnapshots', input),
    'DBSnapshotNotFoundFault',
  );
  return answer?.DBSnapshots?.[0];
}

/** Waits for a cluster's status. */
export function clusterWith(simulator: Simulator, place: Location, name: string, status: string) {
  return simulator.until(async () => {
    const found = await cluster(simulator, place, name);
    return found?.Status === status ? found : undefined;
  });
}

/** Waits for an instance's status. */
export function instanceWith(simulator: Simulator, place: Location, name: string, status: string) {
  return simulator.until(async () => {
    const found = await instance(simulator, place, name);
    return found?.DBInstanceStatus === status ? found : undefined;
  });
}

/** Waits for a cluster snapshot's status. */
export function clusterSnapshotWith(
  simulator: Simulator,
  place: Location,
  name: string,
  status: string,
) {
  return simulator.until(async () => {
    const found = await clusterSnapshot(simulator, place, name);
    return found?.Status === status ? found : undefined;
  });
}

/** Waits for an instance snapshot's status. */
export function instanceSnapshotWith(
  simulator: Simulator,
  place: Location,
  name: string,
  status: string,
) {
  return simulator.until(async () => {
    const found = await instanceSnapshot(simulator, place, name);
    return found?.Status === status ? found : undefined;
  });
}

/** An available cluster without instances. */
export async function makeCluster(
  simulator: Simulator,
  place: Location,
  name: string,
  more: object = { StorageEncrypted: false },
): Promise<DBCluster> {
  await simulator.call(place, 'CreateDBCluster', {
    DBClusterIdentifier: name,
    Engine: 'aurora-postgresql',
    EngineVersion: '18.4',
    ...master,
    ...more,
  });
  return clusterWith(simulator, place, name, 'available');
}

/** An available member of a cluster; the cluster is available again, too. */
export async function makeMember(
  simulator: Simulator,
  place: Location,
  clusterName: string,
  name: string,
  more: object = {},
): Promise<DBInstance> {
  await simulator.call(place, 'CreateDBInstance', {
    DBInstanceIdentifier: name,
    DBClusterIdentifier: clusterName,
    DBInstanceClass: 'db.r6g.large',
    Engine: 'aurora-postgresql',
    ...more,
  });
  const made = await instanceWith(simulator, place, name, 'available');
  await clusterWith(simulator, place, clusterName, 'available');
  return made;
}

/** A cluster that serves, with a writer `<name>-1` and the rows that are given. */
export async function makeDatabase(
  simulator: Simulator,
  place: Location,
  name: string,
  options: { readonly cluster?: object; readonly rows?: readonly string[] } = {},
): Promise<DBCluster> {
  const made = await makeCluster(simulator, place, name, options.cluster);
  await makeMember(simulator, place, name, `${name}-1`);
  rowsOf(simulator, made.DbClusterResourceId).push(...(options.rows ?? []));
  return made;
}

/** A stand-alone instance that serves. */
export async function makeInstance(
  simulator: Simulator,
  place: Location,
  name: string,
  more: object = {},
): Promise<DBInstance> {
  await simulator.call(place, 'CreateDBInstance', {
    DBInstanceIdentifier: name,
    DBInstanceClass: 'db.t4g.medium',
    Engine: 'postgres',
    EngineVersion: '18.4',
    AllocatedStorage: 20,
    ...master,
    ...more,
  });
  return instanceWith(simulator, place, name, 'available');
}

/** An available snapshot of a cluster. */
export async function makeClusterSnapshot(
  simulator: Simulator,
  place: Location,
  clusterName: string,
  name: string,
  more: object = {},
) {
  await simulator.call(place, 'CreateDBClusterSnapshot', {
    DBClusterIdentifier: clusterName,
    DBClusterSnapshotIdentifier: name,
    ...more,
  });
  return clusterSnapshotWith(simulator, place, name, 'available');
}

/** The rows of the volume behind a cluster or stand-alone instance. */
export function rowsOf(simulator: Simulator, resourceId: string | undefined): string[] {
  const volume = simulator.engine.volumes.get((resourceId ?? '').toLowerCase());
  if (volume === undefined) throw new Error(`no volume of ${resourceId}`);
  return volume.rows;
}

async function orNotFound<T>(answer: Promise<T>, fault: string): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsError && error.name === fault) return undefined;
    throw error;
  }
}
