import type {
  AddRoleToDBClusterMessage,
  RemoveRoleFromDBClusterMessage,
} from '@aws-sdk/client-rds';
import { required } from '../identifiers.ts';
import { simulated } from '../operation.ts';
import { passRole, withoutRole, withRole } from '../settings/associated-roles.ts';
import { requireFeature } from './features.ts';
import { authorizedCluster, requireModifiable } from './find.ts';

/** AddRoleToDBCluster: also asks for `iam:PassRole` on the role. */
export const addRoleToCluster = simulated<AddRoleToDBClusterMessage, object>(
  'AddRoleToDBCluster',
  { DBClusterIdentifier: true, RoleArn: true, FeatureName: true },
  (context, input, call) => {
    const { DBClusterIdentifier: name, FeatureName: feature = '' } = input;
    const arn = required(input.RoleArn, 'RoleArn');
    const cluster = authorizedCluster(context, 'AddRoleToDBCluster', name, call);
    passRole(arn, { call });
    requireModifiable(cluster, 'AddRoleToDBCluster');
    requireFeature(cluster.engine, feature);
    cluster.roles = withRole(cluster.roles, { arn, feature }, 'DBClusterRole');
    return {};
  },
);

/** RemoveRoleFromDBCluster */
export const removeRoleFromCluster = simulated<RemoveRoleFromDBClusterMessage, object>(
  'RemoveRoleFromDBCluster',
  { DBClusterIdentifier: true, RoleArn: true, FeatureName: true },
  (context, input, call) => {
    const { DBClusterIdentifier: name, FeatureName: feature = '' } = input;
    const arn = required(input.RoleArn, 'RoleArn');
    const cluster = authorizedCluster(context, 'RemoveRoleFromDBCluster', name, call);
    requireModifiable(cluster, 'AddRoleToDBCluster');
    requireFeature(cluster.engine, feature);
    cluster.roles = withoutRole(cluster.roles, { arn, feature }, 'DBClusterRole');
    return {};
  },
);
