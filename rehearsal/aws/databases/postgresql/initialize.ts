import { run } from '../command.ts';
import { internalUser } from '../server-files.ts';
import type { ServerUser } from '../command.ts';
import type { PostgresqlBinaries } from './binaries.ts';

/** Count on when `initialize` makes other directories than before: cached ones are no good then. */
export const templateFormat = 1;

/** Makes a data directory without secrets, with the internal user alone. */
export async function initialize(
  binaries: PostgresqlBinaries,
  directory: string,
  user: ServerUser | undefined,
): Promise<void> {
  const options = [
    `--pgdata=${directory}`,
    `--username=${internalUser}`,
    // Who may connect is decided by the engine's own file, which isn't part of a volume.
    '--auth=reject',
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
    '--no-instructions',
    // Small segments keep dumps small.
    '--wal-segsize=1',
  ];
  await run(binaries.initdb, options, { user, cwd: directory });
}
