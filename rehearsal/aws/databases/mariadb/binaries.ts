import { access, constants } from 'node:fs/promises';
import path from 'node:path';

import { run } from '../command.ts';

/** The programs of MariaDB as installed on this machine. */
export interface MariaDbBinaries {
  readonly mariadbd: string;
  readonly installDb: string;
  /** Such as `10.11.19`: its own version, not the one that its servers give out. */
  readonly version: string;
}

/** Where packages put servers that are not on everybody's path. */
const usualPlaces = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/libexec',
  '/opt/homebrew/bin',
  '/usr/local/bin',
];

/**
 * Finds MariaDB on the path and in the usual places.
 * @returns undefined where it isn't installed; Debian's package is `mariadb-server`
 */
export async function findMariaDb(): Promise<MariaDbBinaries | undefined> {
  const mariadbd = await findProgram('mariadbd');
  const installDb = await findProgram('mariadb-install-db');
  if (mariadbd === undefined || installDb === undefined) return undefined;
  const answer = await run(mariadbd, ['--no-defaults', '--version']);
  const version = /Ver (\d+\.\d+\.\d+)-MariaDB/.exec(answer)?.[1];
  return version === undefined ? undefined : { mariadbd, installDb, version };
}

async function findProgram(name: string): Promise<string | undefined> {
  const places = [...(process.env['PATH'] ?? '').split(path.delimiter), ...usualPlaces];
  for (const place of places.filter((directory) => path.isAbsolute(directory))) {
    const file = path.join(place, name);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return undefined;
}
