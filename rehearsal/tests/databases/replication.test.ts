import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { connectAsMaster, type SqlConnection } from '../../aws/databases/connection.ts';
import { createPostgresql } from '../../aws/databases/postgresql.ts';
import { VolumeRefused } from '../../aws/databases/volumes.ts';
import { master, openBench, type Bench } from './support.ts';

let bench: Bench;
let writer: SqlConnection;
beforeAll(async () => {
  bench = await openBench(createPostgresql);
});
afterAll(() => bench.end());
beforeEach(async () => {
  writer = await bench.session('writer');
  await writer.query('CREATE TABLE notes (id integer)');
});
afterEach(async () => {
  await Promise.allSettled(sessions.splice(0).map((session) => session.end()));
  for (const volume of ['reader', 'reader-1', 'reader-2', 'restored', 'writer']) {
    await bench.engine.removeVolume(volume).catch(() => undefined);
  }
});

const sessions: SqlConnection[] = [];

async function follow(volume: string, of = 'writer'): Promise<SqlConnection> {
  const at = await bench.engine.follow(volume, of);
  const session = await connectAsMaster(bench.engine, at, master);
  sessions.push(session);
  return session;
}

async function count(session: SqlConnection): Promise<number> {
  const [row] = await session.query('SELECT count(*)::integer AS count FROM notes');
  return Number(row?.['count']);
}

async function write(session: SqlConnection, times: number): Promise<void> {
  for (let id = 0; id < times; id++) {
    await session.query('INSERT INTO notes VALUES ($1)', [id]);
  }
}

describe('replication from a writer to a follower', () => {
  it('a follower reads what the writer has, and refuses to write as a reader of Aurora does', async () => {
    await write(writer, 3);
    const reader = await follow('reader');
    await write(writer, 2);
    // Written there before the acknowledgement, shown there a moment later.
    while ((await count(reader)) < 5);
    await expect(reader.query('INSERT INTO notes VALUES (9)')).rejects.toMatchObject({
      code: '25006',
      message: 'cannot execute INSERT in a read-only transaction',
    });
  });

  it('a promoted follower has every commit that the crashed writer acknowledged', async () => {
    await follow('reader-1');
    const promoted = await follow('reader-2');
    const acknowledged: number[] = [];
    const load = async (): Promise<void> => {
      for (let id = 0; ; id++) {
        await writer.query('INSERT INTO notes VALUES ($1)', [id]);
        acknowledged.push(id);
        if (id === 20) void bench.engine.crash('writer');
      }
    };
    await expect(load()).rejects.toThrow(/terminat|connection|ECONNRESET/i);
    await bench.engine.crash('writer').catch(() => undefined);

    await bench.engine.promote('reader-2');

    const kept = (await promoted.query('SELECT id FROM notes')).map(({ id }) => Number(id));
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    await write(promoted, 1);
  });

  it('a promoted follower is followed by the former writer, which then only reads', async () => {
    const promoted = await follow('reader');
    await bench.engine.stop('writer');
    await bench.engine.promote('reader');
    await bench.engine.removeVolume('writer');

    const demoted = await follow('writer', 'reader');

    await write(promoted, 4);
    while ((await count(demoted)) < 4);
    await expect(write(demoted, 1)).rejects.toThrow(/read-only transaction/);
  });

  it.each(['stop', 'crash', 'removeVolume'] as const)(
    'a follower gone by %s is no longer waited for, and is waited for again once it is back',
    async (leave) => {
      await follow('reader');
      await bench.engine[leave]('reader');
      await write(writer, 1);
      if (leave === 'removeVolume') await bench.engine.follow('reader', 'writer');
      else await bench.engine.start('reader');
      await write(writer, 1);
      const [row] = await writer.query('SHOW synchronous_standby_names');
      expect(row?.['synchronous_standby_names']).toBe('FIRST 1 ("reader")');
    },
  );

  it('a follower is not part of a dump: a restored volume waits for no follower', async () => {
    await follow('reader');
    await bench.engine.dump('writer', bench.file('one'));
    await bench.engine.restore(bench.file('one'), undefined, 'restored');
    const restored = await bench.open('restored');
    await write(restored, 1);
    expect(await count(restored)).toBe(1);
  });

  it('a follower needs a writer that runs, and is not promoted beside one', async () => {
    await follow('reader');
    await expect(bench.engine.promote('reader')).rejects.toThrow(/two servers would write/);
    await expect(bench.engine.promote('writer')).rejects.toThrow(/follows nobody/);
    await bench.engine.stop('writer');
    await expect(bench.engine.follow('late', 'writer')).rejects.toThrow(VolumeRefused);
  });
});
