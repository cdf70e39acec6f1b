import type { Database } from '../../shared/rules/database.ts';
import { DatabaseUnsupported } from '../../shared/rules/errors.ts';
import { describeUnknownKinds } from '../../shared/rules/foreign-kinds.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { describeTies, everyTie, holdingTies, keptFor, refusalOfRename } from '../rules/ties.ts';
import type { TiedNames } from '../rules/ties.ts';
import type { Ties } from '../ports/ties.ts';

/** What a plan tells that speaks of names. */
type Named = Pick<RecoveryPlan, 'kind'> & {
  readonly place: Pick<RecoveryPlan['place'], 'region'>;
  readonly names: Pick<RecoveryPlan['names'], 'live'>;
};

/**
 * What the database that gives way is tied to, a sentence each for the report.
 * @param seen.toRename whether this run is to rename it
 * @throws DatabaseUnsupported where AWS won't rename it
 */
export async function lookAtTies(
  plan: Named,
  seen: { readonly old: Database | undefined; readonly toRename: boolean },
  ties: Ties,
): Promise<readonly string[]> {
  const { old, toRename } = seen;
  if (!old) return [];
  const names = namesOf(plan, old);
  const tied = await ties.of(old, everyTie);
  const refusal = toRename ? refusalOfRename(tied, names) : undefined;
  if (refusal !== undefined) throw new DatabaseUnsupported(refusal);
  return [...describeUnknownKinds(old), ...describeTies(tied, names)];
}

/** Why what the old database is tied to now keeps it from being deleted; undefined where nothing does. */
export async function hindranceOf(
  plan: Named,
  old: Database,
  ties: Ties,
): Promise<string | undefined> {
  return keptFor(await ties.of(old, holdingTies), namesOf(plan, old));
}

function namesOf(plan: Named, old: Database): TiedNames {
  return { kind: plan.kind, region: plan.place.region, live: plan.names.live, old };
}
