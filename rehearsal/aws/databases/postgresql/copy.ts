import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Client } from 'pg';

import { pack } from '../archive.ts';

/** What a server makes anew when it starts, and what ties a copy to the running servers. */
const leftBehind = [
  './postmaster.pid',
  './postmaster.opts',
  // Whom a server follows, and who follows it.
  './postgresql.auto.conf',
  './pg_dynshmem/*',
  './pg_notify/*',
  './pg_replslot/*',
  './pg_serial/*',
  './pg_snapshots/*',
  './pg_stat_tmp/*',
  './pg_subtrans/*',
].map((pattern) => `--exclude=${pattern}`);

/** Copies a data directory that no server runs on. */
export function coldCopy(directory: string): AsyncGenerator<Buffer> {
  return pack([...leftBehind, '-C', directory, '.']);
}

/**
 * Copies a data directory while its server writes: the files as they are found, and after them the
 * log since before the first of them, which makes them one moment's when the copy is started.
 * The moment is the end of the copy.
 * (PostgreSQL documentation, "Making a Base Backup Using the Low Level API".)
 * @param connect a superuser's connection to the server
 * @param scratch where a small file may lie for a moment
 */
export async function* hotCopy(
  directory: string,
  connect: () => Promise<Client>,
  scratch: string,
): AsyncGenerator<Buffer> {
  const admin = await connect();
  const labels = await mkdtemp(path.join(scratch, 'label-'));
  try {
    // The slot ends with the connection; until then no log is removed that the copy needs.
    await admin.query(
      "SELECT pg_create_physical_replication_slot('copy_' || pg_backend_pid(), true, true)",
    );
    await admin.query("SELECT pg_backup_start('dump', true)");
    yield* pack([...leftBehind, '--exclude=./pg_wal/*', '-C', directory, '.']);
    const { rows } = await admin.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(false)',
    );
    await writeFile(path.join(labels, 'backup_label'), rows[0]?.labelfile ?? '', { mode: 0o600 });
    yield* pack(['-C', directory, './pg_wal', '-C', labels, './backup_label']);
  } finally {
    await admin.end();
    await rm(labels, { recursive: true, force: true });
  }
}
