import { describe, expect, it } from '@jest/globals';
import { chart } from '../../plays/failover/chart.ts';
import { passed, summarize } from '../../plays/failover/report.ts';
import type { DesignReport, RunReport } from '../../plays/failover/report.ts';
import { table } from '../../plays/failover/table.ts';
import { failoverReport } from './report-schema.ts';
import { designReport, leftBehind, run, stretch } from './subjects.ts';

const facts = { clients: 4, wallSeconds: 20.1 };

function withT1(seed: number, t1: number | null): RunReport {
  return { ...run, seed, designs: { ...run.designs, understudy: { ...designReport, t1 } } };
}

describe('the verdict of a failover', () => {
  it.each([
    { wrong: {}, expected: true },
    { wrong: { lostWrites: 1 }, expected: false },
    { wrong: { doubledWrites: 1 }, expected: false },
    { wrong: { readOnlyErrorsAfterRepoint: 1 }, expected: false },
    { wrong: { readOnlyErrorsAfterRepoint: null }, expected: false },
    { wrong: { endsWithWriter: false }, expected: false },
    { wrong: { t5: null }, expected: false },
  ] satisfies { wrong: Partial<DesignReport>; expected: boolean }[])(
    'the verdict is $expected for $wrong',
    ({ wrong, expected }) => {
      expect(passed({ ...designReport, ...wrong })).toBe(expected);
    },
  );

  it('the verdict depends on the design of Understudy in every run', () => {
    expect(summarize([run], facts).passed).toBe(true);
    const bad = { ...run, designs: { understudy: leftBehind, oneLookUp: designReport } };
    expect(summarize([run, bad], facts).passed).toBe(false);
  });
});

describe('the spread of several runs', () => {
  it('the spread of several runs has the minimum, median and maximum of the values there are', () => {
    const runs = [withT1(1, 30), withT1(2, 10), withT1(3, 20), withT1(4, null)] as const;
    const report = summarize(runs, facts);
    expect(report.spread.understudy.t1).toEqual([10, 20, 30]);
    expect(report.spread.oneLookUp.repointed).toBeNull();
    expect(report).toMatchObject({ t1: 30, designs: runs[0].designs, clients: 4 });
  });
});

describe('the losses of all runs', () => {
  it('the report of several runs has the worst losses at its top level', () => {
    const worse = { ...designReport, lostWrites: 2, readOnlyErrorsAfterRepoint: 3 };
    const bad = { ...run, designs: { ...run.designs, understudy: worse } };
    expect(summarize([run, bad], facts)).toMatchObject({
      lostWrites: 2,
      doubledWrites: 0,
      readOnlyErrorsAfterRepoint: 3,
    });
  });
});

describe('the JSON report', () => {
  it('the JSON report matches its schema, for one run as for several', () => {
    for (const runs of [[run], [run, run]] as const) {
      const written: unknown = JSON.parse(JSON.stringify(summarize(runs, facts)));
      expect(failoverReport.parse(written)).toEqual(written);
    }
  });

  it('the JSON report has t0 to t6 and the losses for both designs', () => {
    const { designs } = summarize([run], facts);
    for (const report of Object.values(designs)) {
      expect(Object.keys(report)).toEqual(
        expect.arrayContaining(
          't0 t1 t2 t3 t4 t5 t6 lostWrites doubledWrites readOnlyErrorsAfterRepoint'.split(' '),
        ),
      );
    }
  });
});

describe('the table of a failover', () => {
  it.each([1, 3])('a table of %i runs fits 80 columns', (count) => {
    const text = table(summarize([run, ...Array<RunReport>(count - 1).fill(run)], facts));
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).toContain('PASSED');
  });

  it('the table tells which spans had no end while they were watched', () => {
    const text = table(summarize([run], facts));
    expect(text).toMatch(/the last read-only error +92\.1 +over 420\.0/);
    expect(text).toMatch(/out of reach +92\.4 +never/);
  });
});

describe('the chart of a failover', () => {
  const attempts = [
    ...stretch(1, [-10_000, 0], 'acknowledged', 'orders-1'),
    ...stretch(1, [0, 30_000], 'unreachable'),
    ...stretch(1, [30_000, 92_000], 'read-only', 'orders-1'),
    ...stretch(1, [92_000, 120_000], 'acknowledged', 'orders-2'),
  ];
  const targets = [{ server: 'orders-1', state: 'healthy', from: -10, to: 92 }];
  const subject = {
    run,
    startedAt: 0,
    timelines: { understudy: { attempts, targets }, oneLookUp: { attempts, targets } },
  };

  it('the picture of the same subject is the same', () => {
    expect(chart(subject)).toBe(chart(subject));
  });

  it('the picture has a bar for each stretch of a client, and a line for each mark', () => {
    const drawn = chart(subject);
    const count = (pattern: RegExp): number => drawn.match(pattern)?.length ?? 0;
    // Two stretches and a legend's square of each kind, for the two designs.
    expect(count(/height="13" fill="#ee6677"/g)).toBe(2);
    expect(count(/height="13" fill="#c8c8c8"/g)).toBe(2);
    // The last read-only error of those who are left behind is still to come.
    expect(count(/>T[0-6]</g)).toBe(13);
    expect(count(/never registered/g)).toBe(2);
  });

  it('the picture has no text line that is wider than the picture', () => {
    const widest = {
      ...designReport,
      longestGapSeconds: 399.9,
      longestClientGapSeconds: 399.9,
      readOnlyErrors: 19_999,
      readOnlyErrorsAfterRepoint: 1999,
      repointed: 399.9,
      clientsLeftBehind: 20,
    };
    const designs = { understudy: widest, oneLookUp: widest };
    const lines = chart({ ...subject, run: { ...run, designs } }).match(/(?<=>)[^<>\n]+(?=<)/g);
    // 952 wide, and up to 6.2 a character where Helvetica is missing.
    for (const line of lines ?? []) expect(line.length).toBeLessThan(150);
    expect(lines?.length).toBeGreaterThan(20);
  });

  it('the picture is well-formed and escapes its texts', () => {
    const marked = { ...run, newWriter: 'a<b>&"c"' };
    const drawn = chart({ ...subject, run: marked });
    expect(drawn).toContain('a&lt;b&gt;&amp;&quot;c&quot;');
    expect(drawn).not.toContain('a<b>');
  });
});
