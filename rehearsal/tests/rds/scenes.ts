import type {
  DBCluster,
  DBClusterMessage,
  DBClusterSnapshotMessage,
  DBInstance,
  DBInstanceMessage,
  DBSnapshotMessage,
} from '@aws-sdk/client-rds';
import { AwsError, type Location } from '../../aws/contracts.ts';
import type { Stage } from './stage.ts';

const MASTER = { MasterUsername: 'keeper', MasterUserPassword: 'correct horse' };

/** A cluster, or undefined when there is none. */
export async function cluster(stage: Stage, place: Location, name: string) {
  const input = { DBClusterIdentifier: name };
  const answer = await orNotFound(
    stage.call<DBClusterMessage>(place, 'DescribeDBClusters', input),
    'DBClusterNotFoundFault',
  );
  return answer?.DBClusters?.[0];
}

/** An instance, or undefined when there is none. */
export async function instance(stage: Stage, place: Location, name: string) {
  const input = { DBInstanceIdentifier: name };
  const answer = await orNotFound(
    stage.call<DBInstanceMessage>(place, 'DescribeDBInstances', input),
    'DBInstanceNotFoundFault',
  );
  return answer?.DBInstances?.[0];
}

/** A cluster snapshot, or undefined when there is none. */
export async function clusterSnapshot(stage: Stage, place: Location, name: string) {
  const input = { DBClusterSnapshotIdentifier: name, IncludeShared: true };
  const answer = await orNotFound(
    stage.call<DBClusterSnapshotMessage>(place, 'DescribeDBClusterSnapshots', input),
    'DBClusterSnapshotNotFoundFault',
  );
  return answer?.DBClusterSnapshots?.[0];
}

/** An instance snapshot, or undefined when there is none. */
export async function instanceSnapshot(stage: Stage, place: Location, name: string) {
  const input = { DBSnapshotIdentifier: name, IncludeShared: true };
  const answer = await orNotFound(
    stage.call<DBSnapshotMessage>(place, 'DescribeDBSnapshots', input),
    'DBSnapshotNotFoundFault',
  );
  return answer?.DBSnapshots?.[0];
}

/** Waits for a cluster's status. */
export function clusterWith(stage: Stage, place: Location, name: string, status: string) {
  return stage.until(async () => {
    const found = await cluster(stage, place, name);
    return found?.Status === status ? found : undefined;
  });
}

/** Waits for an instance's status. */
export function instanceWith(stage: Stage, place: Location, name: string, status: string) {
  return stage.until(async () => {
    const found = await instance(stage, place, name);
    return found?.DBInstanceStatus === status ? found : undefined;
  });
}

/** Waits for a cluster snapshot's status. */
export function clusterSnapshotWith(stage: Stage, place: Location, name: string, status: string) {
  return stage.until(async () => {
    const found = await clusterSnapshot(stage, place, name);
    return found?.Status === status ? found : undefined;
  });
}

/** Waits for an instance snapshot's status. */
export function instanceSnapshotWith(stage: Stage, place: Location, name: string, status: string) {
  return stage.until(async () => {
    const found = await instanceSnapshot(stage, place, name);
    return found?.Status === status ? found : undefined;
  });
}

/** An available cluster without instances. */
export async function makeCluster(
  stage: Stage,
  place: Location,
  name: string,
  more: object = { StorageEncrypted: false },
): Promise<DBCluster> {
  await stage.call(place, 'CreateDBCluster', {
    DBClusterIdentifier: name,
    Engine: 'aurora-postgresql',
    EngineVersion: '18.4',
    ...MASTER,
    ...more,
  });
  return clusterWith(stage, place, name, 'available');
}

/** An available member of a cluster; the cluster is available again, too. */
export async function makeMember(
  stage: Stage,
  place: Location,
  clusterName: string,
  name: string,
  more: object = {},
): Promise<DBInstance> {
  await stage.call(place, 'CreateDBInstance', {
    DBInstanceIdentifier: name,
    DBClusterIdentifier: clusterName,
    DBInstanceClass: 'db.r6g.large',
    Engine: 'aurora-postgresql',
    ...more,
  });
  const made = await instanceWith(stage, place, name, 'available');
  await clusterWith(stage, place, clusterName, 'available');
  return made;
}

/** A cluster that serves, with a writer `<name>-1` and the rows that are given. */
export async function makeDatabase(
  stage: Stage,
  place: Location,
  name: string,
  options: { readonly cluster?: object; readonly rows?: readonly string[] } = {},
): Promise<DBCluster> {
  const made = await makeCluster(stage, place, name, options.cluster);
  await makeMember(stage, place, name, `${name}-1`);
  rowsOf(stage, made.DbClusterResourceId).push(...(options.rows ?? []));
  return made;
}

/** A stand-alone instance that serves. */
export async function makeInstance(
  stage: Stage,
  place: Location,
  name: string,
  more: object = {},
): Promise<DBInstance> {
  await stage.call(place, 'CreateDBInstance', {
    DBInstanceIdentifier: name,
    DBInstanceClass: 'db.t4g.medium',
    Engine: 'postgres',
    EngineVersion: '18.4',
    AllocatedStorage: 20,
    ...MASTER,
    ...more,
  });
  return instanceWith(stage, place, name, 'available');
}

/** An available snapshot of a cluster. */
export async function makeClusterSnapshot(
  stage: Stage,
  place: Location,
  clusterName: string,
  name: string,
  more: object = {},
) {
  await stage.call(place, 'CreateDBClusterSnapshot', {
    DBClusterIdentifier: clusterName,
    DBClusterSnapshotIdentifier: name,
    ...more,
  });
  return clusterSnapshotWith(stage, place, name, 'available');
}

/** The rows of the volume behind a cluster or stand-alone instance. */
export function rowsOf(stage: Stage, resourceId: string | undefined): string[] {
  const volume = stage.engine.volumes.get((resourceId ?? '').toLowerCase());
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
