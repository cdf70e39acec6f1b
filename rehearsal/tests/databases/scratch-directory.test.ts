import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import {
  makeScratchDirectory,
  openScratchDirectory,
  removeNow,
} from '../../aws/databases/scratch-directory.ts';

describe('a scratch directory', () => {
  it('a scratch directory is a new one each time', async () => {
    const made = [
      await makeScratchDirectory('simulator-'),
      await makeScratchDirectory('simulator-'),
    ];
    try {
      for (const directory of made) expect((await stat(directory)).isDirectory()).toBe(true);
      expect(new Set(made).size).toBe(2);
    } finally {
      await Promise.all(made.map((directory) => rmdir(directory)));
    }
  });

  it('a scratch directory is in the temporary directory when memory has no room', async () => {
    const made = await makeScratchDirectory('simulator-', Number.MAX_SAFE_INTEGER);
    await rmdir(made);
    expect(path.dirname(made)).toBe(tmpdir());
  });

  it('a scratch directory is removed at once although another program still writes into it', async () => {
    const made = await makeScratchDirectory('simulator-');
    const script =
      'i=0; while [ $i -lt 5000 ]; do i=$((i+1)); : > "$0/$i"; echo; done 2> /dev/null';
    const writer = spawn('sh', ['-c', script, made], { stdio: ['ignore', 'pipe', 'ignore'] });
    // Before anything else is waited for: it may have ended by then.
    const closed = once(writer, 'close');
    await once(writer.stdout, 'data');

    removeNow(made);

    await expect(access(made)).rejects.toMatchObject({ code: 'ENOENT' });
    writer.stdout.resume();
    await closed;
    await expect(access(made)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('a scratch directory is removed with the process unless it is removed before', async () => {
    const before = process.listenerCount('exit');
    const scratch = await openScratchDirectory('simulator-');
    const own = process.listeners('exit').at(-1) as () => void;
    expect(process.listenerCount('exit')).toBe(before + 1);
    own();
    await expect(access(scratch.path)).rejects.toMatchObject({ code: 'ENOENT' });

    await scratch.remove();
    expect(process.listenerCount('exit')).toBe(before);
  });
});
