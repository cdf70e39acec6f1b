import { chmod, stat } from 'node:fs/promises';
import path from 'node:path';

import { run } from './command.ts';
import type { ServerUser } from './command.ts';

/** Nobody to run a database server as. */
export class NoServerUser extends Error {
  override readonly name = 'NoServerUser';
}

/** A directory that the servers' user can't get at. */
export class DirectoryUnreachable extends Error {
  override readonly name = 'DirectoryUnreachable';
}

/**
 * Whom to run servers as: database servers refuse to run as root.
 * @param names the users to try, in this order
 * @returns undefined where this process isn't root, and servers can run as its own user
 * @throws NoServerUser when this process is root and none of the users exists
 */
export async function findServerUser(names: readonly string[]): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of names) {
    try {
      const uid = Number(await run('id', ['-u', name]));
      const gid = Number(await run('id', ['-g', name]));
      return { uid, gid };
    } catch {
      // No such user: the next one may exist.
    }
  }
  throw new NoServerUser(
    `database servers refuse to run as root, and of the users ${names.join(', ')} none exists; ` +
      'create one of them, or run this as another user than root',
  );
}

/**
 * Whether `user` may pass through every directory above `location` and read it, going by owner,
 * group and mode bits.
 */
export async function canReach(user: ServerUser | undefined, location: string): Promise<boolean> {
  if (user === undefined) return true;
  for (let current = path.resolve(location); ; current = path.dirname(current)) {
    const { mode, uid, gid } = await stat(current);
    const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
    const wanted = current === path.resolve(location) ? 0o5 : 0o1;
    if (((mode >> shift) & wanted) !== wanted) return false;
    if (current === path.dirname(current)) return true;
  }
}

/**
 * Lets `user` pass through `directory`, which is the caller's own to open.
 * @throws DirectoryUnreachable when a directory above it is closed to `user`
 */
export async function openTo(user: ServerUser | undefined, directory: string): Promise<void> {
  if (user === undefined) return;
  const { mode } = await stat(directory);
  await chmod(directory, (mode & 0o777) | 0o055);
  if (await canReach(user, directory)) return;
  throw new DirectoryUnreachable(
    `the database servers run as user ${user.uid}, who can't get to ${directory}: ` +
      'a directory above it is closed to others; choose a place such as one below the temporary directory',
  );
}
