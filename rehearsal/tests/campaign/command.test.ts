import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../../tests/project-command.ts';
import type { Ended } from '../../../tests/project-command.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-campaign-command-'));
});
afterEach(() => rm(directory, { recursive: true }));

const campaign = (...args: readonly string[]): Promise<Ended> => runCommand('campaign', args);

describe('npm run campaign', () => {
  it.each([
    ['--only swap/target.SwapNames.0:crash-after:once --seed 1', 1, 'lineage'],
    ['--databases postgresql --scenario swap --sample 2 --seed 7', 2, 'postgresql'],
  ])(
    'npm run campaign -- %s plays runs and writes their figures',
    async (options, runs, databases) => {
      const json = path.join(directory, 'out.json');

      const { code, output } = await campaign(...options.split(' '), '--json', json);

      expect(code).toBe(0);
      expect(output).toMatch(new RegExp(`^${runs} runs in .* a second, seed \\d$`, 'm'));
      expect(output).toMatch(/^0 violations$/m);
      expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({
        runs,
        databases,
        violations: [],
        seconds: expect.any(Number),
      });
    },
    120_000,
  );

  it('npm run campaign refuses --only where what it names does not come about', async () => {
    const { code, errors } = await campaign('--only', 'swap/target.SwapNames.99:crash-after:once');
    expect(code).toBe(2);
    expect(errors).toMatch(/^--only: not all that "swap\/target.SwapNames.99[^\n]*\n$/);
  }, 60_000);

  it('npm run campaign -- --help lists the options', async () => {
    const { code, output } = await campaign('--help');
    expect(code).toBe(0);
    expect(output).toMatch(/^ {2}--databases KIND/m);
  }, 60_000);

  it('npm run campaign refuses a wrong option in one line, with exit code 2', async () => {
    expect(await campaign('--databases', 'mysql')).toEqual({
      code: 2,
      output: '',
      errors: '--databases: expected lineage or postgresql, found "mysql"\n',
    });
  }, 60_000);
});
