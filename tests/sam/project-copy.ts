import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { project } from '../../scripts/checks/project.ts';

const parts = [
  'template.yaml',
  'samconfig.toml',
  'package.json',
  'stacks',
  'statemachines',
  'functions',
];

/** A mistake to plant: in a file, a text that is there once, and what stands in its place. */
export interface Mistake {
  readonly file: string;
  readonly text: string | RegExp;
  readonly instead: string;
}

/**
 * Copies what SAM reads of the project, with mistakes planted in it.
 * @returns the folder; `removeCopy` when done
 * @throws Error when there is nothing to plant a mistake in, so that no test passes by accident
 */
export async function copyWith(...mistakes: readonly Mistake[]): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), 'understudy-planted-'));
  for (const part of parts) {
    await cp(path.join(project, part), path.join(copy, part), { recursive: true });
  }
  await symlink(path.join(project, 'node_modules'), path.join(copy, 'node_modules'));
  for (const { file, text, instead } of mistakes) {
    const before = await readFile(path.join(copy, file), 'utf8');
    const after = before.replace(text, instead);
    if (after === before) throw new Error(`${file} holds no ${String(text)} to plant a mistake in`);
    await writeFile(path.join(copy, file), after);
  }
  return copy;
}

export async function removeCopy(copy: string): Promise<void> {
  await rm(copy, { recursive: true, force: true });
}
