import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { missingPackages } from '../../scripts/packages/missing.mjs';

let project: string;
/** In place of npm: what it is called with, and what it then does. */
let programs: string;

const otherPlatform = process.platform === 'linux' ? 'darwin' : 'linux';
const locked = {
  'node_modules/one': { version: '1.0.0' },
  'node_modules/only-dev': { version: '2.0.0', dev: true },
  'node_modules/mine': {
    version: '3.0.0',
    optional: true,
    os: [process.platform],
    cpu: [process.arch],
  },
  'node_modules/others': { version: '3.0.0', optional: true, os: [otherPlatform], cpu: ['x64'] },
  'node_modules/perhaps': { version: '4.0.0', optional: true },
};
const { 'node_modules/others': _, 'node_modules/perhaps': __, ...needed } = locked;

beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'install-'));
  programs = path.join(project, 'programs');
  await mkdir(programs);
  for (const place of ['scripts', 'commands', 'rehearsal/aws/databases/watchdog']) {
    await cp(place, path.join(project, place), { recursive: true });
  }
  await record('package-lock.json', locked);
});
afterEach(() => rm(project, { recursive: true }));

async function record(file: string, packages: object): Promise<void> {
  await mkdir(path.dirname(path.join(project, file)), { recursive: true });
  await writeFile(path.join(project, file), JSON.stringify({ packages }));
}

/** @param then a shell's lines, in the project's folder */
async function npmThat(then: string): Promise<void> {
  const file = path.join(programs, 'npm');
  await writeFile(file, `#!/bin/sh\necho "$@" >> calls\n${then}\n`);
  await chmod(file, 0o755);
}

const installing = (packages: object): string =>
  `mkdir -p node_modules && echo '${JSON.stringify({ packages })}' > node_modules/.package-lock.json`;

function start(env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['scripts/with-packages.mjs', 'typecheck'], {
    cwd: project,
    env: { PATH: `${programs}:${process.env['PATH'] ?? ''}`, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return { child, ended: once(child, 'exit'), errors: () => errors };
}

const calls = async (): Promise<readonly string[]> =>
  (await readFile(path.join(project, 'calls'), 'utf8').catch(() => '')).split('\n').slice(0, -1);

describe('missing packages', () => {
  it('what npm recorded tells what is missing, for this machine', async () => {
    expect(missingPackages(project)).toEqual(Object.keys(needed));
    await record('node_modules/.package-lock.json', needed);
    expect(missingPackages(project)).toEqual([]);
  });

  it.each(Object.keys(needed))('%s is missing when npm left it out', async (place) => {
    const rest = Object.entries(needed).filter(([one]) => one !== place);
    await record('node_modules/.package-lock.json', Object.fromEntries(rest));
    expect(missingPackages(project)).toEqual([place]);
  });

  it('a package of another version is missing', async () => {
    await record('node_modules/.package-lock.json', {
      ...needed,
      'node_modules/one': { version: '1.0.1' },
    });
    expect(missingPackages(project)).toEqual(['node_modules/one']);
  });
});

describe('the install before a command', () => {
  it.each([
    {},
    { NODE_ENV: 'production' },
    { npm_config_omit: 'dev', npm_config_ignore_scripts: 'true' },
    { npm_config_dry_run: 'true' },
  ])('packages of every kind are installed with the settings %j', async (env) => {
    await npmThat(installing(needed));
    await start(env).ended;
    const [call = '', ...others] = await calls();
    expect(others).toEqual([]);
    const told = ['dev', 'optional', 'peer'].map((kind) => `--include=${kind}`);
    for (const word of ['ci', ...told, '--ignore-scripts=false', '--dry-run=false']) {
      expect(call.split(' ')).toContain(word);
    }
  });

  it('nothing is installed again after npm ci by hand', async () => {
    await npmThat('exit 1');
    await record('node_modules/.package-lock.json', needed);
    await start().ended;
    expect(await calls()).toEqual([]);
  });

  it('an install that leaves packages out is told, and the next command tries again', async () => {
    await npmThat(installing({ 'node_modules/one': { version: '1.0.0' } }));
    for (const round of [1, 2]) {
      const { ended, errors } = start();
      expect(await ended).toEqual([2, null]);
      expect(errors()).toMatch(/2 packages are missing, node_modules\/only-dev among them/);
      expect(await calls()).toHaveLength(round);
    }
  });

  it('an install that fails is told in a line', async () => {
    await npmThat('exit 7');
    const { ended, errors } = start();
    expect(await ended).toEqual([2, null]);
    expect(errors()).toMatch(/\nnpm ci failed; run it by hand to see why\n$/);
  });

  it('two commands at once install once', async () => {
    await npmThat(`sleep 1; ${installing(needed)}`);
    await Promise.all([start().ended, start().ended]);
    expect(await calls()).toHaveLength(1);
    expect(existsSync(path.join(project, '.installing'))).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
    '%s ends npm ci with all that it started',
    async (signal) => {
      await npmThat('sleep 1000 & echo $$ $! > pids; wait');
      const { child, ended, errors } = start();
      const pids = await pidsOf();
      child.kill(signal);
      await ended;
      expect(errors()).toMatch(`Ended by ${signal}; the packages are not all installed.`);
      await areGone(pids);
      expect(existsSync(path.join(project, '.installing'))).toBe(false);
    },
  );

  it('a later command ends the npm ci of one that was killed, and installs by itself', async () => {
    await npmThat('sleep 1000 & echo $$ $! > pids; wait');
    const { child, ended } = start();
    const pids = await pidsOf();
    child.kill('SIGKILL');
    await ended;
    await npmThat(installing(needed));
    await start().ended;
    await areGone(pids);
    expect(missingPackages(project)).toEqual([]);
  });
});

async function pidsOf(): Promise<readonly number[]> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const text = await readFile(path.join(project, 'pids'), 'utf8').catch(() => '');
    if (text.endsWith('\n')) return text.trim().split(' ').map(Number);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  throw new Error('npm was never started');
}

/** A process that was killed may take a moment to end. */
async function areGone(pids: readonly number[]): Promise<void> {
  for (let attempt = 0; attempt < 100 && pids.some(isThere); attempt++) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  expect(pids.filter(isThere)).toEqual([]);
}

/** Whether it works still: what nobody has taken leave of has a number yet. */
function isThere(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
