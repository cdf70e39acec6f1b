import { readFile } from 'node:fs/promises';
import { Refused } from './refused.ts';

/**
 * Reads a sample event.
 * @returns undefined where no file is named
 * @throws Refused
 */
export async function readEvent(file: string | undefined): Promise<unknown> {
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Refused(`--event: can't read "${file}": ${(error as Error).message}`);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Refused(`--event: expected JSON in "${file}", found: ${(error as Error).message}`);
  }
}
