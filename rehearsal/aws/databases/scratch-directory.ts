import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ownerTag } from './watchdog/owner.mjs';

/** Linux keeps what lies here in memory. */
const memory = '/dev/shm';
/** Milliseconds between two attempts to remove a directory, and of all of them. */
const pause = 50;
const longestRemoval = 5000;

const watchdog = fileURLToPath(new URL('watchdog/main.mjs', import.meta.url));

/**
 * A directory that goes with the process at the latest, however that ends, and with it the servers that
 * work in it: a process of its own sees to that.
 */
export interface ScratchDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/** A directory as `makeScratchDirectory` makes it, which nobody has to remove. */
export async function openScratchDirectory(prefix: string): Promise<ScratchDirectory> {
  const directory = await makeScratchDirectory(prefix);
  const release = watchOver(directory);
  const clear = (): void => removeNow(directory);
  process.once('exit', clear);
  return {
    path: directory,
    remove: async () => {
      process.off('exit', clear);
      await rm(directory, { recursive: true, force: true });
      await release();
    },
  };
}

/**
 * Starts the watchdog of a directory, which neither signals of the terminal nor the end of this process
 * reach. It sweeps first what lost its owner and its watchdog.
 * @returns lets it go, and waits until it has
 */
function watchOver(directory: string): () => Promise<void> {
  const places = [...new Set([memory, tmpdir()])].filter((place) => existsSync(place));
  const child = spawn(process.execPath, [watchdog, directory, ...places], {
    cwd: '/',
    detached: true,
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // A machine that can't start it has trouble that shows elsewhere; a later run sweeps then.
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref?(): void }).unref?.();
  return () => {
    child.ref();
    child.stdin.end();
    return ended;
  };
}

/**
 * Removes a directory when nothing can be awaited any more: again where a server that is being ended,
 * or a copy under way, has made another file meanwhile.
 */
export function removeNow(directory: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      rmSync(directory, { recursive: true, force: true });
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' || attempt === longestRemoval / pause) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}

/**
 * Makes a directory that bears its owner's name, for databases that live for minutes: in memory where
 * that is roomy, else in the temporary directory. A volume is a thousand files, and making those is what
 * takes time on a disk.
 * Whoever asks removes it.
 * @param prefix of the directory's name
 * @param room bytes that must be free, both there and of the memory that this process may use
 */
export async function makeScratchDirectory(prefix: string, room = 3 * 2 ** 30): Promise<string> {
  const place = (await freeMemoryBytes()) >= room ? memory : tmpdir();
  return mkdtemp(path.join(place, `${prefix}${ownerTag()}-`));
}

async function freeMemoryBytes(): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(memory);
    return Math.min(bavail * bsize, process.availableMemory());
  } catch {
    // Another system than Linux, or a container without it.
    return 0;
  }
}
