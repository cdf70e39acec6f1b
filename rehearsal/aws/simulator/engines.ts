import { chmod } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseEngine } from '../contracts.ts';
import { createAuthority } from '../databases/certificates.ts';
import type { ServerEngine } from '../databases/engine.ts';
import { createMariaDb } from '../databases/mariadb.ts';
import { findMariaDb } from '../databases/mariadb/binaries.ts';
import { createPostgresql } from '../databases/postgresql.ts';

/** `--engine aurora-mysql` needs a server that this machine doesn't have. */
export class EngineMissing extends Error {
  override readonly name = 'EngineMissing';
}

/**
 * The real servers of one family. Each has a certificate for the names of its own database, as at RDS.
 * @throws EngineMissing where MariaDB isn't installed
 */
export async function openEngine(
  family: DatabaseEngine['family'],
  options: {
    readonly directory: string;
    readonly cacheDirectory: string;
  },
): Promise<ServerEngine> {
  // The servers run as another user where this process is root: they have to get through.
  await chmod(options.directory, 0o711);
  // Called as RDS's own: functions trust no other for a database.
  const authority = await createAuthority(
    'Amazon RDS rehearsal Root CA ECC256 G1',
    'Amazon Web Services, Inc.',
  );
  const settings = {
    directory: path.join(options.directory, family),
    cacheDirectory: options.cacheDirectory,
    authority,
  };
  if (family === 'postgresql') return createPostgresql(settings);
  const binaries = await findMariaDb();
  if (binaries) return createMariaDb(binaries, settings);
  throw new EngineMissing(
    'MySQL engines are rehearsed on MariaDB, which is not installed here: install mariadb-server ' +
      '(Debian, Ubuntu) or mariadb (Homebrew)',
  );
}
