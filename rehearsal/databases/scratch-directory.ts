import { mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Linux keeps what lies here in memory. */
const MEMORY = '/dev/shm';

/**
 * Makes a directory for databases that live for minutes: in memory where that is roomy, else in the
 * temporary directory. A volume is a thousand files, and making those is what takes time on a disk.
 * Whoever asks removes it.
 * @param prefix of the directory's name
 * @param room bytes that must be free, both there and of the memory that this process may use
 */
export async function makeScratchDirectory(prefix: string, room = 3 * 2 ** 30): Promise<string> {
  const place = (await freeMemoryBytes()) >= room ? MEMORY : tmpdir();
  return mkdtemp(path.join(place, prefix));
}

async function freeMemoryBytes(): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(MEMORY);
    return Math.min(bavail * bsize, process.availableMemory());
  } catch {
    // Another system than Linux, or a container without it.
    return 0;
  }
}
