import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';

import type { Connection, RowDataPacket } from 'mysql2/promise';

import { pack } from '../archive.ts';
import { copyTree } from '../copy-tree.ts';

/** The server never came to rest while its files were copied. */
export class CopyUnsettled extends Error {
  override readonly name = 'CopyUnsettled';
}

const leftBehind = ['./server.pid', './ibtmp1', './ib_buffer_pool', './*.sock'].map(
  (pattern) => `--exclude=${pattern}`,
);
const attempts = 20;

/** Grows with everything that InnoDB writes to any file. */
const writes = ['Innodb_data_writes', 'Innodb_data_written', 'Innodb_lsn_current'] as const;

/** Copies a data directory that no server runs on. */
export function coldCopy(directory: string): AsyncGenerator<Buffer> {
  return pack([...leftBehind, '-C', directory, '.']);
}

/**
 * Copies a data directory while its server is used: writers wait while the files are copied aside.
 * The lock keeps statements from writing, but not InnoDB from writing pages back in the background;
 * so the copy counts only if not one write went out meanwhile. Then it is what a power cut would have
 * left, and the server recovers from that when it starts on it.
 * @param connect a session that may lock and see everything
 * @param scratch where the copy may lie for a moment
 * @throws CopyUnsettled
 */
export async function* hotCopy(
  directory: string,
  connect: () => Promise<Connection>,
  scratch: string,
): AsyncGenerator<Buffer> {
  const aside = await mkdtemp(path.join(scratch, 'copy-'));
  const copy = path.join(aside, 'volume');
  try {
    const session = await connect();
    try {
      await session.query('FLUSH TABLES WITH READ LOCK');
      await copyAtRest(session, directory, copy);
    } finally {
      // The lock ends with the session.
      await session.end();
    }
    yield* coldCopy(copy);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function copyAtRest(session: Connection, directory: string, copy: string): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const before = await writesSoFar(session);
    await copyTree(directory, copy);
    if ((await writesSoFar(session)) === before) return;
    await rm(copy, { recursive: true, force: true });
  }
  throw new CopyUnsettled(
    `${directory} was written to during each of ${attempts} copies, though tables are locked; ` +
      'a long transaction or purge may be under way: try again later',
  );
}

async function writesSoFar(session: Connection): Promise<string> {
  const [rows] = await session.query<RowDataPacket[]>(
    'SHOW GLOBAL STATUS WHERE Variable_name IN (?)',
    [writes],
  );
  if (rows.length !== writes.length) {
    throw new CopyUnsettled(
      `this server doesn't count what it writes: of ${writes.join(', ')} it gives ${rows.length}`,
    );
  }
  return JSON.stringify(rows);
}
