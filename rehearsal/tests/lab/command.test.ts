import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { help } from '../../../commands/lab/options.ts';
import type { LabReport } from '../../../commands/lab/report.ts';
import { runCommand } from '../../../tests/project-command.ts';
import type { Ended } from '../../../tests/project-command.ts';

// Three paths to real servers; on a busy machine many times as long.
jest.setTimeout(600_000);

const command = (...args: readonly string[]): Promise<Ended> => runCommand('lab', args);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-lab-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('npm run lab', () => {
  it('npm run lab prints its help', async () => {
    expect(await command('--help')).toEqual({ code: 0, output: `${help}\n`, errors: '' });
  });

  it.each([
    [['--paths', 'reader'], '--paths: expected direct or nlb or proxy, found "reader"'],
    [['--local', '--stack', 'lab'], '--stack is about AWS: it goes without --local'],
    [
      ['--local', '--json', '/nothing/out.json'],
      `--json: can't write to "/nothing/out.json": ENOENT: no such file or directory, open '/nothing/out.json'`,
    ],
  ])('npm run lab refuses %j in one line, with exit code 2', async (args, line) => {
    expect(await command(...args)).toEqual({ code: 2, output: '', errors: `${line}\n` });
  });

  it('npm run lab compares all paths in a failover and a burst, with no write lost or doubled', async () => {
    const json = path.join(directory, 'out.json');
    const svg = path.join(directory, 'out.svg');
    const asked = ['--local', '--failovers', '1', '--seconds', '60', '--burst', '200'];

    const { code, output } = await command(...asked, '--json', json, '--picture', svg);
    const report = JSON.parse(await readFile(json, 'utf8')) as LabReport;

    expect({ code, said: output }).toEqual({ code: 0, said: expect.stringContaining('PASSED') });
    expect(report.paths.map(({ name }) => name)).toEqual(['direct', 'nlb', 'proxy']);
    for (const one of report.paths) {
      expect(one).toMatchObject({ failovers: 1, lostWrites: 0, doubledWrites: 0 });
      expect(one.playedBy.length).toBeGreaterThan(20);
      expect(one.acknowledged).toBeGreaterThan(50);
      expect(one.burst).toMatchObject({ clients: 200, errors: {} });
    }
    const [direct, nlb, proxy] = report.paths;
    // The order in which the three let clients write again follows from what each has to wait for.
    const gaps = [proxy, direct, nlb].map((one) => one?.longestGapMs?.median ?? 0);
    expect(gaps).toEqual(gaps.toSorted((one, other) => one - other));
    expect(proxy?.errors).toEqual({});
    expect(Object.keys(direct?.errors ?? {})).toContain('connection-refused');
    // Nobody but the proxy shares connections.
    expect(direct?.burst?.databaseConnections?.maximum).toBe(200);
    expect(proxy?.burst?.databaseConnections?.maximum).toBeLessThan(100);
    expect(await readFile(svg, 'utf8')).toMatch(/^<svg [^]*<\/svg>\n$/);
  });
});
