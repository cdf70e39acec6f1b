import { describe, expect, it } from '@jest/globals';
import { readZip, writeZip } from '../../aws/lambda/zip.ts';
import { zipFile } from '../../../commands/dev/zip-file.ts';

const files = new Map([
  ['handler.mjs', Buffer.from('export const handler = () => 1;\n'.repeat(50))],
  ['lib/größe.txt', Buffer.from('')],
]);

describe('a ZIP archive', () => {
  it('an archive has the files that were put into it, and is the same for the same files', () => {
    const archive = writeZip(files);

    expect(readZip(archive)).toEqual(files);
    expect(writeZip(new Map([...files].toReversed()))).toEqual(archive);
  });

  it('the archive of the command is one', () => {
    const content = Buffer.from('export const handler = () => 1;');

    expect(readZip(zipFile('a/b.mjs', content))).toEqual(new Map([['a/b.mjs', content]]));
  });

  it.each([
    ['no archive', Buffer.from('PK')],
    ['half of one', writeZip(files).subarray(40)],
    ['a broken one', broken(writeZip(files))],
    ['one that leads out', writeZip(new Map([['../a', Buffer.from('a')]]))],
    ['one that leads elsewhere', writeZip(new Map([['/etc/a', Buffer.from('a')]]))],
  ])('%s is refused', (_what, archive) => {
    expect(() => readZip(archive)).toThrow(expect.objectContaining({ name: 'UnreadableZip' }));
  });
});

function broken(archive: Buffer): Buffer {
  const copy = Buffer.from(archive);
  copy[45] = (copy[45] ?? 0) ^ 0xff;
  return copy;
}
