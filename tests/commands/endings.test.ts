import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { endingSignals, exitCodeOf } from '../../commands/terminal/signals.mjs';

// A command with real servers is started each time, and on a busy machine that takes seconds.
jest.setTimeout(120_000);

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

interface Started {
  readonly child: ChildProcess;
  /** Of the command below the wrapper. */
  readonly commandPid: number;
  readonly errors: () => string;
  readonly ended: Promise<unknown>;
}

/** Starts a rehearsal, and waits until its servers are being made. */
async function startRehearsal(): Promise<Started> {
  const child = spawn(process.execPath, ['scripts/with-packages.mjs', 'rehearse'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const ended = once(child, 'close');
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await once(child.stdout, 'data');
  return { child, commandPid: childOf(child.pid ?? 0), errors: () => errors, ended };
}

describe('a command that is ended', () => {
  it.each(endingSignals)(
    '%s ends a command with its exit code, and that is said',
    async (signal) => {
      const { child, errors, ended, commandPid } = await startRehearsal();
      child.stdout?.resume();
      child.kill(signal);
      expect(await ended).toEqual([exitCodeOf(signal), null]);
      expect(errors()).toBe(`Ended by ${signal}.\n`);
      expect(isThere(commandPid)).toBe(false);
    },
  );

  it('a command that is killed is said to be, with the exit code that shells give it', async () => {
    const { child, errors, ended, commandPid } = await startRehearsal();
    child.stdout?.resume();
    process.kill(commandPid, 'SIGKILL');
    expect(await ended).toEqual([137, null]);
    expect(errors()).toBe('Ended by SIGKILL.\n');
  });

  it('a command ends when its wrapper is killed', async () => {
    const { child, commandPid } = await startRehearsal();
    child.stdout?.resume();
    child.kill('SIGKILL');
    expect(await isGone(commandPid)).toBe(true);
  });

  it('a wrapper ends when whoever started it is killed', async () => {
    const line = 'node scripts/with-packages.mjs rehearse > /dev/null 2>&1 & echo $!; wait';
    const shell = spawn('sh', ['-c', line], { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(shell);
    const [printed] = (await once(shell.stdout, 'data')) as [Buffer];
    const wrapper = Number(printed.toString());
    while (childOf(wrapper) === 0) await pause();
    shell.kill('SIGKILL');
    expect(await isGone(wrapper)).toBe(true);
  });
});

describe('an output that ends', () => {
  it('a command ends without a word when nobody reads it any more', async () => {
    const { child, errors, ended } = await startRehearsal();
    child.stdout?.destroy();
    expect(await ended).toEqual([exitCodeOf('SIGPIPE'), null]);
    expect(errors()).toBe('');
  });

  it('an output that is full is told in a line', async () => {
    // Linux's own; elsewhere there is nothing that is full.
    if (!existsSync('/dev/full')) return;
    const child = spawn(process.execPath, ['scripts/with-packages.mjs', 'rehearse'], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    started.push(child);
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    expect(await once(child, 'close')).toEqual([3, null]);
    expect(errors).toMatch(/^The output can't be written: ENOSPC[^\n]*\n$/);
  });
});

describe('a machine with few file handles', () => {
  it('a limit that would break a command in the middle is told in a line before it starts', () => {
    const line = 'ulimit -n 100; node scripts/with-packages.mjs rehearse';
    const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/^This machine: expected at least 512 files .* found 100; [^\n]*\n$/);
  });
});

/** The first process that another one started; 0 where there is none. Source: proc(5), stat. */
function childOf(parent: number): number {
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const status = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [, found] = status.slice(status.lastIndexOf(')') + 2).split(' ');
      if (Number(found) === parent) return Number(name);
    } catch {
      // It ended meanwhile.
    }
  }
  return 0;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 300 && isThere(pid); attempt++) await pause();
  return !isThere(pid);
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
}
