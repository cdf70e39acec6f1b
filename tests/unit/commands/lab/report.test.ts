import { describe, expect, it } from '@jest/globals';
import type { Measured } from '../../../../commands/lab/experiment.ts';
import { picture } from '../../../../commands/lab/picture.ts';
import { published } from '../../../../commands/lab/published.ts';
import { reportOf, spreadOf } from '../../../../commands/lab/report.ts';
import type { LabReport } from '../../../../commands/lab/report.ts';
import { table } from '../../../../commands/lab/table.ts';
import type { ProbeResult } from '../../../../functions/lab/rules/result.ts';
import { result } from './fake-lab.ts';

const request = {
  paths: ['direct', 'proxy'],
  clients: 4,
  intervalMilliseconds: 100,
  seconds: 60,
} as const;
const lab = { playedBy: { direct: 'a <server>', proxy: 'a proxy' }, time: 'virtual' };
const gap = (milliseconds: number, isOpen = false): Partial<ProbeResult> => ({
  longestGap: { milliseconds, from: 10_000, isOpen },
});

function measured(...direct: readonly Partial<ProbeResult>[]): Measured {
  return {
    rounds: direct.map((more) => ({
      failedOverAt: 10_000,
      results: [result({ path: 'direct' }, more), result({ path: 'proxy' }, gap(400))],
    })),
    bursts: [],
  };
}

const report = (seen: Measured): LabReport => reportOf(seen, request, lab, 1.5);

describe('the report of an experiment', () => {
  it('each path has the figures of all failovers', () => {
    const errors = { 'read-only': { count: 3, first: 'a reader' } };
    const seen = measured({ ...gap(9000), errors }, gap(7000), { ...gap(30_000), errors });

    expect(report(seen)).toMatchObject({
      passed: true,
      clients: 4,
      intervalMs: 100,
      watchedSeconds: 60,
      paths: [
        {
          name: 'direct',
          playedBy: 'a <server>',
          failovers: 3,
          longestGapMs: { minimum: 7000, median: 9000, maximum: 30_000 },
          openGaps: 0,
          p50Ms: 5,
          p99Ms: 8,
          attempts: 9,
          acknowledged: 9,
          errors: { 'read-only': 6 },
          lostWrites: 0,
          doubledWrites: 0,
          unknownOutcomes: { kept: 0, gone: 0 },
          databaseConnections: { minimum: 2, maximum: 4 },
          burst: null,
        },
        { name: 'proxy', longestGapMs: { minimum: 400, median: 400, maximum: 400 } },
      ],
      published,
    });
  });

  it('what AWS publishes has a source, and is in none of our figures', () => {
    const { published: theirs, ...ours } = report(measured(gap(1)));

    expect(theirs.length).toBeGreaterThan(2);
    for (const { claim, source, address } of theirs) {
      expect([claim, source].every((words) => words.length > 20)).toBe(true);
      expect(address).toMatch(/^https:\/\/(docs\.)?aws\.amazon\.com\//);
    }
    expect(JSON.stringify(ours)).not.toMatch(/79|66 %|32 %/);
  });

  it('a burst is told beside the failovers, and its writes count', () => {
    const accounts = {
      lostWrites: 2,
      doubledWrites: 1,
      unknownOutcomes: { kept: 1, gone: 0 },
      refusedAndKept: 0,
    };
    const bursts = [result({ path: 'proxy', clients: 200 }, { accounts })];

    const [direct, proxy] = report({ ...measured(gap(1)), bursts }).paths;

    expect(direct).toMatchObject({ burst: null, lostWrites: 0 });
    expect(proxy).toMatchObject({
      burst: { clients: 200, databaseConnections: { minimum: 2, maximum: 4 } },
      lostWrites: 2,
      doubledWrites: 1,
      failovers: 1,
    });
  });

  it.each([
    [{ lostWrites: 1 }, 'FAILED: expected no write lost or doubled'],
    [{ doubledWrites: 1 }, 'FAILED: expected no write lost or doubled'],
    [null, 'FAILED: no writer answered in the end that could be asked what it has (direct)'],
  ] as const)('an experiment whose accounts are %j fails', (accounts, line) => {
    const { accounts: clean } = result();
    const more = { accounts: accounts === null ? null : Object.assign({ ...clean }, accounts) };
    const made = report(measured(gap(1), more as Partial<ProbeResult>));

    expect(made.passed).toBe(false);
    expect(table(made)).toContain(line);
  });

  it('nothing has no spread', () => {
    expect(spreadOf([])).toBeNull();
  });
});

describe('the table of an experiment', () => {
  it('the table has a column for each path and names who played it', () => {
    const text = table(report(measured(gap(9000), gap(70_000, true))));

    expect(text).toMatch(/^ +direct +proxy$/m);
    expect(text).toMatch(/longest time without a write, least +9\.0 s +0\.4 s/);
    expect(text).toMatch(/most +over 70\.0 s +0\.4 s/);
    expect(text).toContain('direct: a <server>');
    expect(text).toContain('PASSED: no write was lost or doubled on any path');
    expect(text).not.toContain('burst');
  });
});

describe('the picture of an experiment', () => {
  const seen = measured(
    { ...gap(9000), spans: [[1, 9000, 19_000, 'read-only', 3]] },
    { ...gap(70_000, true), spans: [[1, 9000, 60_000, 'dns', 3]] },
  );

  it('the picture has a lane for each path and a row for each failover', () => {
    const svg = picture(report(seen), seen);

    expect(svg).toContain('>direct</text>');
    expect(svg).toContain('a &lt;server&gt;');
    expect(svg.match(/fill="#66c2a5"/g)).toHaveLength(5);
    expect(svg.match(/fill="#e6b800"/g)).toHaveLength(2);
    expect(svg).toContain('9.0 s</text>');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('the picture of bursts alone shows their connections', () => {
    const bursts = [
      result({ path: 'direct', clients: 200 }),
      result({ path: 'proxy', clients: 200 }),
    ];
    const only = { rounds: [], bursts };

    const svg = picture(report(only), only);

    expect(svg).toContain('200 clients at once: connections that the database had');
    expect(svg).not.toMatch(/NaN|undefined|Infinity|since the failover/);
  });

  it('the same figures give the same picture', () => {
    expect(picture(report(seen), seen)).toBe(picture(report(seen), seen));
  });
});
