import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import { isAbandoned, ownerTag } from '../../aws/databases/watchdog/owner.mjs';
import { serversIn } from '../../aws/databases/watchdog/clear-away.mjs';

// A process is started for each signal, and on a busy machine that takes seconds.
jest.setTimeout(120_000);

const ignored = ['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH', 'SIGPIPE', 'SIGXFSZ'];
/** The last one calls for the debugger. */
const stopping = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGUSR1'];

/** Signals that end a Node.js process that doesn't listen to them. Source: signal(7); Node.js, "Signal events". */
const deadly = Object.keys(constants.signals).filter(
  (name) => !ignored.includes(name) && !stopping.includes(name),
) as readonly NodeJS.Signals[];

let place: string;
beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'watchdog-test-'));
});
afterAll(() => rm(place, { recursive: true }));

const program = (module: string): string => `
  const { openScratchDirectory } = await import('${module}');
  const { spawn } = await import('node:child_process');
  const { path } = await openScratchDirectory('understudy-');
  // Called as a server is, and of a group of its own.
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', path + '/volumes/one'], {
    argv0: 'postgres', stdio: 'ignore', detached: true,
  });
  console.log(path);
  setInterval(() => {}, 1e6);
`;

interface Owner {
  readonly child: ChildProcess;
  readonly directory: string;
}

/** A process that owns a scratch directory, in which a server works. */
async function startOwner(): Promise<Owner> {
  const module = pathToFileURL(path.resolve('rehearsal/aws/databases/scratch-directory.ts'));
  const file = path.join(place, 'owner.mts');
  await writeFile(file, program(module.href));
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, directory: line.toString().trim() };
}

describe('the watchdog of a scratch directory', () => {
  it('the watchdog ends servers and removes their directory, whichever signal ended their owner', async () => {
    const left: string[] = [];
    for (const signal of deadly) {
      const { child, directory } = await startOwner();
      const ended = once(child, 'exit');
      expect(serversIn(directory)).toHaveLength(1);
      child.kill(signal);
      await ended;
      if (!(await isGone(directory))) left.push(signal);
    }
    expect(deadly).toEqual(expect.arrayContaining(['SIGKILL', 'SIGHUP', 'SIGQUIT', 'SIGSEGV']));
    expect(left).toEqual([]);
  });

  it('a later start sweeps what lost its owner and its watchdog', async () => {
    const [owner] = /^\d+/.exec(ownerTag()) ?? [];
    // An owner of this id that began at another time: ids come again.
    const abandoned = path.join(
      tmpdir(),
      `understudy-${ownerTag().replace(`${owner}.`, `${owner}.9`)}-AbCdEf`,
    );
    await mkdir(abandoned);
    const somebodysOwn = path.join(tmpdir(), 'understudy-of-somebody-AbCdEf');
    await mkdir(somebodysOwn);
    const scratch = await openScratchDirectory('understudy-');
    try {
      expect(await isGone(abandoned)).toBe(true);
      expect(existsSync(somebodysOwn)).toBe(true);
      expect(existsSync(scratch.path)).toBe(true);
    } finally {
      await scratch.remove();
      await rmdir(somebodysOwn);
    }
  });
});

describe("an owner's part of a directory's name", () => {
  it('a directory is abandoned when its owner is gone, and not before', () => {
    const tag = ownerTag();
    const [pid = '', beginning = '', space = ''] = tag.split('.');
    expect(isAbandoned(`understudy-${tag}-AbCdEf`)).toBe(false);
    expect(isAbandoned(`understudy-campaign-${tag}-AbCdEf`)).toBe(false);
    expect(isAbandoned(`understudy-${pid}.${beginning}1.${space}-AbCdEf`)).toBe(true);
    expect(isAbandoned(`databases-4194999.1.${space}-AbCdEf`)).toBe(true);
  });

  it('a directory of another container, or of no owner at all, is left alone', () => {
    expect(isAbandoned('understudy-4194999.1.1-AbCdEf')).toBe(false);
    expect(isAbandoned('understudy-AbCdEf')).toBe(false);
    expect(isAbandoned('somebody-4194999.1.1-AbCdEf')).toBe(false);
  });
});

async function isGone(directory: string): Promise<boolean> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (!existsSync(directory) && serversIn(directory).length === 0) return true;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  return false;
}
