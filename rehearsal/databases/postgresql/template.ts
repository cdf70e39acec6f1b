import { access, chmod, chown, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { run } from '../command.ts';
import { copyTree } from '../copy-tree.ts';
import type { ServerUser } from '../server-user.ts';
import type { PostgresqlBinaries } from './binaries.ts';

/** The superuser that RDS keeps for itself on every server, and so does the stage. */
export const INTERNAL_USER = 'rdsadmin';

/** What a template is made with; a change of it makes templates in caches another kind. */
const INITDB = [
  `--username=${INTERNAL_USER}`,
  // Who may connect is decided by the engine's own file, which isn't part of a volume.
  '--auth=reject',
  '--encoding=UTF8',
  '--no-locale',
  '--no-sync',
  '--no-instructions',
  // Small segments keep dumps small.
  '--wal-segsize=1',
] as const;

/**
 * An initialized data directory, without secrets, to clone volumes from.
 * @param work where it is made, reachable for `user`
 * @param cache an existing directory, where it is kept from run to run
 */
export async function preparedTemplate(
  binaries: PostgresqlBinaries,
  user: ServerUser | undefined,
  work: string,
  cache: string,
): Promise<string> {
  const owner = user?.uid ?? process.getuid?.() ?? 0;
  const kind = `${binaries.version}-${process.platform}-${process.arch}-uid${owner}-1`;
  const template = path.join(cache, `postgresql-template-${kind}`);
  if (await exists(template)) return template;
  const id = `${process.pid}-${process.hrtime.bigint()}`;
  const made = path.join(work, `template.${id}`);
  await makeOwned(made, user);
  await run(binaries.initdb, [...INITDB, `--pgdata=${made}`], { user, cwd: made });
  // The cache may lie on another file system: it is renamed from beside its place.
  const partial = `${template}.${id}`;
  await rename(made, partial).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') throw error;
    await copyTree(made, partial);
    await rm(made, { recursive: true });
  });
  try {
    await rename(partial, template);
  } catch (error) {
    // Another engine was faster: its template is as good.
    await rm(partial, { recursive: true });
    if (!(await exists(template))) throw error;
  }
  return template;
}

/** Makes an empty directory that belongs to `user`, and is closed to others. */
export async function makeOwned(directory: string, user: ServerUser | undefined): Promise<void> {
  await mkdir(directory, { mode: 0o700 });
  await chmod(directory, 0o700);
  if (user !== undefined) await chown(directory, user.uid, user.gid);
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
