import { rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { makeScratchDirectory } from '../../../rehearsal/databases/scratch-directory.ts';

describe('a scratch directory', () => {
  it('is a new one each time', async () => {
    const made = [await makeScratchDirectory('stage-'), await makeScratchDirectory('stage-')];
    try {
      for (const directory of made) expect((await stat(directory)).isDirectory()).toBe(true);
      expect(new Set(made).size).toBe(2);
    } finally {
      await Promise.all(made.map((directory) => rmdir(directory)));
    }
  });

  it('lies in the temporary directory when memory has no room', async () => {
    const made = await makeScratchDirectory('stage-', Number.MAX_SAFE_INTEGER);
    await rmdir(made);
    expect(path.dirname(made)).toBe(tmpdir());
  });
});
