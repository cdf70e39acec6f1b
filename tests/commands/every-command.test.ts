import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { commands } from '../../scripts/commands.mjs';
import { runCommand } from '../project-command.ts';

// Commands are started, and on a busy machine that takes seconds.
jest.setTimeout(120_000);

const names = Object.keys(commands);
/** Those that are ours, and not another tool's. */
const own = Object.entries(commands).filter(([, { help }]) => 'file' in help);
/** Their arguments go to Jest, besides. */
const passing = ['check:clients', 'check:sam'];
const strict = own.map(([name]) => name).filter((name) => !passing.includes(name));

let directory: string;
/** The project as git gives it, as far as help needs it: without packages. */
let fresh: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'every-command-'));
  fresh = path.join(directory, 'fresh');
  for (const place of [
    'scripts',
    'commands',
    'rehearsal/plays',
    'rehearsal/aws/databases/watchdog',
    'package.json',
    'package-lock.json',
  ]) {
    await cp(place, path.join(fresh, place), { recursive: true });
  }
});
afterAll(() => rm(directory, { recursive: true }));

describe('every command', () => {
  it('every script of package.json is a command that installs what is missing', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(Object.keys(scripts).toSorted()).toEqual(names.toSorted());
    for (const [name, line] of Object.entries(scripts)) {
      expect(line).toBe(`node scripts/with-packages.mjs ${name}`);
    }
  });

  it.each(names)(
    'npm run %s -- --help and -h print help of 80 columns, and install nothing',
    (name) => {
      const help = (option: string) =>
        spawnSync(process.execPath, ['scripts/with-packages.mjs', name, option], {
          cwd: fresh,
          encoding: 'utf8',
          // Nothing to install with.
          env: { PATH: '' },
        });
      const { status, stdout, stderr } = help('--help');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(help('-h').stdout).toBe(stdout);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it('help leaves nothing behind', async () => {
    expect(existsSync(path.join(fresh, 'node_modules'))).toBe(false);
    expect(await readdir(fresh)).toHaveLength(5);
  });

  it.each(own)('npm run %s says its exit codes, and that it has -h', (_name, { help }) => {
    const file = 'file' in help ? help.file : '';
    const text = readHelp(file);
    expect(text).toMatch(/Exit code: 0/);
  });
});

describe('an option that a command refuses', () => {
  it.each(strict)(
    'npm run %s refuses an unknown option in one line, with exit code 2',
    async (name) => {
      const { code, output, errors } = await runCommand(name, ['--nonsense']);
      expect({ code, output }).toEqual({ code: 2, output: '' });
      expect(errors).toMatch(/^[^\n]*--help lists the options\n$/);
    },
  );

  it.each([
    ['campaign', '--seed 1 --seed 2'],
    ['campaign', '--only swap/target.NoSuchStep.0:crash-after:once'],
    ['campaign', '--only swap/clean --sample 5'],
    ['campaign', '--cover'],
    ['dev', 'Probe --stack a --stack b'],
    ['lab', '--local --local'],
    ['lab', '--local --stack x'],
    ['rehearse', '--real-time --speed 10'],
    ['rehearse', '--stay --stay'],
    ['rehearse', '--instance --instance-names keep'],
    ['rehearse:failover', '--seed=1 --seed=1'],
    ['fuzz', '--runs 1 --runs 2'],
    ['soak', '--starts 0'],
    ['mutate:behaviours', '--only no-such-mutant'],
  ])('npm run %s refuses %s in one line, with exit code 2', async (name, options) => {
    const { code, output, errors } = await runCommand(name, options.split(' '));
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(/^[^\n]+\n$/);
  });

  it('npm run with a command that there is not says which there are', async () => {
    expect(await runCommand('nonsense', [])).toMatchObject({ code: 2 });
  });

  it('no empty file is left where a command is refused after it was named', async () => {
    const file = path.join(directory, 'new.json');
    const kept = path.join(directory, 'kept.json');
    await writeFile(kept, 'mine');
    const picture = path.join(directory, 'nowhere', 'x.svg');
    for (const json of [file, kept]) {
      const args = ['--json', json, '--picture', picture];
      expect(await runCommand('rehearse:failover', args)).toMatchObject({ code: 2 });
    }
    expect(existsSync(file)).toBe(false);
    expect(await readFile(kept, 'utf8')).toBe('mine');
  });
});

function readHelp(file: string): string {
  return readFileSync(file, 'utf8');
}
