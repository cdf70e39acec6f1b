import { NameTaken } from '../../shared/rules/errors.ts';
import { finalIdentifiers } from '../../shared/rules/identifier.ts';
import type { Snapshot, Snapshots } from '../../shared/ports/snapshots.ts';

/**
 * A free name for a database's final snapshot. One that is there was taken before the database's last
 * writes, whoever took it: the end needs another.
 * @throws NameTaken
 */
export async function freeFinalName(resourceId: string, snapshots: Snapshots): Promise<string> {
  const names = finalIdentifiers(resourceId);
  for (const name of names) {
    if ((await snapshots.find(name)) === undefined) return name;
  }
  throw new NameTaken(
    `expected one of the names ${names[0]} to ${names.at(-1)} to be free, found a snapshot under each: ` +
      'nothing more was deleted; copy one to another name and delete it, then start the run again',
  );
}

/** What is left of a database that is gone: its last final snapshot, by what it was taken of. */
export async function findFinal(
  resourceId: string,
  snapshots: Snapshots,
): Promise<Snapshot | undefined> {
  const names = finalIdentifiers(resourceId);
  const found = await snapshots.ofResource(resourceId);
  return found
    .filter(
      ({ identifier, databaseResourceId }) =>
        names.includes(identifier) && databaseResourceId === resourceId,
    )
    .toSorted((one, other) => names.indexOf(other.identifier) - names.indexOf(one.identifier))[0];
}
