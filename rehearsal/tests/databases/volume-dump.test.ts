import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { connectAsMaster } from '../../aws/databases/connection.ts';
import { countAndChecksum } from '../../aws/databases/dataset/checksum.ts';
import { loadDataset } from '../../aws/databases/dataset/load.ts';
import { placedOrders, Writer } from '../../aws/databases/dataset/writer.ts';
import { DumpUnreadable, writeDump } from '../../aws/databases/dump-file.ts';
import { installedEngines, master, openBench, schemaOf, small, type Bench } from './support.ts';

const encryptionKey = Buffer.alloc(32, 1);
const otherKey = Buffer.alloc(32, 2);
const now = '2026-03-01T12:00:00.000Z';

describe.each(await installedEngines())('a dump of a $name volume', ({ create }) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(create);
    await mkdir(bench.file('.'));
  });
  afterAll(() => bench.end());

  it('a dump holds what the volume held, as often as it is restored', async () => {
    const session = await bench.session('original');
    await loadDataset(session, 1, small);
    const contents = await countAndChecksum(session);
    const { bytes } = await bench.engine.dump('original', bench.file('original'));
    expect((await readFile(bench.file('original'))).length).toBe(bytes);
    await session.query(`DELETE FROM ${schemaOf(session)}.order_lines`);
    for (const copy of ['first-copy', 'second-copy']) {
      await bench.engine.restore(bench.file('original'), undefined, copy);
      expect(await countAndChecksum(await bench.open(copy))).toEqual(contents);
    }
  });

  it('a dump holds one moment while writes continue', async () => {
    const session = await bench.session('busy');
    await loadDataset(session, 1);
    const contents = await countAndChecksum(session);
    const at = await bench.engine.restart('busy');
    const writer = new Writer(() => connectAsMaster(bench.engine, at, master));
    const before = [];
    for (let i = 0; i < 20; i++) before.push((await writer.writeOnce(now)).id);
    const dumped = { yet: false };
    const dump = bench.engine.dump('busy', bench.file('busy'), encryptionKey).then(() => {
      dumped.yet = true;
      return true;
    });
    while (!dumped.yet) await writer.writeOnce(now);
    await dump;
    await writer.end();
    expect(writer.acknowledged.length).toBeGreaterThan(before.length);

    await bench.engine.restore(bench.file('busy'), encryptionKey, 'busy-copy');
    const copy = await bench.open('busy-copy');
    const placed = await placedOrders(copy);
    expect(placed).toEqual(writer.acknowledged.slice(0, placed.length));
    expect(placed).toEqual(expect.arrayContaining(before));
    // Less what the writer placed, it is the volume as it was.
    await copy.query(`DELETE FROM ${schemaOf(copy)}.order_lines WHERE order_id > 1000000000`);
    await copy.query(`DELETE FROM ${schemaOf(copy)}.orders WHERE id > 1000000000`);
    expect(await countAndChecksum(copy)).toEqual(contents);
  });

  it('a dump of a stopped volume holds its data', async () => {
    const session = await bench.session('cold');
    await loadDataset(session, 2, small);
    const contents = await countAndChecksum(session);
    await session.end();
    await bench.engine.stop('cold');
    await bench.engine.dump('cold', bench.file('cold'), encryptionKey);
    await bench.engine.restore(bench.file('cold'), encryptionKey, 'cold-copy');
    expect(await countAndChecksum(await bench.open('cold-copy'))).toEqual(contents);
  });

  it('a re-encrypted dump is read under its new key, and no other', async () => {
    const session = await bench.session('secret');
    await loadDataset(session, 3, small);
    const contents = await countAndChecksum(session);
    const { engine } = bench;
    await engine.dump('secret', bench.file('secret'), encryptionKey);
    await engine.reencrypt(bench.file('secret'), encryptionKey, bench.file('other'), otherKey);
    await engine.reencrypt(bench.file('other'), otherKey, bench.file('open'));
    await engine.reencrypt(bench.file('open'), undefined, bench.file('closed'), encryptionKey);

    for (const [file, key] of [
      ['secret', undefined],
      ['secret', otherKey],
      ['other', encryptionKey],
      ['open', encryptionKey],
      ['closed', otherKey],
    ] as const) {
      await expect(engine.restore(bench.file(file), key, 'refused')).rejects.toThrow(
        DumpUnreadable,
      );
    }
    await expect(
      engine.reencrypt(bench.file('secret'), otherKey, bench.file('never'), encryptionKey),
    ).rejects.toThrow(DumpUnreadable);
    await engine.restore(bench.file('other'), otherKey, 'refused');
    expect(await countAndChecksum(await bench.open('refused'))).toEqual(contents);
  });

  it('a dump that was tampered with is refused, and leaves no volume', async () => {
    const file = bench.file('tampered');
    await writeDump(file, bench.engine, encryptionKey, Readable.from([Buffer.alloc(10_000)]));
    const bytes = await readFile(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    await writeFile(file, bytes);
    await expect(bench.engine.restore(file, encryptionKey, 'broken')).rejects.toThrow(/damaged/);
    await expect(bench.engine.start('broken')).rejects.toThrow(/no volume/);
  });

  it.each([
    ['another family', { family: 'oracle' }],
    ['another major version', { version: '7.0' }],
  ])('a dump of %s is refused', async (name, difference) => {
    const file = bench.file(name);
    const { family, version } = bench.engine;
    const origin = { family, version, ...difference };
    await writeDump(file, origin, undefined, Readable.from([]));
    await expect(bench.engine.restore(file, undefined, 'foreign')).rejects.toThrow(
      `holds ${origin.family} ${origin.version}`,
    );
  });

  it('a removed dump is gone', async () => {
    await writeDump(bench.file('brief'), bench.engine, undefined, Readable.from([]));
    await bench.engine.removeDump(bench.file('brief'));
    await expect(bench.engine.restore(bench.file('brief'), undefined, 'none')).rejects.toThrow(
      DumpUnreadable,
    );
    await expect(bench.engine.removeDump(bench.file('brief'))).rejects.toThrow(/ENOENT/);
  });

  it('a dump is read by another engine that has its key', async () => {
    const session = await bench.session('sent');
    await loadDataset(session, 4, small);
    const contents = await countAndChecksum(session);
    await bench.engine.dump('sent', bench.file('sent'), encryptionKey);
    const other = await openBench(create, { cacheDirectory: bench.directory });
    try {
      await other.engine.restore(bench.file('sent'), encryptionKey, 'received');
      expect(await countAndChecksum(await other.open('received'))).toEqual(contents);
      await other.engine.dump('received', other.file('again'), otherKey);
    } finally {
      await other.end();
    }
  });
});
