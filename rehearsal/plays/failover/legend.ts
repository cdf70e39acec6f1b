import type { RunReport } from './report.ts';
import { element, text } from '../../../commands/drawing/svg.ts';

/** Colours that stay apart for most eyes (Paul Tol, "bright"). */
export const colours = {
  former: '#4477aa',
  successor: '#228833',
  'read-only': '#ee6677',
  unreachable: '#c8c8c8',
  unknown: '#aa3377',
  refused: '#ccbb44',
} as const;

/** Says what the colours, the marks and the rows of a chart mean. */
export function drawLegend(run: RunReport, y: number): string {
  const entries = [
    [colours.former, `taken by ${run.formerWriter}`],
    [colours.successor, `taken by ${run.newWriter}`],
    [colours['read-only'], 'refused: read-only'],
    [colours.unreachable, 'nobody answered'],
    [colours.unknown, 'sent, no answer'],
  ] as const;
  const marks =
    'T0 failover begins · T1 API shows the new writer · T2 DNS does · T3 registered · T4 healthy · ' +
    'T5 first write to it · T6 last read-only error';
  return [
    ...entries.map(([fill, words], index) => {
      const x = 24 + index * 172;
      return [
        element('rect', { x, y: y - 10, width: 12, height: 12, fill }),
        text(x + 18, y, words, { 'font-size': 11 }),
      ].join('');
    }),
    text(24, y + 22, marks, { 'font-size': 11, fill: '#555' }),
    text(
      24,
      y + 38,
      "A target's row is its state in the target group, pale where it isn't healthy; " +
        'reached: off the list, and new connections still arrive',
      {
        'font-size': 11,
        fill: '#555',
      },
    ),
  ].join('\n');
}
