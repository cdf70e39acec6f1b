import { crc32, deflateRawSync } from 'node:zlib';

/**
 * A ZIP archive of one file, always the same for the same file.
 * Source: PKWARE's APPNOTE.TXT, 4.3 "General format of a .ZIP file".
 */
export function zipFile(name: string, content: Buffer): Buffer {
  const path = Buffer.from(name);
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  // Version 2.0, deflated, of 1980-01-01.
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt16LE(0x21, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(path.length, 22);
  const file = Buffer.concat([signature(0x04034b50), common, path, packed]);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  // Made by Unix: a file that everybody may read, as Lambda needs it.
  entry.writeUInt16LE(0x0314, 4);
  common.copy(entry, 6);
  entry.writeUInt32LE(0o100644 * 0x10000, 38);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + path.length, 12);
  end.writeUInt32LE(file.length, 16);
  return Buffer.concat([file, entry, path, end]);
}

function signature(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
