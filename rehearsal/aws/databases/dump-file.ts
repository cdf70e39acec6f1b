import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/**
 * A dump on disk: magic, the header's length, the header as JSON, the body, a seal of 16 or 32 bytes.
 * Under a key, the body is AES-256-GCM with the header as additional data and its tag as the seal;
 * without one, the seal is a SHA-256 over header and body. Either way no byte changes unnoticed.
 */
const magic = Buffer.from('USDUMP01');

/** What a dump says of itself, readable without its key. */
export interface DumpHeader {
  readonly family: string;
  /** The version of the server whose files it holds. */
  readonly version: string;
  readonly cipher: 'aes-256-gcm' | 'none';
  /** Hexadecimal; empty without a cipher. */
  readonly iv: string;
  /** Tells a wrong key from a damaged body; gives nothing of the key away. */
  readonly keyCheck: string;
}

/** A dump that can't be read: not one, damaged, or under another key. */
export class DumpUnreadable extends Error {
  override readonly name = 'DumpUnreadable';
}

/**
 * Writes a dump. It appears under its name once it is whole.
 * @param key 32 bytes; none leaves the dump unencrypted
 * @returns the file's size
 */
export async function writeDump(
  file: string,
  origin: Pick<DumpHeader, 'family' | 'version'>,
  key: Buffer | undefined,
  body: AsyncIterable<Buffer>,
): Promise<{ bytes: number }> {
  const partial = `${file}.${randomBytes(6).toString('hex')}.partial`;
  const stream = (await open(partial, 'wx', 0o600)).createWriteStream({ highWaterMark: 1 << 20 });
  try {
    await pipeline(sealed(origin, key, body), stream);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return { bytes: stream.bytesWritten };
}

/**
 * The body of a dump. The last chunk may be out before damage shows: whoever can't take a chunk back
 * calls `verifyDump` first.
 * @throws DumpUnreadable
 */
export async function* readDump(file: string, key: Buffer | undefined): AsyncGenerator<Buffer> {
  const { header, headerBytes, bodyStart, bodyEnd, seal } = await openDump(file);
  requireKey(file, header, key);
  const opener =
    key === undefined ? undefined : createDecipheriv('aes-256-gcm', key, iv(header), tagLength);
  opener?.setAAD(headerBytes).setAuthTag(seal);
  const hash = createHash('sha256').update(headerBytes);
  if (bodyEnd > bodyStart) {
    const stream = createReadStream(file, {
      start: bodyStart,
      end: bodyEnd - 1,
      highWaterMark: 1 << 20,
    });
    for await (const chunk of stream) {
      if (opener === undefined) hash.update(chunk as Buffer);
      yield opener === undefined ? (chunk as Buffer) : opener.update(chunk as Buffer);
    }
  }
  if (opener === undefined) {
    if (!hash.digest().equals(seal)) throw damaged(file);
    return;
  }
  try {
    yield opener.final();
  } catch (cause) {
    throw damaged(file, cause);
  }
}

/**
 * Reads a dump to its end.
 * @returns its header
 * @throws DumpUnreadable
 */
export async function verifyDump(file: string, key: Buffer | undefined): Promise<DumpHeader> {
  for await (const _ of readDump(file, key));
  return (await openDump(file)).header;
}

/**
 * What a dump says of itself.
 * @throws DumpUnreadable when the file isn't a dump
 */
export async function readDumpHeader(file: string): Promise<DumpHeader> {
  return (await openDump(file)).header;
}

const tagLength = { authTagLength: 16 } as const;

async function* sealed(
  origin: Pick<DumpHeader, 'family' | 'version'>,
  key: Buffer | undefined,
  body: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  if (key !== undefined && key.length !== 32) {
    throw new TypeError(`a dump's key has 32 bytes, and this one has ${key.length}`);
  }
  const nonce = randomBytes(12);
  const header: DumpHeader = {
    family: origin.family,
    version: origin.version,
    cipher: key === undefined ? 'none' : 'aes-256-gcm',
    iv: key === undefined ? '' : nonce.toString('hex'),
    keyCheck: key === undefined ? '' : keyCheck(key, nonce),
  };
  const headerBytes = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headerBytes.length);
  yield Buffer.concat([magic, length, headerBytes]);
  if (key === undefined) {
    const hash = createHash('sha256').update(headerBytes);
    for await (const chunk of body) {
      hash.update(chunk);
      yield chunk;
    }
    yield hash.digest();
    return;
  }
  const cipher = createCipheriv('aes-256-gcm', key, nonce, tagLength).setAAD(headerBytes);
  for await (const chunk of body) yield cipher.update(chunk);
  yield Buffer.concat([cipher.final(), cipher.getAuthTag()]);
}

