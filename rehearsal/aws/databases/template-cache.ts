import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { copyTree } from './copy-tree.ts';
import { makeOwned } from './owned-directory.ts';
import type { ServerUser } from './command.ts';

/** Where templates are made and kept. */
export interface TemplatePlaces {
  /** Reachable for the servers' user. */
  readonly work: string;
  /** Kept from run to run. */
  readonly cache: string;
}

/**
 * An initialized data directory to clone volumes from: the cached one, or a new one that `fill` makes.
 * It appears under its name once it is whole, so that engines may share a cache.
 * @param kind what tells templates that can't stand in for one another apart
 * @param fill initializes an empty directory that belongs to `user`
 */
export async function preparedTemplate(
  kind: string,
  { work, cache }: TemplatePlaces,
  user: ServerUser | undefined,
  fill: (directory: string) => Promise<void>,
): Promise<string> {
  const owner = user?.uid ?? process.getuid?.() ?? 0;
  const name = `template-${kind}-${process.platform}-${process.arch}-uid${owner}`;
  const template = path.join(cache, name);
  if (await exists(template)) return template;
  const id = `${process.pid}-${process.hrtime.bigint()}`;
  const made = path.join(work, `${name}.${id}`);
  await makeOwned(made, user);
  await fill(made);
  await mkdir(cache, { recursive: true });
  const partial = `${template}.${id}`;
  await rename(made, partial).catch(async (error: NodeJS.ErrnoException) => {
    // Another file system: copied beside its place first.
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

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
