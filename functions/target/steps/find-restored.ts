import type { Database } from '../../shared/rules/database.ts';
import { isRestored } from '../rules/safety.ts';
import type { Databases } from '../../shared/ports/databases.ts';

/** Who holds the two names of a swap, and which of them this recovery restored. */
export interface NameHolders {
  readonly live: Database | undefined;
  readonly temporary: Database | undefined;
  /** Under its temporary name, not live yet. */
  readonly restored: Database | undefined;
  /** The live one, where this recovery restored it. */
  readonly successor: Database | undefined;
}

export async function findRestored(
  recovery: {
    readonly stack: string;
    readonly snapshot: string;
    readonly names: { readonly live: string; readonly temporary: string };
  },
  databases: Databases,
): Promise<NameHolders> {
  const { names } = recovery;
  const found = await databases.byNames(names.live, names.temporary);
  const live = found.find(({ identifier }) => identifier === names.live);
  const temporary = found.find(({ identifier }) => identifier === names.temporary);
  return {
    live,
    temporary,
    restored: temporary && isRestored(recovery, temporary) ? temporary : undefined,
    successor: live && isRestored(recovery, live) ? live : undefined,
  };
}