interface OpenedDump {
  readonly header: DumpHeader;
  readonly headerBytes: Buffer;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly seal: Buffer;
}

async function openDump(file: string): Promise<OpenedDump> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new DumpUnreadable(`no dump can be opened at ${file}: ${String(cause)}`, { cause });
  });
  try {
    const { size } = await handle.stat();
    const at = async (start: number, length: number): Promise<Buffer> => {
      if (start < 0 || start + length > size) throw damaged(file);
      const bytes = Buffer.alloc(length);
      await handle.read(bytes, 0, length, start);
      return bytes;
    };
    const start = await at(0, magic.length + 4);
    if (!start.subarray(0, magic.length).equals(magic)) {
      throw new DumpUnreadable(`${file} is not a dump: it doesn't begin as one`);
    }
    const headerBytes = await at(start.length, start.readUInt32BE(magic.length));
    const header = parseHeader(file, headerBytes);
    const sealLength = header.cipher === 'none' ? 32 : tagLength.authTagLength;
    const seal = await at(size - sealLength, sealLength);
    const bodyStart = start.length + headerBytes.length;
    if (bodyStart > size - sealLength) throw damaged(file);
    return { header, headerBytes, bodyStart, bodyEnd: size - sealLength, seal };
  } finally {
    await handle.close();
  }
}

function parseHeader(file: string, bytes: Buffer): DumpHeader {
  try {
    const header = JSON.parse(bytes.toString()) as Partial<Record<keyof DumpHeader, unknown>>;
    const { family, version, cipher, iv: nonce, keyCheck: check } = header;
    if (
      typeof family === 'string' &&
      typeof version === 'string' &&
      (cipher === 'none' || cipher === 'aes-256-gcm') &&
      typeof nonce === 'string' &&
      typeof check === 'string'
    ) {
      return { family, version, cipher, iv: nonce, keyCheck: check };
    }
  } catch {
    // Not JSON: the same verdict as JSON of another shape.
  }
  throw damaged(file);
}

function requireKey(file: string, header: DumpHeader, key: Buffer | undefined): void {
  if (header.cipher === 'none') {
    if (key === undefined) return;
    throw new DumpUnreadable(`${file} is not encrypted, and a key was given to read it`);
  }
  if (key === undefined) {
    throw new DumpUnreadable(`${file} is encrypted, and no key was given to read it`);
  }
  if (key.length !== 32 || keyCheck(key, iv(header)) !== header.keyCheck) {
    throw new DumpUnreadable(`${file} is encrypted under another key than the one given`);
  }
}

function iv(header: DumpHeader): Buffer {
  return Buffer.from(header.iv, 'hex');
}

function keyCheck(key: Buffer, nonce: Buffer): string {
  return createHmac('sha256', key)
    .update('dump key check')
    .update(nonce)
    .digest('hex')
    .slice(0, 32);
}

function damaged(file: string, cause?: unknown): DumpUnreadable {
  return new DumpUnreadable(
    `${file} is damaged or was changed after it was written`,
    cause === undefined ? undefined : { cause },
  );
}
