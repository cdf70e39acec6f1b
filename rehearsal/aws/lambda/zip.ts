import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** A file's content by its path within the archive. */
export type ZipFiles = ReadonlyMap<string, Buffer>;

/** The text isn't a ZIP archive, or one that the simulator doesn't read. */
export class UnreadableZip extends Error {
  override readonly name = 'UnreadableZip';
}

const signatures = { file: 0x04034b50, entry: 0x02014b50, end: 0x06054b50 } as const;
const sizes = { file: 30, entry: 46, end: 22 } as const;
/** 1980-01-01, the oldest that there is: the same files are the same archive. */
const date = 0x21;

/**
 * Writes a ZIP archive: deflated, in alphabetical order, without times.
 * Source: PKWARE's APPNOTE.TXT, 4.3 "General format of a .ZIP file".
 */
export function writeZip(files: ZipFiles): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of [...files].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const path = Buffer.from(name);
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(date, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    const entry = Buffer.alloc(sizes.entry);
    entry.writeUInt32LE(signatures.entry, 0);
    // Made by Unix, so that what follows are its permissions.
    entry.writeUInt16LE(0x0314, 4);
    common.copy(entry, 6);
    entry.writeUInt32LE(0o100644 * 0x10000, 38);
    entry.writeUInt32LE(offset, 42);
    parts.push(number(signatures.file), common, path, packed);
    entries.push(entry, path);
    offset += sizes.file + path.length + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(sizes.end);
  end.writeUInt32LE(signatures.end, 0);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

/**
 * Reads a ZIP archive by its directory; directories among the entries are passed over.
 * @throws UnreadableZip
 */
export function readZip(archive: Buffer): Map<string, Buffer> {
  try {
    return readEntries(archive);
  } catch (error) {
    if (error instanceof UnreadableZip) throw error;
    throw new UnreadableZip(`the archive ends early or is broken: ${(error as Error).message}`);
  }
}

function readEntries(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(number(signatures.end));
  if (end < 0) throw new UnreadableZip('expected a ZIP archive, found no end of its directory');
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== signatures.entry) {
      throw new UnreadableZip('expected another entry in the directory');
    }
    const lengths = [28, 30, 32].map((place) => archive.readUInt16LE(at + place));
    const [pathLength = 0] = lengths;
    const name = archive.toString('utf8', at + sizes.entry, at + sizes.entry + pathLength);
    if (!name.endsWith('/')) files.set(requireInside(name), contentOf(archive, at));
    at += sizes.entry + lengths.reduce((sum, length) => sum + length, 0);
  }
  return files;
}

function contentOf(archive: Buffer, entry: number): Buffer {
  const method = archive.readUInt16LE(entry + 10);
  const length = archive.readUInt32LE(entry + 20);
  const file = archive.readUInt32LE(entry + 42);
  const skipped = archive.readUInt16LE(file + 26) + archive.readUInt16LE(file + 28);
  const begin = file + sizes.file + skipped;
  const packed = archive.subarray(begin, begin + length);
  if (method !== 0 && method !== 8) throw new UnreadableZip(`the method ${method} isn't known`);
  const content = method === 0 ? Buffer.from(packed) : inflateRawSync(packed);
  if (crc32(content) === archive.readUInt32LE(entry + 16)) return content;
  throw new UnreadableZip('the checksum of an entry is another');
}

/** An archive may name any place; only what lies in it is taken. */
function requireInside(name: string): string {
  const isOutside = name.startsWith('/') || name.includes('\\') || name.split('/').includes('..');
  if (isOutside) throw new UnreadableZip(`the path ${name} leads out of the archive`);
  return name;
}

function number(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
