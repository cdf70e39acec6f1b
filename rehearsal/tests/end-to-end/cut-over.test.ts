import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { help } from '../../plays/cut-over/options.ts';
import type { CutOverReport } from '../../plays/cut-over/play.ts';
import { runCommand } from '../../../tests/project-command.ts';
import type { Ended } from '../../../tests/project-command.ts';

// A whole recovery with eight clients; on a busy machine many times as long.
jest.setTimeout(900_000);

const command = (...args: readonly string[]): Promise<Ended> =>
  runCommand('rehearse:cut-over', args);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-cut-over-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Plays one recovery. @returns its figures, and how the command ended */
async function played(...args: readonly string[]): Promise<[CutOverReport | undefined, Ended]> {
  const json = path.join(directory, 'out.json');
  const ended = await command(...args, '--json', json);
  const { runs } = JSON.parse(await readFile(json, 'utf8')) as { runs: CutOverReport[] };
  return [runs[0], ended];
}

describe('npm run rehearse:cut-over', () => {
  it('npm run rehearse:cut-over prints its help', async () => {
    expect(await command('--help')).toEqual({ code: 0, output: `${help}\n`, errors: '' });
  });

  it('clients of the load balancer are with the restored database before its name is, and none writes into the old one then', async () => {
    const [run, { code, errors }] = await played('--seed', '2');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(run).toMatchObject({ status: 'SUCCEEDED', failedChecks: [] });
    expect(run?.clients.access).toMatchObject({
      writesIntoOldAfterCutOver: 0,
      lostWrites: 0,
      doubledWrites: 0,
      mostLostConnections: 1,
      clientsLeftBehind: 0,
    });
    const gap = run?.clients.access.longestGapSeconds;
    // One reconnect: the delay of the old target, the calls around it, and the listener's lag, twice.
    expect(Math.max(gap?.keeps ?? 0, gap?.connectsAnew ?? 0)).toBeLessThanOrEqual(16);
  });
});
