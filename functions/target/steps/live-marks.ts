import type { Database } from '../../shared/rules/database.ts';
import { DatabaseNotReady } from '../../shared/rules/errors.ts';
import { countTags, mostTags, tagKeys } from '../../shared/rules/tags.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Databases } from '../../shared/ports/databases.ts';

/**
 * From now on it may be written to under the live name, whatever becomes of the rename's answer: who
 * wants to delete it later has to know.
 */
export async function markAsGoingLive(
  plan: RecoveryPlan,
  restored: Database,
  ports: { readonly databases: Databases; readonly clock: Clock },
): Promise<void> {
  const tags = liveMarks(plan, restored, ports);
  const isMarked = Object.entries(tags).every(([key, value]) => restored.tags[key] === value);
  if (!isMarked) await ports.databases.tag(restored.arn, tags);
}

function liveMarks(
  plan: RecoveryPlan,
  restored: Database,
  { clock }: { readonly clock: Clock },
): Database['tags'] {
  return {
    [tagKeys.wentLive]: restored.tags[tagKeys.wentLive] ?? new Date(clock.now()).toISOString(),
    ...(plan.hold !== undefined && { [tagKeys.hold]: plan.hold }),
    ...(plan.live && { [tagKeys.replaces]: plan.live.resourceId }),
  };
}

/** Whoever tagged it since it was restored may have left no room: to be known before a name is gone. */
export function requireRoomForMarks(
  plan: RecoveryPlan,
  restored: Database,
  ports: { readonly clock: Clock },
): void {
  const wanted = countTags({ ...restored.tags, ...liveMarks(plan, restored, ports) });
  if (wanted <= mostTags) return;
  throw new DatabaseNotReady(
    `expected room for the marks of a live database on "${restored.identifier}", found that it would ` +
      `have ${wanted} tags, and AWS takes ${mostTags}: no name was changed; remove ${wanted - mostTags} ` +
      `of your own, then start the run again: aws rds remove-tags-from-resource --resource-name ` +
      `${restored.arn} --tag-keys …`,
  );
}
