import { existsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { WrongOption } from './wrong-option.ts';

/**
 * Before the work rather than after it, and nothing is left of it: the work may be refused yet.
 * @throws WrongOption where a file can't be written
 */
export async function requireWritable(option: string, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  try {
    const isNew = !existsSync(file);
    const handle = await open(file, 'a');
    await handle.close();
    if (isNew) await rm(file);
  } catch (error) {
    throw new WrongOption(`--${option}: can't write to "${file}": ${(error as Error).message}`);
  }
}
