import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const cwd = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-campaign-command-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** As docs/campaign.md has it: `npm run campaign -- …`. */
function campaign(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, ['scripts/with-packages.mjs', 'campaign', ...args], {
    cwd,
  });
}

describe('npm run campaign', () => {
  it.each([
    ['--sample 3 --seed 7', 3, 'lineage'],
    ['--only swap/target.SwapNames.0:crash-after:once --seed 1', 1, 'lineage'],
    ['--databases postgresql --sample 2', 2, 'postgresql'],
  ])(
    '-- %s plays runs and writes their figures',
    async (options, runs, databases) => {
      const json = path.join(directory, 'out.json');

      const { stdout } = await campaign(...options.split(' '), '--json', json);

      expect(stdout).toMatch(new RegExp(`^${runs} runs in .* a second, seed \\d$`, 'm'));
      expect(stdout).toMatch(/^0 violations$/m);
      expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({
        runs,
        databases,
        violations: [],
        seconds: expect.any(Number),
      });
    },
    120_000,
  );

  it('-- --help lists the options', async () => {
    const { stdout } = await campaign('--help');
    expect(stdout).toMatch(/^ {2}--databases KIND/m);
  }, 60_000);

  it('refuses a wrong option in one line, with exit code 2', async () => {
    await expect(campaign('--databases', 'mysql')).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: '--databases: expected lineage or postgresql, found "mysql"\n',
    });
  }, 60_000);
});
