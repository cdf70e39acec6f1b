import { run } from '../command.ts';
import { internalUser } from '../server-files.ts';
import type { ServerUser } from '../command.ts';
import type { MariaDbBinaries } from './binaries.ts';
import { bootstrapArguments, storageArguments } from './settings.ts';

/** Count on when `initialize` makes other directories than before: cached ones are no good then. */
export const templateFormat = 1;

/** Makes a data directory without secrets, with the internal user alone. */
export async function initialize(
  binaries: MariaDbBinaries,
  directory: string,
  user: ServerUser | undefined,
): Promise<void> {
  const options = [
    ...storageArguments(directory),
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
  ];
  await run(binaries.installDb, options, { user, cwd: directory });
  const statements = [
    'FLUSH PRIVILEGES;',
    `CREATE USER '${internalUser}'@'%' REQUIRE SUBJECT '/CN=${internalUser}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${internalUser}'@'%' WITH GRANT OPTION;`,
    // Users that come without a password.
    "DELETE FROM mysql.global_priv WHERE User IN ('root', '');",
    '',
  ];
  const input = statements.join('\n');
  await run(binaries.mariadbd, bootstrapArguments(directory), { user, cwd: directory, input });
}
