import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn, referenceOf, samePlace } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Instance } from '../databases.ts';
import { required } from '../identifiers.ts';
import type { InstanceCall } from '../statuses/instance-statuses.ts';
import { instanceTakes } from '../statuses/takes.ts';
import { tagContext } from '../tags.ts';

/**
 * The caller's instance that a request names, by identifier or ARN, once the caller is found to be
 * allowed `operation` on it.
 *
 * @throws AwsError `DBInstanceNotFoundFault`
 */
export function authorizedInstance(
  context: Context,
  operation: string,
  value: string | undefined,
  call: Call,
): Instance {
  const given = required(value, 'DBInstanceIdentifier');
  const reference = referenceOf(given, 'db', call.location);
  const arn = given.startsWith('arn:') ? given : rdsArn(call.location, 'db', given.toLowerCase());
  const found =
    reference && samePlace(reference.location, call.location)
      ? context.instances.find(call.location, reference.identifier)
      : undefined;
  call.authorize(`rds:${operation}`, arn, { context: tagContext(new Map(), found?.tags) });
  if (found === undefined) throw instanceNotFound(given);
  return found;
}

export function instanceNotFound(identifier: string): AwsError {
  return new AwsError('DBInstanceNotFoundFault', `DBInstance ${identifier} not found.`);
}

/** @throws AwsError `DBInstanceAlreadyExistsFault` while anyone holds the name */
export function requireFreeInstanceName(context: Context, call: Call, identifier: string): void {
  if (context.instances.holder(call.location, identifier) === undefined) return;
  throw new AwsError(
    'DBInstanceAlreadyExistsFault',
    `DB instance already exists: ${identifier} is held in ${call.location.region}`,
  );
}

/** @throws AwsError `InvalidDBInstanceStateFault` */
export function requireInstanceTakes(instance: Instance, call: InstanceCall): void {
  if (instanceTakes(instance.status, call)) return;
  throw new AwsError(
    'InvalidDBInstanceStateFault',
    `Instance ${instance.identifier} must be available, and is ${instance.status}.`,
  );
}

/** What events about an instance carry. */
export function aboutInstance(instance: Instance): {
  location: Instance['location'];
  arn: string;
  identifier: string;
} {
  const { location, identifier } = instance;
  return { location, arn: rdsArn(location, 'db', identifier), identifier };
}
