import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { help } from '../../plays/rehearse/options.ts';
import type { RehearsalReport } from '../../plays/rehearse/report.ts';
import { runCommand } from '../../../tests/project-command.ts';

// A rehearsal takes seconds, and on a busy machine many times as long.
jest.setTimeout(120_000);

interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: readonly string[];
}

/** Settings of a machine that works with AWS, through a proxy that isn't there: none of them counts. */
const ofThePerson = {
  NODE_ENV: 'production',
  AWS_PROFILE: 'production',
  AWS_REGION: 'us-gov-west-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_RDS: 'http://127.0.0.1:9',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_USE_DUALSTACK_ENDPOINT: 'true',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NODE_USE_ENV_PROXY: '1',
  PGHOST: '127.0.0.9',
  PGSSLMODE: 'disable',
  PGOPTIONS: '-c nonsense=1',
};

/** What `npm run rehearse -- …` runs. */
async function command(...args: readonly string[]): Promise<Ended> {
  const { code, output, errors } = await runCommand('rehearse', args, ofThePerson);
  return { code, lines: linesOf(output), errors: linesOf(errors) };
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.trimEnd().split('\n');
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-cli-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('npm run rehearse', () => {
  it('npm run rehearse refuses a wrong option in one line, with exit code 2', async () => {
    expect(await command('--mode', 'wrong')).toEqual({
      code: 2,
      lines: [],
      errors: ['--mode: expected swap or standby or drill, found "wrong"'],
    });
  });

  it('npm run rehearse refuses an unwritable file before it begins', async () => {
    const file = path.join(directory, 'nowhere', 'out.json');

    expect(await command('--json', file)).toEqual({
      code: 2,
      lines: [],
      errors: [expect.stringContaining(`--json: can't write to "${file}": ENOENT`)],
    });
  });

  it('npm run rehearse prints its help', async () => {
    expect(await command('--help')).toEqual({ code: 0, lines: help.split('\n'), errors: [] });
  });

  it('npm run rehearse tells what happens, writes the figures and ends with exit code 0', async () => {
    const file = path.join(directory, 'out.json');

    const { code, lines, errors } = await command('--mode', 'drill', '--json', file);
    const report = JSON.parse(await readFile(file, 'utf8')) as RehearsalReport;

    expect({ code, errors }).toEqual({ code: 0, errors: [] });
    expect(lines).toContain('  222222222222 eu-west-1     subscription');
    expect(lines).toContainEqual(
      expect.stringMatching(/^  \d:\d\d:\d\d  222222222222 eu-central-1  RestoreCluster$/),
    );
    expect(lines).toContain('SUCCEEDED, mode drill, seed 1');
    expect(report).toMatchObject({
      status: 'SUCCEEDED',
      mode: 'drill',
      rpoSeconds: expect.any(Number),
      rtoSeconds: expect.any(Number),
      liveNameGapSeconds: null,
      awsSeconds: expect.any(Number),
      overheadSeconds: expect.any(Number),
      apiCalls: expect.any(Number),
      stateTransitions: expect.any(Number),
    });
    for (const { name } of report.steps) {
      expect(lines).toContainEqual(expect.stringContaining(`  ${name} `));
    }
  });

  it('npm run rehearse -- --stay stays until it is stopped, and then ends as it would have', async () => {
    const child = spawn(process.execPath, ['scripts/with-packages.mjs', 'rehearse', '--stay'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    let printed = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const found = /# the target account.*AWS_ENDPOINT_URL=(\S+)/s.exec(printed)?.[1];
        if (found !== undefined) resolve(found);
      });
      void ended.then(() => reject(new Error(printed)));
    });

    const answer = await fetch(url);
    child.kill('SIGTERM');

    expect(answer.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(printed).toContain('SUCCEEDED, mode swap, seed 1');
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    // What the README shows of seed 1 is what is printed; … stands for what it leaves out.
    for (const shown of await shownInReadme()) expect(printed).toContain(shown);
  });
});

/** The lines of the README's sample of a rehearsal. */
async function shownInReadme(): Promise<readonly string[]> {
  const readme = await readFile('README.md', 'utf8');
  const [, sample = ''] = /```text\n(The schedule fires[^]*?)```/.exec(readme) ?? [];
  const lines = linesOf(sample).map((line) => line.replace(/\s*…$/, ''));
  expect(lines.length).toBeGreaterThan(20);
  return lines;
}
