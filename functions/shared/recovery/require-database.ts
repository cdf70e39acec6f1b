import type { Database } from '../domain/database.ts';
import { DatabaseNotFound } from '../domain/errors.ts';
import type { Databases } from '../ports/databases.ts';

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
