import type { Database } from '../../shared/rules/database.ts';
import { tagKeys } from '../../shared/rules/tags.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import { isOfStack } from '../rules/safety.ts';
import type { NameHolders } from './find-restored.ts';

/**
 * The resource id of the database that was live before what a run restored: where a swap is through, or was
 * stopped in its middle, be it one for another capture.
 */
export function replacedId(
  settings: { readonly stack: string },
  { live, temporary, restored }: NameHolders,
  successor: Database | undefined,
): string | undefined {
  const left = !live && temporary && isOfStack(settings, temporary) ? temporary : undefined;
  const marked = successor ?? restored ?? left;
  return marked?.tags[tagKeys.replaces];
}

/** In the middle of a swap no database is live, or the restored one is: who was before is on its mark. */
export async function findReplaced(
  resourceId: string | undefined,
  databases: Databases,
): Promise<Database | undefined> {
  return resourceId === undefined ? undefined : (await databases.byResourceId(resourceId))[0];
}
