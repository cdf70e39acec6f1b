import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this checkout. */
export const project = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** The templates of a project, relative to its folder: the map, and one stack a place. */
export async function templatesOf(directory: string): Promise<readonly string[]> {
  const stacks = await readdir(path.join(directory, 'stacks'));
  return [
    'template.yaml',
    ...stacks.filter((name) => name.endsWith('.yaml')).map((name) => `stacks/${name}`),
  ];
}
