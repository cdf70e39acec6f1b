import type {
  RestoreDBInstanceFromDBSnapshotMessage,
  RestoreDBInstanceFromDBSnapshotResult,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import type { Instance } from '../databases.ts';
import { requireReading } from '../encryption.ts';
import { newIdentifier, required } from '../identifiers.ts';
import { simulated } from '../operation.ts';
import { readPort } from '../settings/port.ts';
import { newSettings, takenMembers } from '../settings/setting.ts';
import { EndsBadly } from '../status-transitions.ts';
import {
  instanceSnapshots,
  requireAvailable,
  snapshotArn,
  sourceSnapshot,
} from '../snapshots/family.ts';
import type { Snapshot } from '../snapshots/snapshot.ts';
import { readTags } from '../tags.ts';
import { describeInstance } from './describe.ts';
import { addInstance, authorizeNewInstance, readClass } from './new-instance.ts';
import { readParameterGroup } from './own-settings.ts';
import { instanceSettings } from './settings.ts';
import { settleInstance } from './settle.ts';
import { readOptionGroup } from './stand-alone-settings.ts';

const operation = 'RestoreDBInstanceFromDBSnapshot';

/**
 * RestoreDBInstanceFromDBSnapshot: it takes no KmsKeyId and no EngineVersion, so that the instance
 * is encrypted, and versioned, as its snapshot is; a version that isn't offered any more is upgraded.
 */
export const restoreInstance = simulated<
  RestoreDBInstanceFromDBSnapshotMessage,
  RestoreDBInstanceFromDBSnapshotResult
>(
  operation,
  {
    ...takenMembers(instanceSettings, 'restore'),
    DBInstanceIdentifier: true,
    DBSnapshotIdentifier: true,
    DBInstanceClass: true,
    Port: true,
    DBSubnetGroupName: true,
    Engine: true,
    Tags: true,
  },
  (context, input, call) => {
    const { location } = call;
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
    const { engine } = source;
    const engineVersion = context.offers.upgradedVersion(location, engine, source.engineVersion);
    const cluster = undefined;
    const subnetGroup = context.groups.subnetGroup(location, input.DBSubnetGroupName);
    const place = { context, call, subnetGroup, cluster };
    const about = { ...place, engine, engineVersion, instanceClass, source };
    authorizeNewInstance(call, operation, {
      identifier,
      engine,
      engineVersion,
      instanceClass,
      parameterGroup: readParameterGroup(input.DBParameterGroupName, about),
      optionGroup: readOptionGroup(input.OptionGroupName, about),
      subnetGroup: subnetGroup.identifier,
      cluster,
      tags,
    });
    const settings = newSettings(instanceSettings, 'restore', input, about);
    context.offers.requireOption(
      location,
      { engine, version: engineVersion },
      { instanceClass, storageType: settings.storage.type },
    );
    requireReading(context.keys, call, snapshot.encryption, 'source snapshot');
    const instance = addInstance(context, call, {
      ...settings,
      identifier,
      cluster,
      engine,
      engineVersion,
      instanceClass,
      master: source.master,
      databaseName: source.databaseName,
      // Source: the SDK's model, Port: "The same port as the original DB instance".
      port: readPort(input.Port ?? source.port),
      encryption: snapshot.encryption,
      subnetGroup,
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
