import { open } from 'node:fs/promises';
import { WrongOption } from './wrong-option.ts';

/** Before the work rather than after it. @throws WrongOption where a file can't be written */
export async function requireWritable(option: string, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  try {
    const handle = await open(file, 'a');
    await handle.close();
  } catch (error) {
    throw new WrongOption(`--${option}: can't write to "${file}": ${(error as Error).message}`);
  }
}
