import type { Database } from '../../shared/rules/database.ts';
import { DatabaseNotFound } from '../../shared/rules/errors.ts';
import type { Databases } from '../../shared/ports/databases.ts';

/** @throws DatabaseNotFound when no database of that identity exists any more */
export async function requireDatabase(
  databases: Databases,
  resourceId: string,
  role: string,
): Promise<Database> {
  const [database] = await databases.byResourceId(resourceId);
  if (database) return database;
  throw new DatabaseNotFound(
    `expected ${role}, ${resourceId}, found nothing of that identity: somebody deleted it; start ` +
      'the run again',
  );
}
