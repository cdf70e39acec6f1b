import { spreadFigures } from './report.ts';
import type { Design, DesignReport, FailoverReport, RunReport, Spread } from './report.ts';

const designs = ['understudy', 'oneLookUp'] as const satisfies readonly Design[];
const headings = { understudy: 'this design', oneLookUp: 'one look-up' } as const;

/** The figures for a person, in at most 80 columns. Times are virtual seconds since T0. */
export function table(report: FailoverReport): string {
  const { runs } = report;
  const lines = runs.length === 1 ? runs.flatMap(oneRun) : manyRuns(report);
  return [...lines, '', verdict(report)].join('\n');
}

const rows: readonly (readonly [string, (report: DesignReport) => string])[] = [
  ['T1  the API calls another one the writer', ({ t1 }) => time(t1)],
  ["T2  the cluster endpoint's address follows", ({ t2 }) => time(t2)],
  ['T3  the new writer is registered', ({ t3 }) => time(t3)],
  ['T4  it is healthy', ({ t4 }) => time(t4)],
  ['T5  it takes the first write', ({ t5 }) => time(t5)],
  ['T6  the last read-only error', ({ t6, ...rest }) => open(rest, time(t6))],
  ['    the former writer is out of reach', ({ repointed }) => time(repointed)],
  [
    'longest time without any write',
    (report) => open(report, time(report.longestGapSeconds), 'all'),
  ],
  ['longest time for one client', (report) => open(report, time(report.longestClientGapSeconds))],
  ['writes acknowledged', ({ acknowledged }) => String(acknowledged)],
  ['  lost', ({ lostWrites }) => String(lostWrites)],
  ['  doubled', ({ doubledWrites }) => String(doubledWrites)],
  ['sent, no answer: kept, gone', ({ unknownOutcomes: { kept, gone } }) => `${kept}, ${gone}`],
  ['nobody answered', ({ unreachable }) => String(unreachable)],
  ['read-only errors', ({ readOnlyErrors }) => String(readOnlyErrors)],
  [
    '  after the former writer is out of reach',
    ({ readOnlyErrorsAfterRepoint }) => String(readOnlyErrorsAfterRepoint ?? '-'),
  ],
  ['clients left behind', ({ clientsLeftBehind }) => String(clientsLeftBehind)],
  [
    'a write here, p50 and p99 in real ms',
    ({ realMilliseconds: { p50, p99 } }) => `${p50}, ${p99}`,
  ],
];

function oneRun(run: RunReport): readonly string[] {
  return [
    '',
    `${title(run)}, seed ${run.seed}: ${run.formerWriter} → ${run.newWriter}`,
    '',
    row(
      'seconds of virtual time since T0',
      designs.map((design) => headings[design]),
    ),
    ...rows.map(([name, value]) =>
      row(
        name,
        designs.map((design) => value(run.designs[design])),
      ),
    ),
    '',
    `watched for ${run.watchedSeconds} virtual s, in ${run.wallSeconds} s`,
  ];
}

function row(name: string, values: readonly string[]): string {
  return `  ${name.padEnd(44)}${values.map((value) => value.padStart(15)).join('')}`;
}

const spreadNames: Readonly<Record<(typeof spreadFigures)[number], string>> = {
  t1: 'T1  API',
  t2: 'T2  DNS',
  t3: 'T3  registered',
  t4: 'T4  healthy',
  t5: 'T5  first write',
  t6: 'T6  last read-only error',
  repointed: '    out of reach',
  longestGapSeconds: 'no write at all for',
  longestClientGapSeconds: 'one client not for',
  readOnlyErrors: 'read-only errors',
  lostWrites: 'lost writes',
  doubledWrites: 'doubled writes',
};

function manyRuns({ runs, spread, wallSeconds }: FailoverReport): readonly string[] {
  const [first] = runs;
  const never = designs.map((design) => {
    const count = runs.filter((run) => run.designs[design].repointed === null).length;
    return count === 0 ? 'none' : `${count} of ${runs.length}`;
  });
  return [
    '',
    `${first ? title(first) : ''}, ${runs.length} runs, seeds ${first?.seed} to ${runs.at(-1)?.seed}`,
    '',
    wide(
      '',
      designs.map((design) => headings[design]),
    ),
    wide(
      'virtual seconds since T0',
      designs.map(() => 'min  median     max'),
    ),
    ...spreadFigures.map((figure) =>
      wide(
        spreadNames[figure],
        designs.map((design) => three(spread[design][figure])),
      ),
    ),
    wide('never re-pointed', never),
    '',
    `in ${wallSeconds} s`,
  ];
}

function wide(name: string, values: readonly string[]): string {
  return `  ${name.padEnd(26)}${values.map((value) => value.padStart(25)).join('')}`.trimEnd();
}

function three(spread: Spread): string {
  return spread === null ? '-' : spread.map((value) => String(value).padStart(7)).join(' ');
}

function title({ force }: RunReport): string {
  return force === 'crash' ? "The writer's host is gone" : 'FailoverDBCluster';
}

/** A figure that had not come to its end when the watching ended. */
function open(
  { clientsLeftBehind, t5 }: Pick<DesignReport, 'clientsLeftBehind' | 't5'>,
  value: string,
  who: 'one' | 'all' = 'one',
): string {
  const goesOn = who === 'one' ? clientsLeftBehind > 0 : t5 === null;
  return goesOn ? `over ${value}` : value;
}

function time(seconds: number | null): string {
  return seconds === null ? 'never' : seconds.toFixed(1);
}

function verdict({ passed }: FailoverReport): string {
  return passed
    ? 'PASSED: no write lost or doubled, no read-only error after the re-point, exactly the writer left'.replace(
        ', exactly',
        ',\nexactly',
      )
    : 'FAILED: expected no write lost or doubled, no read-only error after the re-point, and\nexactly the writer as target in the end';
}
