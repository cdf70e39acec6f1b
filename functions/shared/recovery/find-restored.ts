import type { Database } from '../domain/database.ts';
import { isPart } from '../domain/ownership.ts';
import type { Databases } from '../ports/databases.ts';

/** What stands under the two names of a swap, and which of them this recovery restored. */
export interface Standing {
  readonly live: Database | undefined;
  readonly temporary: Database | undefined;
  /** Under its temporary name or, once swapped, under the live one. */
  readonly restored: Database | undefined;
}

export async function findRestored(
  recovery: {
    readonly stack: string;
    readonly snapshot: string;
    readonly names: { readonly live: string; readonly temporary: string };
  },
  databases: Databases,
): Promise<Standing> {
  const { names } = recovery;
  const found = await databases.byNames(names.live, names.temporary);
  const live = found.find(({ identifier }) => identifier === names.live);
  const temporary = found.find(({ identifier }) => identifier === names.temporary);
  const restored = [temporary, live].find(
    (database) => database && isPart(database.tags, { ...recovery, part: 'restored' }),
  );
  return { live, temporary, restored };
}
