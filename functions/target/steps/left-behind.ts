import { tagKeys } from '../../shared/rules/tags.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import type { Snapshots } from '../../shared/ports/snapshots.ts';
import type { Database } from '../../shared/rules/database.ts';
import { abilityOf } from '../rules/ability.ts';
import type { Sighting } from '../rules/ability.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { isRestored } from '../rules/safety.ts';
import { sight } from './sight.ts';

/**
 * What a failed recovery leaves, by looking; the live name first.
 * @param exposedUntil when the restored database had lost the live name again, ISO 8601
 */
export async function leftByRecovery(
  plan: RecoveryPlan,
  exposedUntil: string | undefined,
  ports: { readonly databases: Databases; readonly snapshots: Snapshots },
): Promise<string[]> {
  const { names } = plan;
  const left: string[] = [];
  const [live] = await sight(ports.databases, await ports.databases.byName(names.live));
  left.push(liveLine(plan, live));
  for (const name of [names.temporary, names.retired]) {
    const database = await ports.databases.byName(name);
    if (!database) continue;
    left.push(
      `database "${name}" (${database.status}), ${database.resourceId}${passing(plan, database)}`,
    );
    const exposure = exposureOf(plan, database, exposedUntil);
    if (exposure !== undefined) left.push(exposure);
  }
  const secured = await ports.snapshots.find(names.secured);
  if (secured) left.push(`snapshot "${names.secured}" (${secured.status})`);
  const final = await ports.snapshots.find(names.final);
  const outgoing = plan.live?.resourceId ?? plan.replaced;
  if (final && outgoing !== undefined && final.databaseResourceId === outgoing) {
    left.push(`final snapshot of the old database, "${names.final}" (${final.status})`);
  }
  return left;
}

function liveLine(plan: RecoveryPlan, seen: Sighting | undefined): string {
  const { names } = plan;
  if (!seen) {
    return plan.live
      ? `NOBODY answers to the live name "${names.live}": see "RollBack" in the operating guide`
      : `nobody answers to the live name "${names.live}", as before the run`;
  }
  const live = seen.database;
  const restored = isRestored(plan, live);
  const who =
    live.resourceId === plan.live?.resourceId
      ? 'the old database'
      : restored
        ? 'the restored database'
        : 'another database';
  const headless = abilityOf(seen) === 'unable' ? ': NOBODY answers' : '';
  const state = abilityOf(seen) === 'able' ? 'answers' : `is ${live.status}${headless}`;
  const since = restored ? live.tags[tagKeys.wentLive] : undefined;
  const written = since === undefined ? '' : ` and can have been written to since ${since}`;
  return (
    `the live name "${names.live}" is held by ${who}, ${live.resourceId}, which ${state}${written}` +
    passing(plan, live)
  );
}

/** A rename under way goes on without the run: whom the report names by the former name has another soon. */
function passing(plan: RecoveryPlan, database: Database): string {
  if (database.status !== 'renaming') return '';
  const { names } = plan;
  const next =
    database.identifier !== names.live
      ? names.live
      : isRestored(plan, database)
        ? names.temporary
        : names.retired;
  const nobody = next === names.live ? '' : `, and then NOBODY answers to "${names.live}"`;
  return `: the rename ends, as far as the run knows, with the name "${next}"${nobody}; look again`;
}

/** What was written to a restored database while it had the live name is nowhere else. */
function exposureOf(
  plan: RecoveryPlan,
  database: Database,
  until: string | undefined,
): string | undefined {
  const since = isRestored(plan, database) ? database.tags[tagKeys.wentLive] : undefined;
  if (since === undefined) return undefined;
  return (
    `"${database.identifier}" could be written to under the live name from ${since} until ` +
    `${until ?? 'the rollback'}: what was written then is in it alone. Keep it, or take a snapshot of ` +
    'it, until somebody has compared the two'
  );
}
