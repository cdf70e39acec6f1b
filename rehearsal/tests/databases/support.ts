import path from 'node:path';

import { connectAsMaster, type SqlConnection } from '../../aws/databases/connection.ts';
import type { DatasetSize } from '../../aws/databases/dataset/size.ts';
import type { ServerEngine } from '../../aws/databases/engine.ts';
import type { EngineOptions } from '../../aws/databases/engine-options.ts';
import { createMariaDb } from '../../aws/databases/mariadb.ts';
import { findMariaDb } from '../../aws/databases/mariadb/binaries.ts';
import { createPostgresql } from '../../aws/databases/postgresql.ts';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';

export const master = { user: 'admin', password: "it's 100% secret \\ really" };

export const small: DatasetSize = { customers: 50, accounts: 60, orders: 100, linesPerOrder: 3 };

/** An engine in a temporary directory, and what has to be ended after it. */
export interface Bench {
  readonly engine: ServerEngine;
  readonly directory: string;
  /** A new volume with a server and a session as the master user. */
  session(volume: string): Promise<SqlConnection>;
  /** Starts the server on a volume that exists, with a session. */
  open(volume: string): Promise<SqlConnection>;
  file(name: string): string;
  end(): Promise<void>;
}

export async function openBench(
  create: (options: EngineOptions) => Promise<ServerEngine>,
  options: Partial<EngineOptions> = {},
): Promise<Bench> {
  const scratch = await openScratchDirectory('databases-');
  const directory = scratch.path;
  const engine = await create({ directory, ...options });
  const sessions: SqlConnection[] = [];
  const open = async (volume: string): Promise<SqlConnection> => {
    const connection = await connectAsMaster(engine, await engine.start(volume), master);
    sessions.push(connection);
    return connection;
  };
  return {
    engine,
    directory,
    open,
    session: async (volume) => {
      await engine.createVolume(volume, master);
      return open(volume);
    },
    file: (name) => path.join(directory, 'dumps', name),
    end: async () => {
      await Promise.allSettled(sessions.map((session) => session.end()));
      try {
        await engine.close();
      } finally {
        await scratch.remove();
      }
    },
  };
}

/** Whether a process with this id is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL, and MariaDB where it is installed; `mariadb.test.ts` tells when it isn't. */
export async function installedEngines(): Promise<
  readonly { name: string; create: (options: EngineOptions) => Promise<ServerEngine> }[]
> {
  const binaries = await findMariaDb();
  return [
    { name: 'PostgreSQL', create: createPostgresql },
    ...(binaries === undefined
      ? []
      : [
          {
            name: 'MariaDB',
            create: (options: EngineOptions) => createMariaDb(binaries, options),
          },
        ]),
  ];
}

/** The schema that the data set lies in. */
export function schemaOf(connection: SqlConnection): string {
  return connection.family === 'postgresql' ? 'public' : 'shop';
}
