import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  DumpUnreadable,
  readDump,
  readDumpHeader,
  verifyDump,
  writeDump,
} from '../../aws/databases/dump-file.ts';

const origin = { family: 'postgresql', version: '18.4' };
const encryptionKey = Buffer.alloc(32, 7);
const volumeBody = Buffer.from('the files of a volume, '.repeat(5000));

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'dumps-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function* body(): AsyncGenerator<Buffer> {
  yield volumeBody.subarray(0, 10);
  yield volumeBody.subarray(10);
}

async function* failing(): AsyncGenerator<Buffer> {
  yield volumeBody;
  throw new Error('disk on fire');
}

async function content(file: string, key?: Buffer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readDump(file, key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a dump file', () => {
  it.each([
    ['without a key', undefined, 'none'],
    ['under a key', encryptionKey, 'aes-256-gcm'],
  ])('a dump file gives its body back %s', async (name, key, cipher) => {
    const file = path.join(directory, name);
    const { bytes } = await writeDump(file, origin, key, body());
    expect(await content(file, key)).toEqual(volumeBody);
    expect(await verifyDump(file, key)).toMatchObject({ ...origin, cipher });
    expect((await readFile(file)).length).toBe(bytes);
  });

  it('a dump file under a key shows nothing of its body', async () => {
    const file = path.join(directory, 'opaque');
    await writeDump(file, origin, encryptionKey, body());
    expect((await readFile(file)).includes('the files of a volume')).toBe(false);
    expect((await readDumpHeader(file)).family).toBe('postgresql');
  });

  it('a dump file under a key looks different each time it is written', async () => {
    const files = ['once', 'twice'].map((name) => path.join(directory, name));
    for (const file of files) await writeDump(file, origin, encryptionKey, body());
    const [once, twice] = await Promise.all(files.map((file) => readFile(file)));
    expect(once?.equals(twice as Buffer)).toBe(false);
  });

  it.each([
    ['no key', encryptionKey, undefined, /no key was given/],
    ['another key', encryptionKey, Buffer.alloc(32, 8), /another key/],
    ['a key for an unencrypted one', undefined, encryptionKey, /not encrypted/],
  ])('a dump file refuses %s', async (name, written, read, reason) => {
    const file = path.join(directory, name);
    await writeDump(file, origin, written, body());
    await expect(verifyDump(file, read)).rejects.toThrow(DumpUnreadable);
    await expect(verifyDump(file, read)).rejects.toThrow(reason);
  });

  describe.each([
    ['under a key', encryptionKey],
    ['without a key', undefined],
  ])('%s', (name, key) => {
    it.each([
      ['its first byte', 0],
      ['its header', 14],
      ['its body', 60_000],
      ['its seal', -1],
    ])('a dump file is refused after a change of %s', async (part, position) => {
      const file = path.join(directory, `${name} ${part}`);
      await writeDump(file, origin, key, body());
      const bytes = await readFile(file);
      const index = position < 0 ? bytes.length + position : position;
      bytes[index] = (bytes[index] as number) ^ 1;
      await writeFile(file, bytes);
      await expect(verifyDump(file, key)).rejects.toThrow(DumpUnreadable);
    });

    it.each([0, 5, 12, 100, 50_000])('a dump file cut to %d bytes is refused', async (length) => {
      const file = path.join(directory, `${name} ${length}`);
      await writeDump(file, origin, key, body());
      await writeFile(file, (await readFile(file)).subarray(0, length));
      await expect(verifyDump(file, key)).rejects.toThrow(DumpUnreadable);
    });
  });

  it('a missing dump file is named in the error', async () => {
    await expect(readDumpHeader(path.join(directory, 'missing'))).rejects.toThrow(
      /no dump can be opened at .*missing/,
    );
  });

  it('a dump whose body fails leaves no file behind', async () => {
    const place = await mkdtemp(path.join(directory, 'failing-'));
    await expect(
      writeDump(path.join(place, 'dump'), origin, encryptionKey, failing()),
    ).rejects.toThrow('disk on fire');
    expect(await readdir(place)).toEqual([]);
  });
});
