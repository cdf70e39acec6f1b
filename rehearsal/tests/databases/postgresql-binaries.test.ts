import { access, constants, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { complete, findPostgresql } from '../../aws/databases/postgresql/binaries.ts';

/** Root writes where others can't: what is refused to the others can't be shown to it. */
const isRoot = process.getuid?.() === 0;

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'package-'));
  await mkdir(path.join(home, 'native/bin'), { recursive: true });
  await mkdir(path.join(home, 'native/lib'));
  await writeFile(path.join(home, 'native/lib/libpq.so.5.18'), 'the library');
  for (const program of ['initdb', 'postgres']) {
    await writeFile(path.join(home, 'native/bin', program), '', { mode: 0o644 });
  }
  const link = { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' };
  await writeFile(path.join(home, 'native/pg-symlinks.json'), JSON.stringify([link]));
});
afterEach(async () => {
  await rm(home, { recursive: true });
});

describe('a PostgreSQL package installed without its script', () => {
  it('a PostgreSQL package without links and the right to run gets both', async () => {
    expect(await complete(home)).toBe(true);
    expect(await readFile(path.join(home, 'native/lib/libpq.so.5'), 'utf8')).toBe('the library');
    await access(path.join(home, 'native/bin/postgres'), constants.X_OK);
  });

  it('a complete PostgreSQL package is left unchanged', async () => {
    await complete(home);
    expect(await complete(home)).toBe(true);
  });
});

describe('the installed PostgreSQL package', () => {
  it.each(isRoot ? ['another user', 'this user'] : ['this user'])('runs for %s', async (whom) => {
    // A user that may do no more than everybody may.
    const user = whom === 'another user' ? { uid: 65_534, gid: 65_534 } : undefined;
    const { postgres, initdb, version } = await findPostgresql(user, home);
    expect(version).toMatch(/^\d+\.\d+$/);
    await access(postgres, constants.X_OK);
    await access(initdb, constants.X_OK);
  });
});
