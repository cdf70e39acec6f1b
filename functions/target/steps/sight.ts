import type { Sighting } from '../rules/ability.ts';
import type { Database } from '../../shared/rules/database.ts';
import type { Databases } from '../../shared/ports/databases.ts';

/** Databases with their instances, in one call more: in the order asked for, undefined for undefined. */
export async function sight(
  databases: Databases,
  ...asked: readonly (Database | undefined)[]
): Promise<readonly (Sighting | undefined)[]> {
  const there = asked.filter((database) => database !== undefined);
  const members = there.length > 0 ? await databases.members(...there) : [];
  return asked.map(
    (database) =>
      database && {
        database,
        members: members.filter((one) => one.databaseIdentifier === database.identifier),
      },
  );
}
