import type {
  AddRoleToDBInstanceMessage,
  RemoveRoleFromDBInstanceMessage,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import type { Instance } from '../databases.ts';
import { required } from '../identifiers.ts';
import { simulated } from '../operation.ts';
import { passRole, withoutRole, withRole } from '../settings/associated-roles.ts';
import { authorizedInstance, requireInstanceTakes } from './find.ts';

/** AddRoleToDBInstance: also asks for `iam:PassRole` on the role. */
export const addRoleToInstance = simulated<AddRoleToDBInstanceMessage, object>(
  'AddRoleToDBInstance',
  { DBInstanceIdentifier: true, RoleArn: true, FeatureName: true },
  (context, input, call) => {
    const name = input.DBInstanceIdentifier;
    const instance = authorizedInstance(context, 'AddRoleToDBInstance', name, call);
    const arn = required(input.RoleArn, 'RoleArn');
    passRole(arn, { call });
    const feature = required(input.FeatureName, 'FeatureName');
    requireStandAlone(instance);
    requireInstanceTakes(instance, 'AddRoleToDBInstance');
    instance.roles = withRole(instance.roles, { arn, feature }, 'DBInstanceRole');
    return {};
  },
);

/** RemoveRoleFromDBInstance */
export const removeRoleFromInstance = simulated<RemoveRoleFromDBInstanceMessage, object>(
  'RemoveRoleFromDBInstance',
  { DBInstanceIdentifier: true, RoleArn: true, FeatureName: true },
  (context, input, call) => {
    const name = input.DBInstanceIdentifier;
    const instance = authorizedInstance(context, 'RemoveRoleFromDBInstance', name, call);
    const arn = required(input.RoleArn, 'RoleArn');
    const feature = required(input.FeatureName, 'FeatureName');
    requireStandAlone(instance);
    requireInstanceTakes(instance, 'AddRoleToDBInstance');
    instance.roles = withoutRole(instance.roles, { arn, feature }, 'DBInstanceRole');
    return {};
  },
);

/** A cluster has roles, and its members have none; what AWS answers is from memory, unverified. */
function requireStandAlone({ cluster, identifier }: Instance): void {
  if (cluster === undefined) return;
  throw new AwsError(
    'InvalidParameterValue',
    `${identifier} is an instance of a DB cluster: associate the role with ${cluster.identifier}`,
  );
}
