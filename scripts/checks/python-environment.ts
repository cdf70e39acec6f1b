import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './command.ts';
import { project } from './project.ts';

/** There is no Python that the tools run on, or they couldn't be installed. */
export class PythonMissing extends Error {
  override readonly name = 'PythonMissing';
}

const directory = path.join(project, '.venv');
const requirements = path.join(project, 'requirements.txt');
const stamp = path.join(directory, '.installed-requirements');

/** What SAM's tools and moto ask for: 3.10 and later. */
const supported = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';

/**
 * Python with SAM's tools, the AWS CLI and moto, in `.venv`: made where it is missing, and made anew when
 * requirements.txt has changed since.
 * @returns the folder that holds its commands
 * @throws PythonMissing, which says what to install
 */
export async function pythonEnvironment(say: (line: string) => void): Promise<string> {
  const commands = path.join(directory, process.platform === 'win32' ? 'Scripts' : 'bin');
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return commands;
  const python = await findPython();
  say('Installing the tools of requirements.txt into .venv, some 570 MB …');
  await rm(directory, { recursive: true, force: true });
  await must(python, ['-m', 'venv', directory]);
  await must(path.join(commands, 'python'), [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    requirements,
  ]);
  await writeFile(stamp, wanted);
  return commands;
}

async function findPython(): Promise<string> {
  for (const candidate of ['python3', 'python']) {
    const { passed } = await runCommand(candidate, ['-c', supported], here());
    if (passed) return candidate;
  }
  throw new PythonMissing(
    'this check needs Python 3.10 or later with venv: install python3 and, on Debian, python3-venv.',
  );
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { passed, output } = await runCommand(command, args, here());
  if (!passed) throw new PythonMissing(`${command} ${args.join(' ')} failed: ${output.trim()}`);
}

function here(): { cwd: string; env: NodeJS.ProcessEnv } {
  return { cwd: project, env: process.env };
}
