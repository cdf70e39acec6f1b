import type { Database } from '../../shared/rules/database.ts';
import { DatabaseFailed, NameTaken } from '../../shared/rules/errors.ts';
import { tagKeys } from '../../shared/rules/tags.ts';
import { recoveryTags } from '../rules/recovery-tags.ts';
import { pending } from '../../shared/rules/polling-schedule.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { isForbidden, meaningOf } from '../../shared/rules/status.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { AlreadyExists, Refused } from '../../shared/ports/aws-errors.ts';
import { isLater } from '../../shared/ports/later.ts';
import type { Databases, RestoreRequest } from '../../shared/ports/databases.ts';
import { essentialSettings } from '../rules/settings.ts';
import { findRestored } from './find-restored.ts';

/**
 * Restores the secured snapshot under the temporary name.
 * @param secured the snapshot's ARN, engine and version: the version is pinned to it, or the plan's
 * @throws DatabaseFailed, NameTaken, Refused, StepOverdue
 */
export async function restoreCluster(
  plan: RecoveryPlan,
  secured: { readonly arn: string; readonly engine: string; readonly engineVersion: string },
  since: string,
  ports: { readonly databases: Databases; readonly clock: Clock },
): Promise<Progress<{ resourceId: string }>> {
  const { restored, temporary, successor } = await findRestored(plan, ports.databases);
  if (plan.mode === 'swap' && successor) {
    throw new NameTaken(
      `expected to restore "${plan.names.temporary}", found that another run of this recovery has put ` +
        `${successor.resourceId} under the live name meanwhile: nothing was made; start this run again, ` +
        'and it looks after that one',
    );
  }
  if (temporary && !isOwn(plan, restored)) {
    throw new NameTaken(
      `expected nobody under the temporary name "${plan.names.temporary}", found ${temporary.arn}, ` +
        'which this execution did not restore: rename it, or start the run again where it is left over',
    );
  }
  const made = restored ?? (await restoreOnce(plan, secured, ports.databases));
  const database = typeof made === 'string' ? undefined : made;
  const putOff = typeof made === 'string' ? made : undefined;
  if (database && canGoOn(database)) return { state: 'ready', resourceId: database.resourceId };
  if (database && meaningOf(database) === 'failed') {
    throw new DatabaseFailed(
      `expected "${database.identifier}" to become available, found it ${database.status}: look at ` +
        'its events in the RDS console, and start the run again: it restores anew',
    );
  }
  const waitingFor = `"${plan.names.temporary}" (${database?.status ?? putOff})`;
  const elapsedSeconds = secondsSince(ports.clock, since);
  return pending('RestoreCluster', { elapsedSeconds, waitingFor });
}

/** An instance answers in more statuses than `available`; a cluster has to take instances. */
function canGoOn(database: Database): boolean {
  if (database.kind === 'cluster' && isForbidden(database, 'addMember')) return false;
  return meaningOf(database) === 'usable';
}

/** A drill deletes what it restored, so it takes over nothing that another execution made. */
function isOwn(plan: RecoveryPlan, restored: Database | undefined): restored is Database {
  return (
    restored !== undefined && (plan.mode !== 'drill' || restored.tags[tagKeys.run] === plan.run)
  );
}

/** @returns the database, or why there is none yet */
async function restoreOnce(
  plan: RecoveryPlan,
  secured: { readonly arn: string; readonly engine: string; readonly engineVersion: string },
  databases: Databases,
): Promise<Database | string> {
  try {
    return await restoreWithout(databases, {
      identifier: plan.names.temporary,
      snapshotArn: secured.arn,
      engine: secured.engine,
      engineVersion: plan.engineVersion ?? secured.engineVersion,
      keyArn: plan.restoreKeyArn,
      settings: {
        ...plan.settings,
        ...plan.quiet,
        // A left-over must be able to go: SwapNames protects what is live.
        deletionProtection: plan.mode === 'standby' && plan.settings.deletionProtection === true,
      },
      tags: {
        ...plan.tags,
        ...recoveryTags(plan, 'restored'),
        [tagKeys.captured]: plan.notice.capturedAt,
        ...(plan.live && { [tagKeys.replaces]: plan.live.resourceId }),
      },
    });
  } catch (error) {
    if (error instanceof AlreadyExists) return 'not visible yet';
    if (isLater(error)) return `put off by AWS: ${error.message}`;
    throw error;
  }
}

/**
 * A setting that AWS refuses keeps nobody from his data: where it isn't an essential one the database is
 * restored without, AddInstances tries again, and the report says what is missing.
 */
async function restoreWithout(databases: Databases, request: RestoreRequest): Promise<Database> {
  try {
    return await databases.restore(request);
  } catch (error) {
    const settings = essentialSettings(request.settings);
    const isLess = Object.keys(settings).length < Object.keys(request.settings).length;
    if (!(error instanceof Refused) || !isLess) throw error;
    return await databases.restore({ ...request, settings });
  }
}
