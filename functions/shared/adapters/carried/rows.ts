import type { AssociatedRole } from '../../rules/database-settings.ts';
import { none } from './fate.ts';
import type { Reported } from './fate.ts';
import { listed, truly } from './shown.ts';

// Rows and readers that the tables of clusters, instances and members share.

/** Says nothing of what an owner chose. */
export const moment = none('a state of the moment');

/** Comes from outside of the database. */
export const rolledOut = none('AWS Organizations sets it, by an upgrade rollout policy');

/** Changes that wait for the maintenance window. @param what is to be modified again */
export function pendingChanges(
  what: 'cluster' | 'instance',
): Reported<{ readonly PendingModifiedValues?: object | undefined }> {
  return {
    fate: 'reported',
    found: ({ PendingModifiedValues: pending }) => truly(Object.keys(pending ?? {}).join(', ')),
    advice: `what waits for the maintenance window is not carried: modify the live ${what} again`,
  };
}

/** An activity stream that runs. */
export const activityStream: Reported<{ readonly ActivityStreamStatus?: string | undefined }> = {
  fate: 'reported',
  found: ({ ActivityStreamStatus: status }) => (status === 'stopped' ? undefined : truly(status)),
  advice: 'start the activity stream anew (StartActivityStream): its Kinesis stream is another one',
};

/** What describes that stream further. */
export const ofActivityStream = none('with ActivityStreamStatus');

/** A recovery point of AWS Backup. @param what has to be taken up */
export function recoveryPoint(
  what: 'cluster' | 'instance',
): Reported<{ readonly AwsBackupRecoveryPointArn?: string | undefined }> {
  return {
    fate: 'reported',
    found: ({ AwsBackupRecoveryPointArn: arn }) => truly(arn),
    advice: `AWS Backup has to take the live ${what} up anew`,
  };
}

/** A reservation of capacity that the database uses. */
export const capacityReservation: Reported<{
  readonly DBCapacityReservationIdentifier?: string | undefined;
}> = {
  fate: 'reported',
  found: ({ DBCapacityReservationIdentifier: found }) => truly(found),
  advice: 'the reservation is in use by the old instance: associate the live one once that is gone',
};

/** The ids of its VPC security groups. */
export function readSecurityGroups({
  VpcSecurityGroups: groups,
}: {
  readonly VpcSecurityGroups?: readonly { VpcSecurityGroupId?: string | undefined }[] | undefined;
}): readonly string[] | undefined {
  return groups?.flatMap(({ VpcSecurityGroupId: id }) => id ?? []);
}

/** The name of its parameter group, of which it has one. */
export function readParameterGroup({
  DBParameterGroups: groups,
}: {
  readonly DBParameterGroups?: readonly { DBParameterGroupName?: string | undefined }[] | undefined;
}): string | undefined {
  return groups?.[0]?.DBParameterGroupName;
}

/** Its IAM roles with their features; undefined for none. */
export function readRoles({
  AssociatedRoles: roles,
}: {
  readonly AssociatedRoles?:
    readonly { RoleArn?: string | undefined; FeatureName?: string | undefined }[] | undefined;
}): readonly AssociatedRole[] | undefined {
  return listed(
    roles?.flatMap(({ RoleArn: arn, FeatureName: feature }): AssociatedRole[] =>
      arn === undefined ? [] : [{ arn, ...(feature && { feature }) }],
    ),
  );
}
