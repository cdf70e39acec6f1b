import type { ModifyDBInstanceMessage, ModifyDBInstanceResult } from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { storageOwner, type Instance } from '../databases.ts';
import { newIdentifier } from '../identifiers.ts';
import { nextWindow } from '../maintenance.ts';
import { authorizeManagedSecret } from '../master-secret.ts';
import type { ManagedWish } from '../master-secret.ts';
import { NotSimulated } from '../not-simulated.ts';
import { simulated } from '../operation.ts';
import { requireNoIntegration } from '../ties/deletions.ts';
import type { InstanceSettings } from '../settings/database-settings.ts';
import {
  changedSettings,
  pendingOf,
  takenMembers,
  valuesOf,
  type Change,
} from '../settings/setting.ts';
import { describeInstance } from './describe.ts';
import { authorizedInstance, requireFreeInstanceName, requireInstanceTakes } from './find.ts';
import type { InstanceKind } from './kind.ts';
import { applyOverTime, setSettings } from './modification.ts';
import { readClass } from './new-instance.ts';
import { renameInstance } from './rename.ts';
import { instanceSettings, refuseDecidedByCluster } from './settings.ts';

const operation = 'ModifyDBInstance';

/**
 * ModifyDBInstance. Without ApplyImmediately a new identifier or class waits for the maintenance
 * window, in PendingModifiedValues, and so do settings whose change the RDS User Guide ("Settings for DB
 * instances") says this of. Some others take no time; the rest is applied while the instance is
 * modified. With CertificateRotationRestart off a new certificate waits for a restart.
 */
export const modifyInstance = simulated<ModifyDBInstanceMessage, ModifyDBInstanceResult>(
  operation,
  {
    ...takenMembers(instanceSettings, 'modify'),
    DBInstanceIdentifier: true,
    NewDBInstanceIdentifier: true,
    ApplyImmediately: true,
    DBInstanceClass: true,
    CertificateRotationRestart: true,
    ManageMasterUserPassword: true,
    MasterUserSecretKmsKeyId: true,
  },
  (context, input, call) => {
    const instance = authorizedInstance(context, operation, input.DBInstanceIdentifier, call);
    for (const [type, group] of [
      ['pg', input.DBParameterGroupName],
      ['og', input.OptionGroupName],
    ] as const) {
      if (group === undefined) continue;
      call.authorize(`rds:${operation}`, rdsArn(call.location, type, group.toLowerCase()));
    }
    if (instance.cluster !== undefined) {
      const others = ['ManageMasterUserPassword', 'MasterUserSecretKmsKeyId'] as const;
      refuseDecidedByCluster('modify', input, others);
    }
    // What is managed already stays as it is.
    const wish =
      input.ManageMasterUserPassword === true && instance.managedSecret === undefined
        ? authorizeManagedSecret(context, call, 'db', input.MasterUserSecretKmsKeyId)
        : undefined;
    if (input.ManageMasterUserPassword === false) {
      throw new NotSimulated(operation, 'ManageMasterUserPassword false');
    }
    requireInstanceTakes(instance, 'ModifyDBInstance');
    const name = newNameOf(context, input, call, instance);
    if (name !== undefined && wish) {
      throw new NotSimulated(operation, 'ManageMasterUserPassword with NewDBInstanceIdentifier');
    }
    const { cluster, instanceClass } = instance;
    const { engine, engineVersion, subnetGroup } = storageOwner(instance);
    const about = { context, call, engine, engineVersion, instanceClass, subnetGroup, cluster };
    const current = { ...about, current: instance };
    const changes = changedSettings(instanceSettings, input, current, instance);
    requireSettledStorage(instance, changes);
    const newClass =
      input.DBInstanceClass === undefined ? undefined : readClass(input.DBInstanceClass);
    const version = { engine, version: engineVersion };
    context.offers.requireOption(call.location, version, { instanceClass: newClass });
    const atRestart = changes.filter((change) => waitsForRestart(change, input));
    const others = changes.filter((change) => !atRestart.includes(change));
    leaveForRestart(instance, atRestart);
    if (input.ApplyImmediately === true) {
      const { waiting } = instance;
      const now = { name, instanceClass: newClass, changes: others, waiting, wish };
      apply(context, instance, now);
    } else {
      const later = others.filter(({ waits }) => waits);
      apply(context, instance, {
        name: undefined,
        instanceClass: undefined,
        changes: others.filter(({ waits }) => !waits),
        waiting: {},
        wish,
      });
      defer(context, instance, name, newClass, later);
    }
    return { DBInstance: describeInstance(context, instance) };
  },
);

