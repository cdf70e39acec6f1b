import { placeMarks, roomBeside } from './labels.ts';
import type { MarkLabel } from './labels.ts';
import { colours, drawLegend } from './legend.ts';
import type { Design, DesignReport, DesignTimeline, RunReport, TargetSpan } from './report.ts';
import { clientSpans } from './spans.ts';
import type { ClientSpan } from './spans.ts';
import { element, text } from '../../../commands/drawing/svg.ts';

/** What a chart is drawn of. */
export interface ChartSubject {
  readonly run: RunReport;
  /** Virtual milliseconds since the epoch: what the attempts' times are counted from. */
  readonly startedAt: number;
  readonly timelines: Readonly<Record<Design, DesignTimeline>>;
}

const width = 1000;
const leftMargin = 112;
const rightMargin = 24;
const rowHeight = 13;
const rowGap = 4;
/** Seconds before t0, and after the last change, that are shown. */
const shownBefore = 10;
const shownAfter = 25;

const titles: Readonly<Record<Design, string>> = {
  understudy: 'This design: waits for the change, registers, waits for healthy, cuts off',
  oneLookUp: 'One event, one look-up',
};

/** How a target's state looks: how much of its server's colour. */
const strengths: Readonly<Record<string, number>> = {
  healthy: 0.75,
  initial: 0.2,
  unhealthy: 0.2,
  'unhealthy.draining': 0.2,
  draining: 0.4,
  reached: 0.4,
};

