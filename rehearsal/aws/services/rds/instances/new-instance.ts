import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import { AwsError, type Call, type Location } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { defaultOptionGroup } from '../engines.ts';
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
  const { engine, engineVersion, cluster } = instance;
  for (const resource of [
    arn,
    ...(cluster === undefined ? [] : [rdsArn(location, 'cluster', cluster.identifier)]),
    rdsArn(location, 'og', defaultOptionGroup(engine, engineVersion)),
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
    | 'pending'
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
    pending: {},
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

/** @throws AwsError `InvalidParameterValue` outside 0 to 15 */
export function readTier(value: number | undefined): number {
  const tier = value ?? 1;
  if (Number.isInteger(tier) && tier >= 0 && tier <= 15) return tier;
  throw new AwsError('InvalidParameterValue', `Invalid promotion tier ${tier}: expected 0 to 15`);
}

/** Enhanced monitoring: an interval other than 0 needs a role, which the caller must pass. */
export function readMonitoring(
  call: Call,
  input: Pick<CreateDBInstanceMessage, 'MonitoringInterval' | 'MonitoringRoleArn'>,
): Instance['monitoring'] {
  const interval = input.MonitoringInterval ?? 0;
  if (![0, 1, 5, 10, 15, 30, 60].includes(interval)) {
    throw new AwsError('InvalidParameterValue', `Invalid monitoring interval: ${interval}`);
  }
  if (interval === 0) return { interval, roleArn: undefined };
  const roleArn = input.MonitoringRoleArn;
  if (roleArn === undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.',
    );
  }
  call.authorize('iam:PassRole', roleArn, {
    context: { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' },
  });
  return { interval, roleArn };
}
