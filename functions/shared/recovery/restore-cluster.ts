import type { Database } from '../domain/database.ts';
import { DatabaseFailed, NameTaken } from '../domain/errors.ts';
import { marks, recoveryTags } from '../domain/ownership.ts';
import { pending } from '../domain/pace.ts';
import type { Progress } from '../domain/progress.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import { databaseReadiness } from '../domain/status.ts';
import { secondsSince } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import { AlreadyExists } from '../ports/conditions.ts';
import type { Databases } from '../ports/databases.ts';
import { findRestored } from './find-restored.ts';

/**
 * Restores the secured snapshot under the temporary name.
 * @param secured the snapshot's ARN, engine and version: the version is pinned to it
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
        'which this recovery did not restore: rename it, then start this run again',
    );
  }
  const database = restored ?? (await restoreOnce(plan, secured, ports.databases));
  if (database?.status === 'available') return { state: 'ready', resourceId: database.resourceId };
  if (database && databaseReadiness(database.status) === 'failed') {
    throw new DatabaseFailed(
      `expected "${database.identifier}" to become available, found it ${database.status}: look at ` +
        'its events in the RDS console, delete it and start the run again',
    );
  }
  const waitingFor = `"${plan.names.temporary}" (${database?.status ?? 'not visible yet'})`;
  const elapsedSeconds = secondsSince(ports.clock, since);
  return pending('RestoreCluster', { elapsedSeconds, waitingFor });
}

/** A drill deletes what it restored, so it takes over nothing that another execution made. */
function isOwn(plan: RecoveryPlan, restored: Database | undefined): restored is Database {
  return restored !== undefined && (plan.mode !== 'drill' || restored.tags[marks.run] === plan.run);
}

async function restoreOnce(
  plan: RecoveryPlan,
  secured: { readonly arn: string; readonly engine: string; readonly engineVersion: string },
  databases: Databases,
): Promise<Database | undefined> {
  try {
    return await databases.restore({
      identifier: plan.names.temporary,
      snapshotArn: secured.arn,
      engine: secured.engine,
      engineVersion: secured.engineVersion,
      keyArn: plan.restoreKeyArn,
      settings: {
        ...plan.settings,
        // What a drill makes it must be able to delete.
        deletionProtection: plan.mode !== 'drill' && plan.settings.deletionProtection === true,
      },
      tags: {
        ...plan.tags,
        ...recoveryTags(plan, 'restored'),
        [marks.captured]: plan.notice.capturedAt,
        ...(plan.live && { [marks.replaces]: plan.live.resourceId }),
      },
    });
  } catch (error) {
    if (error instanceof AlreadyExists) return undefined;
    throw error;
  }
}
