import { AwsError, type Call } from '../../../contracts.ts';
import type { AssociatedRole } from './database-settings.ts';

/** Associations of a cluster or of an instance. Source: quotas of the user guides, "IAM roles". */
const mostRoles = 5;

/** The caller must be allowed to pass the role to RDS. */
export function passRole(arn: string, { call }: { call: Call }): void {
  call.authorize('iam:PassRole', arn, {
    context: { 'iam:PassedToService': 'rds.amazonaws.com' },
  });
}

/**
 * The roles with one more: the same role may come with several features.
 *
 * @param fault the beginning of the faults' names, `DBClusterRole` or `DBInstanceRole`
 */
export function withRole(
  roles: readonly AssociatedRole[],
  role: AssociatedRole,
  fault: string,
): readonly AssociatedRole[] {
  const { arn, feature } = role;
  if (roles.some((one) => one.arn === arn && one.feature === feature)) {
    throw new AwsError(
      `${fault}AlreadyExistsFault`,
      `The role ${arn} is already associated${feature === '' ? '' : ` for the feature ${feature}`}`,
    );
  }
  const all = [...roles, role];
  if (new Set(all.map((one) => one.arn)).size <= mostRoles) return all;
  throw new AwsError(`${fault}QuotaExceededFault`, `More than ${mostRoles} roles are associated`);
}

/** The roles without one. @throws AwsError `<fault>NotFoundFault` where it isn't associated */
export function withoutRole(
  roles: readonly AssociatedRole[],
  { arn, feature }: AssociatedRole,
  fault: string,
): readonly AssociatedRole[] {
  const left = roles.filter((one) => one.arn !== arn || one.feature !== feature);
  if (left.length < roles.length) return left;
  throw new AwsError(`${fault}NotFoundFault`, `The role ${arn} isn't associated`);
}

/** In the API's shape. */
export function showRoles(
  roles: readonly AssociatedRole[],
): { RoleArn: string; Status: string; FeatureName?: string }[] {
  return roles.map(({ arn, feature }) => ({
    RoleArn: arn,
    Status: 'ACTIVE',
    ...(feature === '' ? {} : { FeatureName: feature }),
  }));
}
