import type { ProbeResult } from '../../functions/lab/rules/result.ts';
import { element, text } from '../drawing/svg.ts';
import { drawBursts } from './picture-bursts.ts';
import { drawConnections } from './picture-connections.ts';
import { colours, leftMargin, rightMargin, rowGap, rowHeight, width } from './picture-style.ts';
import type { Scale } from './picture-style.ts';
import type { Measured } from './experiment.ts';
import { gapText } from './report.ts';
import type { LabReport, PathReport } from './report.ts';

/** Seconds that are shown before a failover and after the last trouble. */
const shownBefore = 10;
const shownAfter = 12;
const mostRows = 8;

/** Draws what clients met on each path, a row for each failover, as SVG. The same figures give the same text. */
export function picture(report: LabReport, measured: Measured): string {
  const end = lastShown(measured);
  const scale: Scale = (seconds) =>
    leftMargin +
    ((Math.max(-shownBefore, Math.min(seconds, end)) + shownBefore) / (end + shownBefore)) *
      (width - leftMargin - rightMargin);
  const drawn: string[] = [];
  let y = 96;
  if (measured.rounds.length > 0) {
    for (const path of report.paths) {
      const lane = drawLane(path, measured, scale, y);
      drawn.push(lane.content);
      y += lane.height + 30;
    }
    drawn.push(drawAxis(scale, end, y - 14));
    y += 40;
    drawn.push(drawLegend(y));
    y += 36;
  }
  const bursts = drawBursts(report, y);
  drawn.push(bursts.content);
  const height = y + bursts.height;
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      'font-family': 'Helvetica, Arial, sans-serif',
      'font-size': 12,
      fill: colours.text,
    },
    element('title', {}, title),
    element('rect', { width, height, fill: '#fff' }),
    text(24, 34, title, { 'font-size': 18, 'font-weight': 'bold' }),
    text(
      24,
      56,
      `Each row is a failover; ${report.clients} clients a path, a write every ${report.intervalMs} ms.`,
      { fill: colours.faint },
    ),
    text(24, 72, `Time: ${report.time}.`, { fill: colours.faint }),
    ...drawn,
  )}\n`;
}

const title = 'How long can nobody write while the database fails over?';

/** The latest end of an error or of a longest gap, in seconds since the failover, with a little after it. */
function lastShown({ rounds }: Measured): number {
  const ends = rounds.flatMap(({ failedOverAt, results }) =>
    results.flatMap(({ begun, longestGap, spans }) => [
      begun - failedOverAt + longestGap.from + longestGap.milliseconds,
      ...spans.flatMap(([, , to, met]) =>
        met === 'acknowledged' ? [] : [begun - failedOverAt + to],
      ),
    ]),
  );
  const watched = rounds.flatMap(({ failedOverAt, results }) =>
    results.map(({ ended }) => (ended - failedOverAt) / 1000),
  );
  const latest = Math.max(20, ...ends.map((end) => end / 1000)) + shownAfter;
  return Math.min(latest, Math.max(20, ...watched));
}

function drawLane(
  path: PathReport,
  { rounds }: Measured,
  scale: Scale,
  top: number,
): { readonly content: string; readonly height: number } {
  const met = rounds
    .slice(0, mostRows)
    .flatMap(({ failedOverAt, results }) =>
      results
        .filter((result) => result.path === path.name)
        .map((result) => ({ result, offset: (result.begun - failedOverAt) / 1000 })),
    );
  const rowsTop = top + 14;
  const rowAt = (index: number): number => rowsTop + index * (rowHeight + rowGap);
  const rowsBottom = rowAt(met.length);
  const connections = drawConnections(path, scale, rowsBottom + 4);
  const bottom = rowsBottom + 4 + connections.height;
  const content = [
    text(24, top, path.name, { 'font-size': 15, 'font-weight': 'bold' }),
    text(leftMargin, top, path.playedBy, { fill: colours.faint, 'font-size': 11 }),
    ...met.map(({ result, offset }, index) => drawRow(result, offset, scale, rowAt(index))),
    connections.content,
    element('line', {
      x1: scale(0),
      x2: scale(0),
      y1: rowsTop - 4,
      y2: bottom,
      stroke: colours.text,
      'stroke-dasharray': '3 2',
    }),
    ...figures(path, width - rightMargin + 18, rowsTop + 16),
  ].join('\n');
  return { content, height: Math.max(bottom, rowsTop + 80) - top };
}

/** Above: writes, and the time in which there were none; below: what clients were told instead. */
function drawRow(result: ProbeResult, offset: number, scale: Scale, y: number): string {
  const { longestGap, spans, begun, ended } = result;
  const from = longestGap.from / 1000 + offset;
  const upper = rowHeight - 5;
  const bar = (begin: number, end: number, attributes: Readonly<Record<string, string | number>>) =>
    element('rect', {
      x: scale(begin),
      width: Math.max(0.8, scale(end) - scale(begin)),
      ...attributes,
    });
  return [
    bar(offset, offset + (ended - begun) / 1000, { y, height: upper, fill: colours.written }),
    bar(from, from + longestGap.milliseconds / 1000, { y, height: upper, fill: colours.gap }),
    ...spans
      .filter(([, , , kind]) => kind !== 'acknowledged')
      .map(([, begin, end, kind]) =>
        bar(begin / 1000 + offset, end / 1000 + offset, {
          y: y + upper + 1,
          height: 4,
          fill: kind === 'read-only' ? colours.readOnly : colours.error,
        }),
      ),
  ].join('');
}

function figures(path: PathReport, x: number, y: number): readonly string[] {
  const { longestGapMs, lostWrites, doubledWrites, errors } = path;
  if (longestGapMs === null) return [];
  const count = Object.values(errors).reduce((all, value) => all + value, 0);
  return [
    text(x, y, gapText(path, 'median'), { 'font-size': 22, 'font-weight': 'bold' }),
    text(x, y + 17, 'without a write, the median', { 'font-size': 11, fill: colours.faint }),
    text(x, y + 31, `(${gapText(path, 'minimum')} to ${gapText(path, 'maximum')})`, {
      'font-size': 11,
      fill: colours.faint,
    }),
    text(x, y + 47, `${count} ${count === 1 ? 'error' : 'errors'}`, { 'font-size': 11 }),
    text(x, y + 62, `${lostWrites ?? '?'} writes lost, ${doubledWrites ?? '?'} doubled`, {
      'font-size': 11,
    }),
  ];
}

function drawAxis(scale: Scale, end: number, y: number): string {
  const step = end > 240 ? 60 : end > 100 ? 20 : 10;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  return [
    element('line', {
      x1: scale(-shownBefore),
      x2: scale(end),
      y1: y,
      y2: y,
      stroke: colours.text,
    }),
    ...ticks.map((at) =>
      [
        element('line', { x1: scale(at), x2: scale(at), y1: y, y2: y + 5, stroke: colours.text }),
        text(scale(at), y + 18, `${at}`, { 'text-anchor': 'middle', 'font-size': 11 }),
      ].join(''),
    ),
    text(width - rightMargin + 18, y + 18, 'seconds since the failover', { 'font-size': 11 }),
  ].join('\n');
}

function drawLegend(y: number): string {
  const entries = [
    [colours.written, 'writes are acknowledged'],
    [colours.gap, 'no write at all: the longest gap'],
    [colours.error, 'errors'],
    [colours.readOnly, 'read-only errors'],
  ] as const;
  const places = [leftMargin, leftMargin + 170, leftMargin + 380, leftMargin + 450];
  return entries
    .map(([fill, words], index) => {
      const x = places[index] ?? leftMargin;
      return (
        element('rect', { x, y: y - 9, width: 12, height: 10, fill }) +
        text(x + 17, y, words, { 'font-size': 11 })
      );
    })
    .join('');
}