type InstanceChange = Change<InstanceSettings, InstanceKind>;

/** Source: Aurora User Guide, "Viewing DB cluster status", `storage-optimization`. */
function requireSettledStorage(instance: Instance, changes: readonly InstanceChange[]): void {
  if (instance.status !== 'storage-optimization') return;
  if (!changes.some(({ name }) => name === 'storage')) return;
  throw new AwsError(
    'InvalidDBInstanceStateFault',
    `The storage of ${instance.identifier} is being optimized: it can't be changed meanwhile.`,
  );
}

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

function waitsForRestart({ name }: InstanceChange, input: ModifyDBInstanceMessage): boolean {
  return name === 'caCertificate' && input.CertificateRotationRestart === false;
}

function leaveForRestart(instance: Instance, changes: readonly InstanceChange[]): void {
  if (changes.length === 0) return;
  instance.untilRestart = { ...instance.untilRestart, ...valuesOf(changes) };
  instance.pending = { ...instance.pending, ...pendingOf(changes) };
}

/** Applies changes now, and with ApplyImmediately the settings that waited so far. */
function apply(
  context: Context,
  instance: Instance,
  wanted: {
    readonly name: string | undefined;
    readonly instanceClass: string | undefined;
    readonly changes: readonly InstanceChange[];
    readonly waiting: Partial<InstanceSettings>;
    readonly wish: ManagedWish | undefined;
  },
): void {
  const { name, changes, waiting, wish } = wanted;
  const instanceClass =
    wanted.instanceClass === instance.instanceClass ? undefined : wanted.instanceClass;
  const slow = changes.filter(({ setting }) => setting.atOnce !== true);
  setSettings(instance, valuesOf(changes.filter((change) => !slow.includes(change))));
  const values = { ...waiting, ...valuesOf(slow) };
  const takesTime =
    instanceClass !== undefined || wish !== undefined || Object.keys(values).length > 0;
  if (Object.keys(waiting).length > 0) {
    const { DBInstanceIdentifier, DBInstanceClass } = instance.pending;
    instance.waiting = {};
    instance.pending = {
      ...(DBInstanceIdentifier === undefined ? {} : { DBInstanceIdentifier }),
      ...(DBInstanceClass === undefined ? {} : { DBInstanceClass }),
    };
  }
  if (name !== undefined) {
    setSettings(instance, values);
    if (instanceClass !== undefined) instance.instanceClass = instanceClass;
    renameInstance(context, instance, name);
  } else if (takesTime) {
    const itsOwn = changes.length === 1 ? changes[0]?.setting.status : undefined;
    const status = wish === undefined ? itsOwn : 'resetting-master-credentials';
    const pending = pendingOf(slow);
    applyOverTime(context, instance, { instanceClass, values, pending, status, wish });
  }
}

function defer(
  context: Context,
  instance: Instance,
  name: string | undefined,
  instanceClass: string | undefined,
  later: readonly InstanceChange[],
): void {
  if (name === undefined && instanceClass === undefined && later.length === 0) return;
  instance.pending = {
    ...instance.pending,
    ...(name === undefined ? {} : { DBInstanceIdentifier: name }),
    ...(instanceClass === undefined ? {} : { DBInstanceClass: instanceClass }),
    ...pendingOf(later),
  };
  instance.waiting = { ...instance.waiting, ...valuesOf(later) };
  const window = nextWindow(instance.maintenanceWindow, context.clock.now());
  context.clock.at(window, () => applyPending(context, instance), { standing: true });
}

/** In the maintenance window: whatever is pending by then. */
function applyPending(context: Context, instance: Instance): void {
  const { pending, waiting, location } = instance;
  if (instance.status !== 'available') return;
  const { DBInstanceIdentifier: name, DBInstanceClass: instanceClass, ...shown } = pending;
  const isFree = name !== undefined && context.instances.holder(location, name) === undefined;
  instance.pending = {};
  instance.waiting = {};
  if (isFree) {
    setSettings(instance, waiting);
    if (instanceClass !== undefined) instance.instanceClass = instanceClass;
    renameInstance(context, instance, name);
  } else if (instanceClass !== undefined || Object.keys(waiting).length > 0) {
    applyOverTime(context, instance, { instanceClass, values: waiting, pending: shown });
  }
}
