import type { ModifyDBClusterMessage, ModifyDBClusterResult } from '@aws-sdk/client-rds';
import type { Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { newIdentifier } from '../identifiers.ts';
import { nextWindow } from '../maintenance.ts';
import { authorizeManagedSecret, changeMasterPassword, manageSecret } from '../master-secret.ts';
import type { ManagedWish } from '../master-secret.ts';
import { NotSimulated } from '../not-simulated.ts';
import { simulated } from '../operation.ts';
import type { ClusterSettings } from '../settings/database-settings.ts';
import {
  changedSettings,
  pendingOf,
  takenMembers,
  valuesOf,
  type Change,
} from '../settings/setting.ts';
import { currentShape, describeCluster, keepShowing } from './describe.ts';
import { authorizedCluster, requireModifiable } from './find.ts';
import { refuseMultiZoneOnly } from './multi-zone-only.ts';
import { renameCluster, requireRenamable } from './rename.ts';
import { clusterSettings, type ClusterKind } from './settings.ts';

const operation = 'ModifyDBCluster';

/**
 * ModifyDBCluster. Without ApplyImmediately a new identifier, IAM authentication and the storage type
 * wait for the maintenance window; everything else is applied at once, whatever ApplyImmediately says.
 * EnableHttpEndpoint is taken without effect, as AWS takes it for what isn't Serverless v1 (the SDK's
 * model; terraform-aws-modules/terraform-aws-rds-aurora#464).
 */
export const modifyCluster = simulated<ModifyDBClusterMessage, ModifyDBClusterResult>(
  operation,
  {
    ...takenMembers(clusterSettings, 'modify'),
    DBClusterIdentifier: true,
    NewDBClusterIdentifier: true,
    ApplyImmediately: true,
    ManageMasterUserPassword: true,
    MasterUserSecretKmsKeyId: true,
    EnableHttpEndpoint: true,
    CACertificateIdentifier: true,
    MonitoringInterval: true,
    MonitoringRoleArn: true,
  },
  (context, input, call) => {
    const cluster = authorizedCluster(context, operation, input.DBClusterIdentifier, call);
    if (input.DBClusterParameterGroupName !== undefined) {
      const group = input.DBClusterParameterGroupName.toLowerCase();
      call.authorize(`rds:${operation}`, rdsArn(call.location, 'cluster-pg', group));
    }
    // What is managed already stays as it is.
    const wish =
      input.ManageMasterUserPassword === true && cluster.managedSecret === undefined
        ? authorizeManagedSecret(context, call, 'cluster', input.MasterUserSecretKmsKeyId)
        : undefined;
    if (input.ManageMasterUserPassword === false) {
      throw new NotSimulated(operation, 'ManageMasterUserPassword false');
    }
    requireModifiable(cluster);
    refuseMultiZoneOnly('modify', input);
    const newName = newNameOf(context, input, call, cluster);
    const { engine, engineVersion, subnetGroup } = cluster;
    const about = { context, call, engine, engineVersion, subnetGroup, current: cluster };
    const changes = changedSettings(clusterSettings, input, about, cluster);
    const now = input.ApplyImmediately ?? false;
    const later = now ? [] : changes.filter(({ waits }) => waits);
    const apply = applying(
      context,
      cluster,
      changes.filter((change) => !later.includes(change)),
      input,
      wish,
    );
    if (newName !== undefined && wish) {
      throw new NotSimulated(operation, 'ManageMasterUserPassword with NewDBClusterIdentifier');
    }
    if (newName !== undefined && now) {
      apply();
      renameCluster(context, cluster, newName);
    } else if (apply.takesTime || newName !== undefined) {
      modifyOverTime(context, cluster, apply);
    } else {
      apply();
    }
    if (!now && (newName !== undefined || later.length > 0)) {
      defer(context, cluster, newName, later);
    }
    return { DBCluster: describeCluster(context, cluster) };
  },
);

type ClusterChange = Change<ClusterSettings, ClusterKind>;

/** Applies what takes a while or doesn't; `managed` where RDS takes the master password over. */
type Applying = (() => void) & { readonly takesTime: boolean; readonly managed: boolean };

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

/** Applies changes; with ApplyImmediately those that waited so far, too. */
function applying(
  context: Context,
  cluster: Cluster,
  changes: readonly ClusterChange[],
  input: ModifyDBClusterMessage,
  wish: ManagedWish | undefined,
): Applying {
  const managed = wish !== undefined;
  const waiting = input.ApplyImmediately === true ? cluster.waiting : {};
  const apply = (): void => {
    setSettings(cluster, { ...waiting, ...valuesOf(changes) });
    if (Object.keys(waiting).length > 0) forget(cluster);
    if (wish) manageSecret(context, cluster, 'cluster', wish, 'creating');
  };
  const takesTime =
    managed ||
    Object.keys(waiting).length > 0 ||
    changes.some(({ setting }) => setting.atOnce !== true);
  return Object.assign(apply, { takesTime, managed });
}

/** Another parameter group is in effect for a member only when that has restarted. */
function setSettings(cluster: Cluster, values: Partial<ClusterSettings>): void {
  const { parameterGroup } = values;
  if (parameterGroup !== undefined && parameterGroup !== cluster.parameterGroup) {
    for (const member of cluster.members) member.clusterParameterStatus = 'pending-reboot';
  }
  Object.assign(cluster, values);
}

/** What waited is applied, or isn't wanted any more; a new name goes on waiting. */
function forget(cluster: Cluster): void {
  const { DBClusterIdentifier: name } = cluster.pending;
  cluster.waiting = {};
  cluster.pending = name === undefined ? {} : { DBClusterIdentifier: name };
}

function modifyOverTime(context: Context, cluster: Cluster, apply: Applying): void {
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
      apply();
      cluster.status = apply.managed ? 'resetting-master-credentials' : 'modifying';
      await transition.wait(transition.draw('modify'));
      await transition.arrive();
      if (apply.managed) await changeMasterPassword(context, cluster);
      cluster.status = 'available';
    },
  );
}

/** Keeps a new name and settings for the maintenance window, and shows them as pending. */
function defer(
  context: Context,
  cluster: Cluster,
  name: string | undefined,
  later: readonly ClusterChange[],
): void {
  cluster.waiting = { ...cluster.waiting, ...valuesOf(later) };
  cluster.pending = {
    ...cluster.pending,
    ...(name === undefined ? {} : { DBClusterIdentifier: name }),
    ...pendingOf(later),
  };
  cluster.stale = undefined;
  const apply = (): void => {
    const { waiting, pending } = cluster;
    const wanted = pending.DBClusterIdentifier;
    cluster.pending = {};
    cluster.waiting = {};
    if (currentShape(cluster).Status !== 'available') return;
    const free =
      wanted !== undefined && context.clusters.holder(cluster.location, wanted) === undefined;
    if (free) {
      setSettings(cluster, waiting);
      renameCluster(context, cluster, wanted);
    } else if (Object.keys(waiting).length > 0) {
      const set = (): void => setSettings(cluster, waiting);
      modifyOverTime(context, cluster, Object.assign(set, { takesTime: true, managed: false }));
    }
  };
  const window = nextWindow(cluster.maintenanceWindow, context.clock.now());
  context.clock.at(window, apply, { standing: true });
}
