import type { ModifyDBClusterMessage, ModifyDBClusterResult } from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { parameterFamily } from '../engines.ts';
import { newIdentifier } from '../identifiers.ts';
import { changedLogExports } from '../log-exports.ts';
import { nextWindow } from '../maintenance.ts';
import { authorizeManagedSecret, manageSecret } from '../master-secret.ts';
import { NotSimulated } from '../not-simulated.ts';
import { simulated } from '../operation.ts';
import { currentShape, describeCluster, keepShowing } from './describe.ts';
import { authorizedCluster } from './find.ts';
import { renameCluster, requireRenamable } from './rename.ts';
import { readRetention, readServerless } from './settings.ts';

const operation = 'ModifyDBCluster';

/**
 * ModifyDBCluster. Without ApplyImmediately a new identifier and IAM authentication wait for the
 * maintenance window; everything else is applied at once, whatever ApplyImmediately says.
 */
export const modifyCluster = simulated<ModifyDBClusterMessage, ModifyDBClusterResult>(
  operation,
  {
    DBClusterIdentifier: true,
    NewDBClusterIdentifier: true,
    ApplyImmediately: true,
    BackupRetentionPeriod: true,
    DBClusterParameterGroupName: true,
    VpcSecurityGroupIds: true,
    PreferredBackupWindow: true,
    PreferredMaintenanceWindow: true,
    EnableIAMDatabaseAuthentication: true,
    CloudwatchLogsExportConfiguration: true,
    DeletionProtection: true,
    CopyTagsToSnapshot: true,
    ServerlessV2ScalingConfiguration: true,
    ManageMasterUserPassword: true,
    MasterUserSecretKmsKeyId: true,
    BacktrackWindow: true,
  },
  (context, input, call) => {
    const cluster = authorizedCluster(context, operation, input.DBClusterIdentifier, call);
    if (input.DBClusterParameterGroupName !== undefined) {
      const group = input.DBClusterParameterGroupName.toLowerCase();
      call.authorize(`rds:${operation}`, rdsArn(call.location, 'cluster-pg', group));
    }
    if (input.ManageMasterUserPassword === true) {
      authorizeManagedSecret(context, call, input.MasterUserSecretKmsKeyId);
    } else if (input.ManageMasterUserPassword === false) {
      throw new NotSimulated(operation, 'ManageMasterUserPassword false');
    }
    requireModifiable(cluster);
    const newName = newNameOf(context, input, call, cluster);
    const apply = changesOf(context, cluster, input);
    const now = input.ApplyImmediately ?? false;
    if (newName !== undefined && now) {
      apply();
      renameCluster(context, cluster, newName);
    } else if (apply.takesTime || newName !== undefined) {
      modifyOverTime(context, cluster, apply);
    } else {
      apply();
    }
    if (newName !== undefined && !now) deferRename(context, cluster, newName);
    return { DBCluster: describeCluster(context, cluster) };
  },
);

/** The statuses in which RDS takes no modification are all but one. */
export function requireModifiable(cluster: Cluster): void {
  if (cluster.status === 'available') return;
  throw new AwsError(
    'InvalidDBClusterStateFault',
    `Cluster ${cluster.identifier} is not available for modification with status ${cluster.status}.`,
  );
}

function newNameOf(
  context: Context,
  input: ModifyDBClusterMessage,
  call: Call,
  cluster: Cluster,
): string | undefined {
  if (input.NewDBClusterIdentifier === undefined) return undefined;
  const name = newIdentifier(input.NewDBClusterIdentifier, 'NewDBClusterIdentifier', 'database');
  requireRenamable(context, call, cluster, name);
  return name;
}

/** What the request changes, checked before anything is changed. */
function changesOf(
  context: Context,
  cluster: Cluster,
  input: ModifyDBClusterMessage,
): (() => void) & { takesTime: boolean } {
  const { groups } = context;
  const retention = input.BackupRetentionPeriod;
  const logs = input.CloudwatchLogsExportConfiguration;
  const window = input.PreferredMaintenanceWindow;
  const serverless = input.ServerlessV2ScalingConfiguration;
  const iam = input.EnableIAMDatabaseAuthentication;
  if (window !== undefined) nextWindow(window, context.clock.now());
  if (iam !== undefined && input.ApplyImmediately !== true) {
    throw new NotSimulated(operation, 'EnableIAMDatabaseAuthentication without ApplyImmediately');
  }
  const changed: Partial<Cluster> = {
    ...(retention === undefined ? {} : { backupRetentionPeriod: readRetention(retention) }),
    ...(logs === undefined
      ? {}
      : { logExports: changedLogExports(cluster.engine, cluster.logExports, logs) }),
    ...(input.DBClusterParameterGroupName === undefined
      ? {}
      : {
          parameterGroup: groups.clusterParameterGroup(
            cluster.location,
            input.DBClusterParameterGroupName,
            parameterFamily(cluster.engine, cluster.engineVersion),
          ),
        }),
    ...(input.VpcSecurityGroupIds === undefined
      ? {}
      : { securityGroupIds: input.VpcSecurityGroupIds }),
    ...(input.PreferredBackupWindow === undefined
      ? {}
      : { backupWindow: input.PreferredBackupWindow }),
    ...(window === undefined ? {} : { maintenanceWindow: window.toLowerCase() }),
    ...(serverless === undefined ? {} : { serverless: readServerless(serverless) }),
    ...(iam === undefined ? {} : { iamAuthentication: iam }),
    ...(input.BacktrackWindow === undefined ? {} : { backtrackWindow: input.BacktrackWindow }),
  };
  const immediate: Partial<Cluster> = {
    ...(input.DeletionProtection === undefined
      ? {}
      : { deletionProtection: input.DeletionProtection }),
    ...(input.CopyTagsToSnapshot === undefined
      ? {}
      : { copyTagsToSnapshot: input.CopyTagsToSnapshot }),
  };
  const managed = input.ManageMasterUserPassword === true;
  const apply = (): void => {
    Object.assign(cluster, changed, immediate);
    if (managed) manageSecret(context, cluster, 'cluster', input.MasterUserSecretKmsKeyId);
  };
  return Object.assign(apply, { takesTime: managed || Object.keys(changed).length > 0 });
}

function modifyOverTime(
  context: Context,
  cluster: Cluster,
  apply: (() => void) & { takesTime: boolean },
): void {
  if (!apply.takesTime) return;
  context.transitions.begin(
    {
      operation: 'modify-cluster',
      owner: cluster,
      identifier: cluster.identifier,
      location: cluster.location,
      fail: (status) => (cluster.status = status),
    },
    async (transition) => {
      keepShowing(context, cluster, transition.draw('describeLag'));
      const managedBefore = cluster.managedSecret;
      apply();
      cluster.status =
        cluster.managedSecret === managedBefore ? 'modifying' : 'resetting-master-credentials';
      await transition.wait(transition.draw('modify'));
      await transition.arrive();
      cluster.status = 'available';
    },
  );
}

/** Keeps the new name for the maintenance window, and shows it as pending. */
function deferRename(context: Context, cluster: Cluster, name: string): void {
  cluster.pending = { DBClusterIdentifier: name };
  cluster.stale = undefined;
  const apply = (): void => {
    if (cluster.pending.DBClusterIdentifier !== name) return;
    cluster.pending = {};
    const taken = context.clusters.holder(cluster.location, name) !== undefined;
    if (!taken && currentShape(cluster).Status === 'available') {
      renameCluster(context, cluster, name);
    }
  };
  const window = nextWindow(cluster.maintenanceWindow, context.clock.now());
  context.clock.at(window, apply, { standing: true });
}
