import type { AddRoleToDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { required } from '../identifiers.ts';
import { simulated } from '../operation.ts';
import { requireModifiable } from './modify.ts';
import { authorizedCluster } from './find.ts';

/** AddRoleToDBCluster: also asks for `iam:PassRole` on the role. */
export const addRoleToCluster = simulated<AddRoleToDBClusterMessage, object>(
  'AddRoleToDBCluster',
  { DBClusterIdentifier: true, RoleArn: true, FeatureName: true },
  (context, input, call) => {
    const { DBClusterIdentifier: name, FeatureName: feature = '' } = input;
    const arn = required(input.RoleArn, 'RoleArn');
    const cluster = authorizedCluster(context, 'AddRoleToDBCluster', name, call);
    call.authorize('iam:PassRole', arn, {
      context: { 'iam:PassedToService': 'rds.amazonaws.com' },
    });
    requireModifiable(cluster);
    if (cluster.roles.some((role) => role.arn === arn && role.feature === feature)) {
      throw new AwsError(
        'DBClusterRoleAlreadyExistsFault',
        `The role ${arn} is already associated with cluster ${cluster.identifier}`,
      );
    }
    cluster.roles = [...cluster.roles, { arn, feature }];
    return {};
  },
);
