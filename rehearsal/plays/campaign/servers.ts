import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import type { ServerEngine } from '../../aws/databases/engine.ts';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import { openEngine } from '../../aws/simulator/engines.ts';
import { engineVersion } from './fixtures.ts';

/** Another PostgreSQL is installed than the one that a campaign's databases are made as. */
export class OtherVersion extends Error {
  override readonly name = 'OtherVersion';
}

/** Real PostgreSQL for the runs of a campaign runner, one run after another. */
export interface Servers {
  readonly engine: ServerEngine;
  /** @returns a directory for one run's snapshots */
  newDirectory(): Promise<string>;
  /** Ends every server and removes all data. */
  close(): Promise<void>;
}

/** @throws OtherVersion, PostgresqlNotInstalled */
export async function openServers(projectDirectory: string): Promise<Servers> {
  const scratch = await openScratchDirectory('understudy-campaign-');
  try {
    const engine = await openEngine('postgresql', {
      directory: scratch.path,
      cacheDirectory: path.join(projectDirectory, '.rehearsal/databases'),
    });
    if (engine.version !== engineVersion) {
      throw new OtherVersion(
        `expected PostgreSQL ${engineVersion}, found ${engine.version}: see engineVersion in fixtures.ts`,
      );
    }
    return {
      engine,
      newDirectory: () => mkdtemp(path.join(scratch.path, 'run-')),
      close: async () => {
        await engine.close();
        await scratch.remove();
      },
    };
  } catch (error) {
    await scratch.remove();
    throw error;
  }
}
