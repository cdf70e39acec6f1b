import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { connectAsMaster } from '../../aws/databases/connection.ts';
import type { ServerEngine } from '../../aws/databases/engine.ts';
import type { EngineOptions } from '../../aws/databases/engine-options.ts';
import { createMariaDb } from '../../aws/databases/mariadb.ts';
import { findMariaDb } from '../../aws/databases/mariadb/binaries.ts';
import { createPostgresql } from '../../aws/databases/postgresql.ts';
import { master, openBench, type Bench } from './support.ts';

const binaries = await findMariaDb();
const engines: (readonly [string, (options: EngineOptions) => Promise<ServerEngine>])[] = [
  ['PostgreSQL', createPostgresql],
];
if (binaries) engines.push(['MariaDB', (options) => createMariaDb(binaries, options)]);

describe.each(engines)("another password of %s's master user", (_name, create) => {
  let bench: Bench;
  beforeAll(async () => void (bench = await openBench(create)));
  afterAll(() => bench.end());

  it.each([true, false])(
    'the old password is refused afterwards (running: %s)',
    async (running) => {
      const volume = `volume-${running}`;
      const changed = { ...master, password: 'rotated' };
      await bench.engine.createVolume(volume, master);
      if (running) await bench.engine.start(volume);
      await bench.engine.changePassword(volume, changed);
      if (running) await bench.engine.stop(volume);
      const at = await bench.engine.start(volume);

      await expect(connectAsMaster(bench.engine, at, master)).rejects.toThrow(
        /password authentication failed|Access denied/,
      );
      const session = await connectAsMaster(bench.engine, at, changed);
      await session.end();
    },
  );
});
