import type { Context } from '../context.ts';
import { storageOwner, type Instance } from '../databases.ts';
import {
  announceCluster,
  announceInstance,
  certify,
  interrupt,
  withdrawInstance,
} from '../serving.ts';
import { keepShowing } from './describe.ts';
import { aboutInstance } from './find.ts';
import { restarted } from './restarted.ts';

/**
 * Renames an instance, which restarts it: a writer's or stand-alone instance's server doesn't answer
 * meanwhile. Describe lags, then shows `renaming` under the old name, then `rebooting` under the
 * new one; the old name is described, and held, a moment longer.
 */
export function renameInstance(context: Context, instance: Instance, name: string): void {
  const former = instance.identifier;
  context.instances.hold(instance, name);
  context.transitions.begin(
    {
      operation: 'rename-instance',
      owner: instance,
      identifier: former,
      location: instance.location,
      fail: (status) => {
        instance.status = status;
        context.instances.release(instance, name);
      },
    },
    async (transition) => {
      keepShowing(context, instance, transition.draw('describeLag'));
      instance.status = 'renaming';
      withdrawInstance(context, instance, former);
      await transition.wait(transition.draw('renameInstance'));
      await transition.arrive();
      instance.identifier = name;
      instance.formerName = former;
      instance.status = 'rebooting';
      instance.stale = undefined;
      const lingering = transition.draw('formerName');
      context.clock.at(context.clock.now() + lingering, () => {
        context.instances.release(instance, former);
        if (instance.formerName === former) instance.formerName = undefined;
      });
      context.emit('RDS-EVENT-0004', aboutInstance(instance));
      await restartDuring(context, instance, () => transition.wait(transition.draw('reboot')));
      await certify(context, storageOwner(instance));
      announceInstance(context, instance, transition.draw('renamedHost'));
      restarted(instance);
      instance.status = 'available';
      context.emit('RDS-EVENT-0006', aboutInstance(instance));
    },
  );
}

/** The server that an instance brings doesn't answer meanwhile; a reader may bring none. */
export async function restartDuring(
  context: Context,
  instance: Instance,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const { cluster } = instance;
  if (cluster === undefined) {
    await interrupt(context, instance, meanwhile);
  } else if (cluster.writer === instance) {
    await interrupt(context, cluster, meanwhile);
    announceCluster(context, cluster);
  } else {
    await interrupt(context, instance, meanwhile);
  }
}
