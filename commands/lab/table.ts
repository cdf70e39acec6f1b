import { gapText } from './report.ts';
import type { LabReport, PathReport } from './report.ts';

/** The figures for a terminal: a column for each path. */
export function table(report: LabReport): string {
  const { paths } = report;
  const errors = [...new Set(paths.flatMap((path) => Object.keys(path.errors)))].toSorted();
  const rows: readonly Row[] = [
    ['failovers', ({ failovers }) => String(failovers)],
    ['longest time without a write, least', (path) => gapText(path, 'minimum')],
    ['  median', (path) => gapText(path, 'median')],
    ['  most', (path) => gapText(path, 'maximum')],
    ['an attempt, p50', ({ p50Ms }) => milliseconds(p50Ms)],
    ['  p99', ({ p99Ms }) => milliseconds(p99Ms)],
    ['writes acknowledged', ({ acknowledged }) => String(acknowledged)],
    ['  lost', ({ lostWrites }) => count(lostWrites)],
    ['  doubled', ({ doubledWrites }) => count(doubledWrites)],
    ['sent, no answer: kept, gone', ({ unknownOutcomes }) => pair(unknownOutcomes)],
    ...errors.map(
      (kind) => [`errors: ${kind}`, (path: PathReport) => String(path.errors[kind] ?? 0)] as const,
    ),
    ['connections on the database', ({ databaseConnections }) => range(databaseConnections)],
    ...(paths.some(({ burst }) => burst !== null) ? burstRows : []),
  ];
  return [
    '',
    row(
      '',
      paths.map(({ name }) => name),
    ),
    ...rows.map(([title, value]) => row(title, paths.map(value))),
    '',
    ...paths.map(({ name, playedBy }) => `  ${name}: ${playedBy}`),
    `  time: ${report.time}`,
    '',
    'What AWS publishes, measured otherwise than this:',
    ...report.published.map(({ claim, source }) => `  ${claim} (${source})`),
    '',
    verdict(report),
    `in ${report.wallSeconds} s`,
  ].join('\n');
}

type Row = readonly [title: string, value: (path: PathReport) => string];

const burstRows: readonly Row[] = [
  ['a burst of clients', ({ burst }) => count(burst?.clients ?? null)],
  ['  connections on the database', ({ burst }) => range(burst?.databaseConnections ?? null)],
  ['  errors', ({ burst }) => (burst === null ? '-' : list(burst.errors))],
];

function row(title: string, values: readonly string[]): string {
  return `  ${title.padEnd(40)}${values.map((value) => value.padStart(18)).join('')}`.trimEnd();
}

function milliseconds(value: number | null): string {
  return value === null ? '-' : `${value} ms`;
}

function count(value: number | null): string {
  return value === null ? '-' : String(value);
}

function pair(value: PathReport['unknownOutcomes']): string {
  return value === null ? '-' : `${value.kept}, ${value.gone}`;
}

function range(value: PathReport['databaseConnections']): string {
  return value === null ? '-' : `${value.minimum} to ${value.maximum}`;
}

function list(errors: Readonly<Record<string, number>>): string {
  const entries = Object.entries(errors);
  return entries.length === 0 ? 'none' : entries.map(([kind, n]) => `${n} ${kind}`).join(', ');
}

function verdict({ passed, paths }: LabReport): string {
  if (passed) return 'PASSED: no write was lost or doubled on any path';
  const uncounted = paths.filter(({ lostWrites }) => lostWrites === null).map(({ name }) => name);
  return uncounted.length > 0
    ? `FAILED: no writer answered in the end that could be asked what it has (${uncounted.join(', ')})`
    : 'FAILED: expected no write lost or doubled';
}
