import type { PendingModifiedValues } from '@aws-sdk/client-rds';
import type { Context } from '../context.ts';
import type { Instance } from '../databases.ts';
import { restart } from '../serving.ts';
import type { InstanceSettings } from '../settings/database-settings.ts';
import { wantRestart } from '../settings/setting.ts';
import { changeMasterPassword, manageSecret } from '../master-secret.ts';
import type { ManagedWish } from '../master-secret.ts';
import { keepShowing } from './describe.ts';
import { restarted } from './restarted.ts';
import { instanceSettings } from './settings.ts';

/** What is changed of an instance over some time. */
export interface Modification {
  readonly instanceClass: string | undefined;
  readonly values: Partial<InstanceSettings>;
  /** What Describe shows of it meanwhile, besides the class. */
  readonly pending: PendingModifiedValues;
  /** The status meanwhile, where it isn't `modifying`. */
  readonly status?: string | undefined;
  /** RDS takes the master password over: it makes a secret, then changes the password. */
  readonly wish?: ManagedWish | undefined;
}

/** Sets values; another parameter group is in effect only when the instance has restarted. */
export function setSettings(instance: Instance, values: Partial<InstanceSettings>): void {
  const { parameterGroup } = values;
  if (parameterGroup !== undefined && parameterGroup !== instance.parameterGroup) {
    instance.parameterStatus = 'pending-reboot';
  }
  Object.assign(instance, values);
}

/**
 * Applies a modification. Another class means another machine, and some settings want a restart: the server
 * stops and starts. Storage goes on being optimized afterwards; meanwhile RDS takes no other change of it.
 */
export function applyOverTime(
  context: Context,
  instance: Instance,
  { instanceClass, values, pending, status, wish }: Modification,
): void {
  const shown = {
    ...pending,
    ...(instanceClass === undefined ? {} : { DBInstanceClass: instanceClass }),
  };
  instance.pending = { ...instance.pending, ...shown };
  context.transitions.begin(
    {
      operation: 'modify-instance',
      owner: instance,
      identifier: instance.identifier,
      location: instance.location,
      fail: (failed) => (instance.status = failed),
    },
    async (transition) => {
      keepShowing(context, instance, transition.draw('describeLag'));
      instance.status = status ?? 'modifying';
      if (wish) manageSecret(context, instance, 'db', wish, 'creating');
      await transition.wait(transition.draw('modify'));
      await transition.arrive();
      const { cluster } = instance;
      const restarts =
        instanceClass !== undefined || wantRestart(instanceSettings, instance, values);
      if (restarts && (cluster === undefined || cluster.writer === instance)) {
        await restart(context, cluster ?? instance);
      }
      if (instanceClass !== undefined) instance.instanceClass = instanceClass;
      setSettings(instance, values);
      if (wish) await changeMasterPassword(context, instance);
      if (restarts) restarted(instance);
      instance.pending = without(instance.pending, Object.keys(shown));
      if (values.storage !== undefined) {
        instance.status = 'storage-optimization';
        await transition.wait(transition.draw('modify'));
        // Something else may have begun meanwhile, and have a status of its own.
        if (instance.status !== 'storage-optimization') return;
      }
      instance.status = 'available';
    },
  );
}

function without(
  pending: PendingModifiedValues,
  members: readonly string[],
): PendingModifiedValues {
  return Object.fromEntries(
    Object.entries(pending).filter(([member]) => !members.includes(member)),
  );
}
