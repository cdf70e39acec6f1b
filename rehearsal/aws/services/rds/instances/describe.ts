import type {
  DBInstance,
  DBInstanceMessage,
  DescribeDBInstancesMessage,
} from '@aws-sdk/client-rds';
import { rdsArn, referenceOf, samePlace } from '../arns.ts';
import type { Context } from '../context.ts';
import { storageOwner, type Instance } from '../databases.ts';
import { describeEncryption } from '../encryption.ts';
import { instanceHost } from '../endpoints.ts';
import { filtered, names } from '../filters.ts';
import { describeSubnetGroup } from '../groups.ts';
import { describeSecret } from '../master-secret.ts';
import { simulated } from '../operation.ts';
import { page } from '../pagination.ts';
import { showRoles } from '../settings/associated-roles.ts';
import { shownSettings } from '../settings/setting.ts';
import { tagList } from '../tags.ts';
import { instanceTies } from '../ties/describe.ts';
import { instanceNotFound } from './find.ts';
import { instanceSettings } from './settings.ts';

/** DescribeDBInstances */
export const describeInstances = simulated<DescribeDBInstancesMessage, DBInstanceMessage>(
  'DescribeDBInstances',
  { DBInstanceIdentifier: true, Filters: true, MaxRecords: true, Marker: true },
  (context, input, call) => {
    const { location } = call;
    const given = input.DBInstanceIdentifier;
    const reference = given === undefined ? undefined : referenceOf(given, 'db', location);
    const name = reference?.identifier ?? given ?? '*';
    call.authorize(
      'rds:DescribeDBInstances',
      given?.startsWith('arn:') ? given : rdsArn(location, 'db', name),
    );
    const instances =
      given === undefined
        ? context.instances.in(location).map((instance) => describeInstance(context, instance))
        : [namedInstance(context, given, reference, location)];
    const found = filtered('DescribeDBInstances', instances, input.Filters, filters);
    const { items, ...rest } = page(found, identifierOf, input, context.pageSize);
    return { DBInstances: items, ...rest };
  },
);

const filters = {
  'db-instance-id': (instance: DBInstance, value: string) =>
    names(value, identifierOf(instance), instance.DBInstanceArn ?? ''),
  'db-cluster-id': (instance: DBInstance, value: string) =>
    instance.DBClusterIdentifier !== undefined &&
    names(value, instance.DBClusterIdentifier, clusterArnOf(instance)),
  'dbi-resource-id': (instance: DBInstance, value: string) =>
    instance.DbiResourceId?.toLowerCase() === value,
  engine: (instance: DBInstance, value: string) => instance.Engine === value,
  domain: 'not-simulated',
} as const;

function clusterArnOf(instance: DBInstance): string {
  const [place = ''] = (instance.DBInstanceArn ?? '').split(':db:');
  return `${place}:cluster:${instance.DBClusterIdentifier}`;
}

function namedInstance(
  context: Context,
  given: string,
  reference: ReturnType<typeof referenceOf>,
  location: Instance['location'],
): DBInstance {
  const instance =
    reference && samePlace(reference.location, location)
      ? context.instances.holder(location, reference.identifier)
      : undefined;
  if (instance === undefined || reference === undefined) throw instanceNotFound(given);
  const shape = describeInstance(context, instance);
  if (shape.DBInstanceIdentifier === reference.identifier) return shape;
  if (instance.formerName !== reference.identifier) throw instanceNotFound(given);
  return { ...shape, DBInstanceIdentifier: reference.identifier, DBInstanceStatus: 'renaming' };
}

function identifierOf(instance: DBInstance): string {
  return instance.DBInstanceIdentifier ?? '';
}

/** An instance as Describe shows it now, which may lag behind. */
export function describeInstance(context: Context, instance: Instance): DBInstance {
  const { stale } = instance;
  if (stale !== undefined && context.clock.now() < stale.until) return stale.shape;
  return { ...currentShape(instance), ...instanceTies(context, instance) };
}

/** Lets Describe show the state of now for a while, before something changes it. */
export function keepShowing(context: Context, instance: Instance, milliseconds: number): void {
  const shape = describeInstance(context, instance);
  instance.stale = { until: context.clock.now() + milliseconds, shape };
}

function currentShape(instance: Instance): DBInstance {
  const { location, identifier, cluster } = instance;
  const data = storageOwner(instance);
  const { encrypted, ...encryption } = describeEncryption(data.encryption);
  // Until it is set up, an instance has no endpoint.
  const reachable = !['creating', 'failed'].includes(instance.status);
  return {
    DBInstanceIdentifier: identifier,
    DBInstanceClass: instance.instanceClass,
    Engine: data.engine,
    DBInstanceStatus: instance.status,
    MasterUsername: data.master.user,
    ...(data.databaseName === undefined ? {} : { DBName: data.databaseName }),
    ...(reachable
      ? {
          Endpoint: {
            Address: instanceHost(location, identifier),
            Port: data.port,
            HostedZoneId: 'Z00000000000000000000',
          },
        }
      : {}),
    InstanceCreateTime: new Date(instance.createdAt),
    DBSecurityGroups: [],
    DBSubnetGroup: describeSubnetGroup(data.subnetGroup),
    PendingModifiedValues: instance.pending,
    EngineVersion: data.engineVersion,
    ReadReplicaDBInstanceIdentifiers: [],
    DbInstancePort: 0,
    ...(cluster === undefined ? {} : { DBClusterIdentifier: cluster.identifier }),
    StorageEncrypted: encrypted,
    ...encryption,
    DbiResourceId: instance.resourceId,
    DBInstanceArn: rdsArn(location, 'db', identifier),
    AssociatedRoles: showRoles(instance.roles),
    TagList: tagList(instance.tags),
    ...shownSettings(instanceSettings, instance),
    ...describeSecret(instance),
    ...instance.besides,
  };
}
