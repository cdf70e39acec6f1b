import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { ServerUser } from './command.ts';

/** Makes an empty directory that belongs to `user`, and is closed to others. */
export async function makeOwned(directory: string, user: ServerUser | undefined): Promise<void> {
  await mkdir(directory, { mode: 0o700 });
  await chmod(directory, 0o700);
  if (user !== undefined) await chown(directory, user.uid, user.gid);
}

/**
 * Writes a file that only `user` can read.
 * @returns its path
 */
export async function writeOwned(
  directory: string,
  name: string,
  content: string,
  user: ServerUser | undefined,
): Promise<string> {
  const file = path.join(directory, name);
  await writeFile(file, content, { mode: 0o600 });
  if (user !== undefined) await chown(file, user.uid, user.gid);
  return file;
}
