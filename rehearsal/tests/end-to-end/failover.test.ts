import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { help } from '../../plays/failover/options.ts';
import { runCommand } from '../../../tests/project-command.ts';
import type { Ended } from '../../../tests/project-command.ts';
import { failoverReport } from '../failover/report-schema.ts';

// Two load balancers, two servers and eight clients; on a busy machine many times as long.
jest.setTimeout(300_000);

const command = (...args: readonly string[]): Promise<Ended> =>
  runCommand('rehearse:failover', args);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-failover-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('npm run rehearse:failover', () => {
  it('npm run rehearse:failover prints its help', async () => {
    expect(await command('--help')).toEqual({ code: 0, output: `${help}\n`, errors: '' });
  });

  it('npm run rehearse:failover refuses a wrong option in one line, with exit code 2', async () => {
    expect(await command('--force', 'reboot')).toEqual({
      code: 2,
      output: '',
      errors: '--force: expected failover or crash, found "reboot"\n',
    });
  });

  it('npm run rehearse:failover measures a failover without losses and draws the documented chart', async () => {
    const json = path.join(directory, 'out.json');
    const svg = path.join(directory, 'out.svg');

    const { code, output, errors } = await command('--json', json, '--picture', svg);
    const report = failoverReport.parse(JSON.parse(await readFile(json, 'utf8')));

    expect({ code, errors }).toEqual({ code: 0, errors: '0 of 1 failovers\n' });
    expect(output).toContain('PASSED');
    expect(report).toMatchObject({
      t0: 0,
      lostWrites: 0,
      doubledWrites: 0,
      readOnlyErrorsAfterRepoint: 0,
      endsWithWriter: true,
    });
    const { t1, t2, t3, t4, t5 } = report;
    const moments = [t1, t2, t3, t4, t5].map(Number);
    // Neither the API nor DNS alone is believed; and nothing is healthy before it is registered.
    const told = Math.max(Number(t1), Number(t2));
    expect(Number(t3)).toBeGreaterThanOrEqual(told);
    expect(Number(t3) - told).toBeLessThan(3);
    // "Typically less than 60 seconds": Aurora's user guide.
    expect(t1).toBeLessThan(60);
    expect(moments.slice(2)).toEqual(moments.slice(2).toSorted((one, other) => one - other));
    expect(report.acknowledged).toBeGreaterThan(300);
    expect(report.designs.understudy.readOnlyErrors).toBeGreaterThan(0);
    expect(report.designs.understudy.clientsLeftBehind).toBe(0);
    expect(report.designs.oneLookUp).toMatchObject({
      t0: 0,
      t1,
      t2,
      t5: null,
      lostWrites: 0,
      doubledWrites: 0,
      clientsLeftBehind: 4,
    });
    expect(await readFile(svg, 'utf8')).toBe(await readFile('docs/failover.svg', 'utf8'));
  });

  it('npm run rehearse:failover recovers from the loss of the writer’s host', async () => {
    const { code, output, errors } = await command('--force', 'crash', '--clients', '2');

    expect({ code, errors }).toEqual({ code: 0, errors: '0 of 1 failovers\n' });
    expect(output).toContain("The writer's host is gone, seed 1: orders-1 → orders-2");
  });
});
