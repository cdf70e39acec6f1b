import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { createAuthority } from './certificates.ts';
import { ServerEngine } from './engine.ts';
import type { EngineOptions } from './engine-options.ts';
import { writeServerFiles } from './server-files.ts';
import type { DoorIdentity, InternalIdentity, ServerFiles } from './server-files.ts';
import type { ServerSoftware } from './server-software.ts';
import type { ServerUser } from './command.ts';
import { findServerUser, openTo } from './server-user.ts';

/** What the software of an engine is given to work with. */
export interface EngineSetup {
  readonly user: ServerUser | undefined;
  /** For passing things; reachable for `user`. */
  readonly work: string;
  /** Kept from run to run where the caller gave a place for that. */
  readonly cache: string;
  /** The engine's own directory, and the servers' files in it. */
  readonly directory: string;
  readonly serverDirectory: string;
  readonly files: ServerFiles;
  readonly identity: InternalIdentity;
  readonly doorIdentity: DoorIdentity;
}

/**
 * Sets an engine up in its directory.
 * @param users whom servers run as when this process is root, in order of preference
 * @param install gives the software that runs the servers
 */
export async function openEngine(
  options: EngineOptions,
  users: readonly string[],
  install: (setup: EngineSetup) => Promise<ServerSoftware>,
): Promise<ServerEngine> {
  const { directory, cacheDirectory = directory } = options;
  const user = await findServerUser(users);
  const work = path.join(directory, 'work');
  for (const place of [directory, work]) {
    await mkdir(place, { recursive: true });
    await openTo(user, place);
  }
  await mkdir(cacheDirectory, { recursive: true });
  const authority = options.authority ?? (await createAuthority('Simulator databases'));
  const serverDirectory = path.join(directory, 'server');
  const written = await writeServerFiles(serverDirectory, user, authority, options.hosts ?? []);
  const setup = { user, work, cache: cacheDirectory, directory, serverDirectory, ...written };
  return ServerEngine.open({
    software: await install(setup),
    user,
    directory,
    authority,
    serverDirectory,
    coldMilliseconds: options.coldMilliseconds,
    onServerDied: options.onServerDied,
  });
}
