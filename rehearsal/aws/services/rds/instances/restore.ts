import type {
  RestoreDBInstanceFromDBSnapshotMessage,
  RestoreDBInstanceFromDBSnapshotResult,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import type { Instance } from '../databases.ts';
import { requireReading } from '../encryption.ts';
import { defaultPort, parameterFamily, defaultOptionGroup } from '../engines.ts';
import { newIdentifier, required } from '../identifiers.ts';
import { changedLogExports } from '../log-exports.ts';
import { defaultMaintenanceWindow } from '../maintenance.ts';
import { simulated } from '../operation.ts';
import { EndsBadly } from '../status-transitions.ts';
import {
  instanceSnapshots,
  requireAvailable,
  snapshotArn,
  sourceSnapshot,
} from '../snapshots/family.ts';
import type { Snapshot } from '../snapshots/snapshot.ts';
import { readTags } from '../tags.ts';
import { readInstanceRetention } from './create.ts';
import { describeInstance } from './describe.ts';
import { addInstance, authorizeNewInstance, readClass } from './new-instance.ts';
import { settleInstance } from './settle.ts';

const operation = 'RestoreDBInstanceFromDBSnapshot';

/**
 * RestoreDBInstanceFromDBSnapshot: it takes no KmsKeyId and no EngineVersion, so that the instance
 * is encrypted, and versioned, as its snapshot is.
 */
export const restoreInstance = simulated<
  RestoreDBInstanceFromDBSnapshotMessage,
  RestoreDBInstanceFromDBSnapshotResult
>(
  operation,
  {
    DBInstanceIdentifier: true,
    DBSnapshotIdentifier: true,
    DBInstanceClass: true,
    Port: true,
    AvailabilityZone: true,
    DBSubnetGroupName: true,
    MultiAZ: true,
    PubliclyAccessible: true,
    AutoMinorVersionUpgrade: true,
    Engine: true,
    Tags: true,
    StorageType: true,
    VpcSecurityGroupIds: true,
    CopyTagsToSnapshot: true,
    EnableIAMDatabaseAuthentication: true,
    EnableCloudwatchLogsExports: true,
    DBParameterGroupName: true,
    OptionGroupName: true,
    DeletionProtection: true,
    AllocatedStorage: true,
    BackupRetentionPeriod: true,
    PreferredBackupWindow: true,
    EngineLifecycleSupport: true,
  },
  (context, input, call) => {
    const { location } = call;
    const { groups } = context;
    const identifier = newIdentifier(
      input.DBInstanceIdentifier,
      'DBInstanceIdentifier',
      'database',
    );
    const from = required(input.DBSnapshotIdentifier, 'DBSnapshotIdentifier');
    const tags = readTags(input.Tags);
    call.authorize(`rds:${operation}`, snapshotArn(instanceSnapshots, location, from));
    const snapshot = sourceSnapshot(context, instanceSnapshots, from, call);
    requireAvailable(instanceSnapshots, snapshot);
    const { source } = snapshot;
    if (input.Engine !== undefined && input.Engine !== source.engine) {
      throw new AwsError(
        'InvalidRestoreFault',
        `A snapshot of ${source.engine} can't be restored as ${input.Engine}`,
      );
    }
    const instanceClass = readClass(input.DBInstanceClass ?? source.instanceClass);
    const family = parameterFamily(source.engine, source.engineVersion);
    const parameterGroup = groups.parameterGroup(location, input.DBParameterGroupName, family);
    const subnetGroup = groups.subnetGroup(location, input.DBSubnetGroupName);
    requireOptionGroup(input.OptionGroupName, source);
    authorizeNewInstance(call, operation, {
      identifier,
      engine: source.engine,
      engineVersion: source.engineVersion,
      instanceClass,
      parameterGroup,
      subnetGroup: subnetGroup.identifier,
      cluster: undefined,
      tags,
    });
    requireReading(context.keys, call, snapshot.encryption, 'source snapshot');
    const instance = addInstance(context, call, {
      identifier,
      cluster: undefined,
      engine: source.engine,
      engineVersion: source.engineVersion,
      master: source.master,
      databaseName: source.databaseName,
      port: input.Port ?? defaultPort(source.engine),
      encryption: snapshot.encryption,
      subnetGroup,
      securityGroupIds: input.VpcSecurityGroupIds ?? groups.defaults(location).securityGroupIds,
      storageType: input.StorageType ?? source.storageType,
      backupRetentionPeriod: readInstanceRetention(
        input.BackupRetentionPeriod ?? source.backupRetentionPeriod,
      ),
      backupWindow: input.PreferredBackupWindow ?? source.backupWindow,
      maintenanceWindow: defaultMaintenanceWindow,
      deletionProtection: input.DeletionProtection ?? false,
      copyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
      iamAuthentication: input.EnableIAMDatabaseAuthentication ?? source.iamAuthentication,
      logExports: changedLogExports(source.engine, [], {
        EnableLogTypes: input.EnableCloudwatchLogsExports,
      }),
      lifecycleSupport: input.EngineLifecycleSupport ?? 'open-source-rds-extended-support',
      instanceClass,
      allocatedStorage: input.AllocatedStorage ?? source.allocatedStorage,
      parameterGroup,
      zone: input.AvailabilityZone ?? subnetGroup.subnets[0]?.zone ?? 'unknown',
      multiZone: input.MultiAZ ?? false,
      publiclyAccessible: input.PubliclyAccessible ?? false,
      autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
      promotionTier: 1,
      monitoring: { interval: 0, roleArn: undefined },
      performanceInsights: false,
      tags,
    });
    beginRestore(context, instance, snapshot);
    return { DBInstance: describeInstance(context, instance) };
  },
);

function beginRestore(context: Context, instance: Instance, snapshot: Snapshot): void {
  context.transitions.begin(
    {
      operation: 'restore-instance',
      owner: instance,
      identifier: instance.identifier,
      location: instance.location,
      fail: (status) => (instance.status = status),
    },
    async (transition) => {
      if (snapshot.dump === undefined) throw new EndsBadly('incompatible-restore');
      instance.volume = await context.storage.restore(
        snapshot.dump,
        instance.resourceId,
        instance.engine,
      );
      await transition.wait(transition.draw('restoreInstance'));
      await settleInstance(context, instance, transition);
      context.emit('RDS-EVENT-0043', snapshot, snapshot.identifier);
    },
  );
}

/**
 * The simulator has no option groups but the defaults. @throws AwsError `OptionGroupNotFoundFault`
 */
function requireOptionGroup(
  name: string | undefined,
  source: { readonly engine: string; readonly engineVersion: string },
): void {
  const expected = defaultOptionGroup(source.engine, source.engineVersion);
  if (name === undefined || name === expected) return;
  throw new AwsError('OptionGroupNotFoundFault', `Specified OptionGroupName: ${name} not found.`);
}
