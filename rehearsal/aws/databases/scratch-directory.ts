import { rmSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Linux keeps what lies here in memory. */
const memory = '/dev/shm';
/** Milliseconds between two attempts to remove a directory, and of all of them. */
const pause = 50;
const longestRemoval = 5000;

/** A directory that goes with the process at the latest, however that ends. */
export interface ScratchDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/** A directory as `makeScratchDirectory` makes it, which nobody has to remove. */
export async function openScratchDirectory(prefix: string): Promise<ScratchDirectory> {
  const directory = await makeScratchDirectory(prefix);
  const clear = (): void => removeNow(directory);
  process.once('exit', clear);
  return {
    path: directory,
    remove: async () => {
      process.off('exit', clear);
      await rm(directory, { recursive: true, force: true });
    },
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
 * Makes a directory for databases that live for minutes: in memory where that is roomy, else in the
 * temporary directory. A volume is a thousand files, and making those is what takes time on a disk.
 * Whoever asks removes it.
 * @param prefix of the directory's name
 * @param room bytes that must be free, both there and of the memory that this process may use
 */
export async function makeScratchDirectory(prefix: string, room = 3 * 2 ** 30): Promise<string> {
  const place = (await freeMemoryBytes()) >= room ? memory : tmpdir();
  return mkdtemp(path.join(place, prefix));
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