/** Draws one failover as both designs' clients saw it, as SVG. The same subject gives the same text. */
export function chart(subject: ChartSubject): string {
  const { run } = subject;
  const lanes = (['understudy', 'oneLookUp'] as const).map((design) => laneOf(design, subject));
  const end = Math.min(
    run.watchedSeconds,
    Math.max(60, ...lanes.flatMap(({ changes }) => changes)) + shownAfter,
  );
  const scale = (seconds: number): number =>
    leftMargin +
    ((Math.min(seconds, end) + shownBefore) / (end + shownBefore)) *
      (width - leftMargin - rightMargin);
  const drawn: string[] = [];
  let y = 84;
  for (const lane of lanes) {
    const { content, height } = drawLane(lane, { run, scale, top: y, end });
    drawn.push(content);
    y += height + 26;
  }
  drawn.push(drawAxis(scale, end, y));
  drawn.push(drawLegend(run, y + 44));
  const height = y + 100;
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      'font-family': 'Helvetica, Arial, sans-serif',
      'font-size': 12,
      fill: '#222',
    },
    element('title', {}, 'Which server took each write during a failover'),
    element('rect', { width, height, fill: '#fff' }),
    text(24, 32, 'Which server took each write during a failover', {
      'font-size': 18,
      'font-weight': 'bold',
    }),
    text(
      24,
      54,
      `${run.force === 'crash' ? 'The host of the writer is gone' : 'FailoverDBCluster'}, ` +
        `${run.formerWriter} → ${run.newWriter}, seed ${run.seed}. Real PostgreSQL, virtual time: ` +
        'what AWS takes is drawn from field reports.',
      { fill: '#555' },
    ),
    ...drawn,
  )}\n`;
}

interface Lane {
  readonly design: Design;
  readonly report: DesignReport;
  readonly spans: readonly ClientSpan[];
  readonly targets: readonly TargetSpan[];
  /** When something changed, in seconds since t0. */
  readonly changes: readonly number[];
}

function laneOf(design: Design, { run, startedAt, timelines }: ChartSubject): Lane {
  const { attempts, targets } = timelines[design];
  const spans = clientSpans(attempts, startedAt, run.watchedSeconds);
  const report = run.designs[design];
  return {
    design,
    report,
    spans,
    targets,
    changes: [...spans, ...targets].map(({ from }) => from),
  };
}

interface Frame {
  readonly run: RunReport;
  readonly scale: (seconds: number) => number;
  readonly top: number;
  readonly end: number;
}

function drawLane(lane: Lane, frame: Frame): { readonly content: string; readonly height: number } {
  const { run, scale, top, end } = frame;
  const { report, spans, targets } = lane;
  const marksTop = top + 34;
  const labels = placeMarks(marksOf(report), scale);
  const lines = labels.map(({ x }) => x);
  const rowsTop = marksTop + 12 * (1 + Math.max(0, ...labels.map(({ level }) => level))) + 8;
  const servers = [run.formerWriter, run.newWriter];
  const clients = [...new Set(spans.map(({ client }) => client))];
  const rowAt = (index: number): number => rowsTop + index * (rowHeight + rowGap);
  const clientsTop = servers.length + 0.4;
  const bottom = rowAt(clientsTop + clients.length);
  const parts = [
    text(24, top, titles[lane.design], { 'font-size': 14, 'font-weight': 'bold' }),
    text(24, top + 17, sentence(report), { fill: '#555' }),
    ...servers.map((server, index) =>
      text(leftMargin - 8, rowAt(index) + 10, `target ${server}`, {
        'text-anchor': 'end',
        'font-size': 11,
      }),
    ),
    ...clients.map((client, index) =>
      text(leftMargin - 8, rowAt(clientsTop + index) + 10, `client ${client}`, {
        'text-anchor': 'end',
        'font-size': 11,
      }),
    ),
    ...targets
      .filter(({ from }) => from < end)
      .map((span) => drawTarget(span, frame, rowAt(servers.indexOf(span.server)), lines)),
    ...servers.flatMap((server, index) =>
      targets.some((target) => target.server === server)
        ? []
        : [stateText('never registered', [scale(-shownBefore), scale(end)], rowAt(index), lines)],
    ),
    ...spans
      .filter(({ from }) => from < end)
      .map((span) =>
        bar(scale, span, rowAt(clientsTop + clients.indexOf(span.client)), {
          fill: colourOf(span, run),
        }),
      ),
    ...labels.map((label) => drawMark(label, marksTop + 12 * label.level, bottom)),
  ];
  return { content: parts.join('\n'), height: bottom - top };
}

function sentence(report: DesignReport): string {
  const { clientsLeftBehind: leftBehind, readOnlyErrorsAfterRepoint: late } = report;
  return [
    `no write for ${report.longestGapSeconds} s, from one client for ${report.longestClientGapSeconds} s`,
    report.repointed === null
      ? `${report.readOnlyErrors} read-only errors; never re-pointed`
      : `${report.readOnlyErrors} read-only errors, ${late} after the re-point at ${report.repointed} s`,
    `${report.lostWrites} writes lost`,
    ...(leftBehind > 0
      ? [`${leftBehind} ${leftBehind === 1 ? 'client' : 'clients'} left behind`]
      : []),
  ].join('; ');
}

function marksOf(report: DesignReport): readonly (readonly [string, number])[] {
  const names = ['t0', 't1', 't2', 't3', 't4', 't5', 't6'] as const;
  return names.flatMap((name) => {
    const at = report[name];
    // With a client left behind there is no last error yet.
    const goesOn = name === 't6' && report.clientsLeftBehind > 0;
    return at === null || goesOn ? [] : [[name.toUpperCase(), at] as const];
  });
}

function drawMark({ name, x }: MarkLabel, y: number, bottom: number): string {
  // At the right edge there is room on the left alone.
  const side = x > width - rightMargin - 16 ? -18 : 3;
  return [
    element('line', {
      x1: x,
      x2: x,
      y1: y - 9,
      y2: bottom,
      stroke: '#222',
      'stroke-width': 0.8,
      'stroke-dasharray': '2 2',
    }),
    text(x + side, y, name, { 'font-size': 11, 'font-weight': 'bold' }),
  ].join('');
}

function drawTarget(
  span: TargetSpan,
  { run, scale }: Frame,
  y: number,
  lines: readonly number[],
): string {
  const fill = span.server === run.formerWriter ? colours.former : colours.successor;
  const strength = strengths[span.state] ?? 0.2;
  const room = [scale(Math.max(span.from, -shownBefore)), scale(span.to)] as const;
  return [
    bar(scale, span, y, { fill, 'fill-opacity': strength, stroke: fill, 'stroke-width': 0.6 }),
    stateText(span.state, room, y, lines, strength > 0.5 ? '#fff' : '#222'),
  ].join('');
}

/** A target's state in its row; nothing where there is no room for it. */
function stateText(
  words: string,
  room: readonly [left: number, right: number],
  y: number,
  lines: readonly number[],
  fill = '#222',
): string {
  const x = roomBeside(lines, room, words.length * 6);
  return x === undefined ? '' : text(x, y + 10, words, { 'font-size': 10, fill });
}

function bar(
  scale: (seconds: number) => number,
  { from, to }: { readonly from: number; readonly to: number },
  y: number,
  attributes: Readonly<Record<string, string | number>>,
): string {
  const x = scale(Math.max(from, -shownBefore));
  // A single error among many writes stays visible.
  const barWidth = Math.max(0.8, scale(to) - x);
  return element('rect', { x, y, width: barWidth, height: rowHeight, ...attributes });
}

function colourOf({ met }: ClientSpan, run: RunReport): string {
  if ('error' in met) {
    return met.error === 'acknowledged' ? colours.successor : colours[met.error];
  }
  return met.took === run.formerWriter ? colours.former : colours.successor;
}

function drawAxis(scale: (seconds: number) => number, end: number, y: number): string {
  const step = end > 240 ? 60 : end > 100 ? 20 : 10;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  return [
    element('line', { x1: scale(-shownBefore), x2: scale(end), y1: y, y2: y, stroke: '#222' }),
    ...ticks.map((at) =>
      [
        element('line', { x1: scale(at), x2: scale(at), y1: y, y2: y + 5, stroke: '#222' }),
        text(scale(at), y + 18, `${at}`, { 'text-anchor': 'middle', 'font-size': 11 }),
      ].join(''),
    ),
    text(leftMargin - 8, y + 18, 'seconds', { 'text-anchor': 'end', 'font-size': 11 }),
  ].join('\n');
}
