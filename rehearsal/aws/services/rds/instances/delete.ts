import type { DeleteDBInstanceMessage, DeleteDBInstanceResult } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { successors, takeOver } from '../clusters/succession.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { finalSnapshotName } from '../final-snapshot.ts';
import { deleteManagedSecret } from '../master-secret.ts';
import { simulated } from '../operation.ts';
import { instanceTakes } from '../statuses/takes.ts';
import { stopServing, withdrawInstance } from '../serving.ts';
import { beginSnapshot } from '../snapshots/create.ts';
import { instanceSnapshots } from '../snapshots/family.ts';
import { promoteReplicas, requireUntiedInstance } from '../ties/deletions.ts';
import { describeInstance } from './describe.ts';
import { aboutInstance, authorizedInstance } from './find.ts';

const operation = 'DeleteDBInstance';

/**
 * DeleteDBInstance. A member has no final snapshot of its own, and its cluster's deletion
 * protection doesn't keep it; where the writer goes and a reader is there, the reader takes over.
 */
export const deleteInstance = simulated<DeleteDBInstanceMessage, DeleteDBInstanceResult>(
  operation,
  {
    DBInstanceIdentifier: true,
    SkipFinalSnapshot: true,
    FinalDBSnapshotIdentifier: true,
    DeleteAutomatedBackups: true,
  },
  (context, input, call) => {
    const instance = authorizedInstance(context, operation, input.DBInstanceIdentifier, call);
    const { cluster } = instance;
    if (cluster !== undefined && input.FinalDBSnapshotIdentifier !== undefined) {
      throw new AwsError(
        'InvalidParameterCombination',
        'FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance',
      );
    }
    const final =
      cluster === undefined
        ? finalSnapshotName(context, instanceSnapshots, operation, instance, input, call)
        : undefined;
    requireDeletable(instance, final);
    requireUntiedInstance(context, instance);
    beginDeletion(context, instance, final);
    return { DBInstance: describeInstance(context, instance) };
  },
);

function requireDeletable(instance: Instance, final: string | undefined): void {
  const { identifier, status } = instance;
  if (instance.deletionProtection) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Cannot delete protected DB Instance, please disable deletion protection and try again.',
    );
  }
  if (status === 'deleting') {
    throw new AwsError(
      'InvalidDBInstanceStateFault',
      `Instance ${identifier} is already being deleted.`,
    );
  }
  if (!instanceTakes(status, 'DeleteDBInstance')) {
    throw new AwsError(
      'InvalidDBInstanceStateFault',
      `Instance ${identifier} can't be deleted while it is ${status}.`,
    );
  }
  if (final !== undefined && !instanceTakes(status, 'CreateDBSnapshot')) {
    throw new AwsError(
      'InvalidDBInstanceStateFault',
      `No final snapshot can be taken of ${identifier} while it is ${status}: SkipFinalSnapshot`,
    );
  }
}

function beginDeletion(context: Context, instance: Instance, finalName: string | undefined): void {
  const { identifier, location, cluster } = instance;
  const final =
    finalName === undefined
      ? undefined
      : beginSnapshot(context, instanceSnapshots, instance, {
          identifier: finalName,
          tags: new Map(),
        });
  context.transitions.cancel(instance);
  instance.stale = undefined;
  instance.pending = {};
  instance.status = 'deleting';
  context.transitions.begin(
    {
      operation: 'delete-instance',
      owner: instance,
      identifier,
      location,
      fail: (status) => (instance.status = status),
    },
    async (transition) => {
      withdrawInstance(context, instance);
      if (cluster === undefined) await stopServing(context, instance);
      else if (cluster.writer === instance) {
        await leaveWriting(context, cluster, transition.draw('failedOverHost'));
      }
      await transition.wait(transition.draw('deleteInstance'));
      await transition.until(() => final?.status !== 'creating');
      await transition.arrive();
      if (instance.volume) await context.storage.removeVolume(instance.volume);
      context.network.detach(instance.address);
      context.instances.remove(instance);
      deleteManagedSecret(context, instance);
      promoteReplicas(context, instance);
      cluster?.members.splice(cluster.members.indexOf(instance), 1);
      context.emit('RDS-EVENT-0003', aboutInstance(instance));
    },
  );
}

/** A reader takes over; without one the cluster serves nothing any more. */
async function leaveWriting(context: Context, cluster: Cluster, hostDelay: number): Promise<void> {
  const [successor] = successors(cluster);
  if (successor !== undefined) {
    if (cluster.volume) await context.storage.stop(cluster.volume);
    await takeOver(context, cluster, successor, hostDelay);
    return;
  }
  cluster.writer = cluster.members.find(({ status }) => status !== 'deleting');
  await stopServing(context, cluster);
}
