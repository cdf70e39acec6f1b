import type { ModifyDBInstanceMessage, ModifyDBInstanceResult } from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { storageOwner, type Instance } from '../databases.ts';
import { parameterFamily } from '../engines.ts';
import { newIdentifier } from '../identifiers.ts';
import { changedLogExports } from '../log-exports.ts';
import { nextWindow } from '../maintenance.ts';
import { simulated } from '../operation.ts';
import { restart } from '../serving.ts';
import { requireNoIntegration } from '../ties/deletions.ts';
import { readInstanceRetention } from './create.ts';
import { describeInstance, keepShowing } from './describe.ts';
import { authorizedInstance, requireFreeInstanceName, requireInstanceAvailable } from './find.ts';
import { readClass, readMonitoring, readTier } from './new-instance.ts';
import { renameInstance } from './rename.ts';

const operation = 'ModifyDBInstance';

/** Settings that a cluster decides for its members. */
const standAloneOnly = [
  'BackupRetentionPeriod',
  'CloudwatchLogsExportConfiguration',
  'DeletionProtection',
  'PreferredBackupWindow',
  'VpcSecurityGroupIds',
] as const satisfies readonly (keyof ModifyDBInstanceMessage)[];

/**
 * ModifyDBInstance. Without ApplyImmediately a new identifier or class waits for the maintenance
 * window, in PendingModifiedValues; the other settings that the simulator knows are applied at
 * once.
 */
export const modifyInstance = simulated<ModifyDBInstanceMessage, ModifyDBInstanceResult>(
  operation,
  {
    DBInstanceIdentifier: true,
    NewDBInstanceIdentifier: true,
    ApplyImmediately: true,
    DBInstanceClass: true,
    DBParameterGroupName: true,
    PreferredMaintenanceWindow: true,
    AutoMinorVersionUpgrade: true,
    PubliclyAccessible: true,
    CopyTagsToSnapshot: true,
    MonitoringInterval: true,
    MonitoringRoleArn: true,
    EnablePerformanceInsights: true,
    PromotionTier: true,
    BackupRetentionPeriod: true,
    CloudwatchLogsExportConfiguration: true,
    DeletionProtection: true,
    PreferredBackupWindow: true,
    VpcSecurityGroupIds: true,
  },
  (context, input, call) => {
    const instance = authorizedInstance(context, operation, input.DBInstanceIdentifier, call);
    if (input.DBParameterGroupName !== undefined) {
      const group = rdsArn(call.location, 'pg', input.DBParameterGroupName.toLowerCase());
      call.authorize(`rds:${operation}`, group);
    }
    const wrong = instance.cluster && standAloneOnly.find((member) => input[member] !== undefined);
    if (wrong !== undefined) {
      throw new AwsError(
        'InvalidParameterCombination',
        `${wrong} can't be set for an instance of a DB cluster: modify the cluster`,
      );
    }
    requireInstanceAvailable(instance);
    const name = newNameOf(context, input, call, instance);
    const changed = changesOf(context, instance, input, call);
    const instanceClass =
      input.DBInstanceClass === undefined ? undefined : readClass(input.DBInstanceClass);
    Object.assign(instance, changed);
    if (input.ApplyImmediately !== true) {
      defer(context, instance, name, instanceClass);
    } else if (name !== undefined) {
      if (instanceClass !== undefined) instance.instanceClass = instanceClass;
      renameInstance(context, instance, name);
    } else if (instanceClass !== undefined && instanceClass !== instance.instanceClass) {
      changeClass(context, instance, instanceClass);
    }
    return { DBInstance: describeInstance(context, instance) };
  },
);

function newNameOf(
  context: Context,
  input: ModifyDBInstanceMessage,
  call: Call,
  instance: Instance,
): string | undefined {
  if (input.NewDBInstanceIdentifier === undefined) return undefined;
  const name = newIdentifier(input.NewDBInstanceIdentifier, 'NewDBInstanceIdentifier', 'database');
  if (name === instance.identifier) return undefined;
  requireNoIntegration(context, instance);
  requireFreeInstanceName(context, call, name);
  return name;
}

function changesOf(
  context: Context,
  instance: Instance,
  input: ModifyDBInstanceMessage,
  call: Call,
): Partial<Instance> {
  const data = storageOwner(instance);
  const group = input.DBParameterGroupName;
  const family = parameterFamily(data.engine, data.engineVersion);
  const logs = input.CloudwatchLogsExportConfiguration;
  const window = input.PreferredMaintenanceWindow;
  if (window !== undefined) nextWindow(window, context.clock.now());
  const plain = {
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade,
    publiclyAccessible: input.PubliclyAccessible,
    copyTagsToSnapshot: input.CopyTagsToSnapshot,
    performanceInsights: input.EnablePerformanceInsights,
    deletionProtection: input.DeletionProtection,
    backupWindow: input.PreferredBackupWindow,
    securityGroupIds: input.VpcSecurityGroupIds,
    maintenanceWindow: window?.toLowerCase(),
  };
  return {
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(group === undefined
      ? {}
      : {
          parameterGroup: context.groups.parameterGroup(call.location, group, family),
          parameterStatus: 'pending-reboot',
        }),
    ...(input.MonitoringInterval === undefined ? {} : { monitoring: readMonitoring(call, input) }),
    ...(input.PromotionTier === undefined ? {} : { promotionTier: readTier(input.PromotionTier) }),
    ...(input.BackupRetentionPeriod === undefined
      ? {}
      : { backupRetentionPeriod: readInstanceRetention(input.BackupRetentionPeriod) }),
    ...(logs === undefined
      ? {}
      : { logExports: changedLogExports(instance.engine, instance.logExports, logs) }),
  };
}

/** Another class means another machine: the server stops and starts. */
function changeClass(context: Context, instance: Instance, instanceClass: string): void {
  instance.pending = { DBInstanceClass: instanceClass };
  context.transitions.begin(
    {
      operation: 'modify-instance',
      owner: instance,
      identifier: instance.identifier,
      location: instance.location,
      fail: (status) => (instance.status = status),
    },
    async (transition) => {
      keepShowing(context, instance, transition.draw('describeLag'));
      instance.status = 'modifying';
      await transition.wait(transition.draw('modify'));
      await transition.arrive();
      const { cluster } = instance;
      if (cluster === undefined || cluster.writer === instance) {
        await restart(context, cluster ?? instance);
      }
      instance.instanceClass = instanceClass;
      instance.pending = {};
      instance.status = 'available';
    },
  );
}

function defer(
  context: Context,
  instance: Instance,
  name: string | undefined,
  instanceClass: string | undefined,
): void {
  if (name === undefined && instanceClass === undefined) return;
  const pending = {
    ...instance.pending,
    ...(name === undefined ? {} : { DBInstanceIdentifier: name }),
    ...(instanceClass === undefined ? {} : { DBInstanceClass: instanceClass }),
  };
  instance.pending = pending;
  const apply = (): void => {
    if (instance.pending !== pending || instance.status !== 'available') return;
    instance.pending = {};
    if (name !== undefined && context.instances.holder(instance.location, name) === undefined) {
      renameInstance(context, instance, name);
    } else if (instanceClass !== undefined) {
      changeClass(context, instance, instanceClass);
    }
  };
  const window = nextWindow(instance.maintenanceWindow, context.clock.now());
  context.clock.at(window, apply, { standing: true });
}
