import { AwsError, type Call, type Location } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { required } from '../identifiers.ts';
import { requireRoom } from '../quotas.ts';
import { attachInstance } from '../serving.ts';
import { authorizeTagging, tagContext, type Tags } from '../tags.ts';
import { requireFreeInstanceName } from './find.ts';

const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Asks for a new instance's permissions: on the instance, on its cluster, and on each group that
 * it uses, defaults included. (RDS user guide's policy for CreateDBInstance.)
 */
export function authorizeNewInstance(
  call: Call,
  operation: string,
  instance: {
    readonly identifier: string;
    readonly engine: string;
    readonly engineVersion: string;
    readonly instanceClass: string;
    readonly parameterGroup: string;
    readonly optionGroup: string;
    readonly subnetGroup: string;
    readonly cluster: Cluster | undefined;
    readonly tags: Tags;
  },
): void {
  const { location } = call;
  const arn = rdsArn(location, 'db', instance.identifier);
  const context = {
    ...tagContext(instance.tags),
    'rds:DatabaseEngine': instance.engine,
    'rds:DatabaseClass': instance.instanceClass,
  };
  const { cluster } = instance;
  for (const resource of [
    arn,
    ...(cluster === undefined ? [] : [rdsArn(location, 'cluster', cluster.identifier)]),
    rdsArn(location, 'og', instance.optionGroup),
    rdsArn(location, 'pg', instance.parameterGroup),
    rdsArn(location, 'subgrp', instance.subnetGroup),
  ]) {
    call.authorize(`rds:${operation}`, resource, { context });
  }
  authorizeTagging(call, arn, instance.tags);
}

/**
 * Adds an instance that is being created.
 *
 * @throws AwsError `DBInstanceAlreadyExistsFault` or `InstanceQuotaExceededFault`
 */
export function addInstance(
  context: Context,
  call: Call,
  facts: Omit<
    Instance,
    | 'location'
    | 'address'
    | 'resourceId'
    | 'createdAt'
    | 'status'
    | 'volume'
    | 'managedSecret'
    | 'formerName'
    | 'keyLostAt'
    | 'parameterStatus'
    | 'clusterParameterStatus'
    | 'roles'
    | 'pending'
    | 'waiting'
    | 'untilRestart'
    | 'besides'
    | 'stale'
  >,
): Instance {
  const { location } = call;
  requireFreeInstanceName(context, call, facts.identifier);
  requireRoom('instances', context.instances.in(location).length);
  const { accountId, region } = location;
  const random = context.draws.stream(`instance-id/${accountId}/${region}/${facts.identifier}`);
  const instance: Instance = {
    ...facts,
    location,
    address: addressFor(context, location, facts),
    resourceId: `db-${random.text(26, upperCase)}`,
    createdAt: context.clock.now(),
    status: 'creating',
    volume: undefined,
    managedSecret: undefined,
    formerName: undefined,
    keyLostAt: undefined,
    parameterStatus: 'in-sync',
    clusterParameterStatus: 'in-sync',
    roles: [],
    pending: {},
    waiting: {},
    untilRestart: {},
    besides: {},
    stale: undefined,
  };
  context.instances.add(instance);
  attachInstance(context, instance);
  return instance;
}

/** An address of the group's subnet in the instance's zone. */
function addressFor(
  { network: { vpcs } }: Context,
  location: Location,
  { subnetGroup, zone }: Pick<Instance, 'subnetGroup' | 'zone'>,
): string {
  const { subnets, vpcId } = subnetGroup;
  const found = subnets.find((subnet) => subnet.zone === zone) ?? subnets[0];
  if (found === undefined) throw new Error(`${subnetGroup.identifier} has no subnet`);
  return vpcs.takeAddress(vpcs.subnet(location, { ...found, vpcId }));
}

/** @throws AwsError `InvalidParameterValue` for what is no instance class */
export function readClass(value: string | undefined): string {
  const instanceClass = required(value, 'DBInstanceClass');
  if (/^db\.[a-z0-9-]+(\.[a-z0-9-]+)?$/.test(instanceClass)) return instanceClass;
  throw new AwsError('InvalidParameterValue', `Invalid DB Instance class: ${instanceClass}`);
}
