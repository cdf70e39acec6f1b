import type { Database, Member } from '../../shared/rules/database.ts';
import type { Databases } from '../../shared/ports/databases.ts';

/** The members of the database that gives way, and of what this recovery has restored, in one call. */
export async function findMembers(
  {
    old,
    restored,
  }: { readonly old: Database | undefined; readonly restored: Database | undefined },
  databases: Databases,
): Promise<{ readonly followed: readonly Member[]; readonly restored: readonly Member[] }> {
  const asked = [old, restored].filter((one) => one !== undefined);
  const all = asked.length === 0 ? [] : await databases.members(...asked);
  const of = (database: Database | undefined): readonly Member[] =>
    all.filter(({ databaseIdentifier }) => databaseIdentifier === database?.identifier);
  return { followed: of(old), restored: of(restored) };
}
