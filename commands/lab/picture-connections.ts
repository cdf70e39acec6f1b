import { element, text } from '../drawing/svg.ts';
import { colours, leftMargin } from './picture-style.ts';
import type { Scale } from './picture-style.ts';
import type { PathReport } from './report.ts';

const height = 30;
/** Milliseconds between two counts; after a longer time nobody could count, and the line ends. */
const longestPause = 2500;

/** The connections of a path that the database saw in the first failover, as a line of steps. */
export function drawConnections(
  { runs }: PathReport,
  scale: Scale,
  top: number,
): { readonly content: string; readonly height: number } {
  const samples = runs[0]?.databaseConnections ?? [];
  if (samples.length === 0) return { content: '', height: 0 };
  const most = Math.max(1, ...samples.map(([, connections]) => connections));
  const at = (connections: number): number => top + height - (connections / most) * (height - 8);
  const lines: string[][] = [];
  let last = -Infinity;
  for (const [when, connections] of samples) {
    const x = scale(when / 1000).toFixed(1);
    const y = at(connections).toFixed(1);
    const before = lines.at(-1)?.at(-1)?.split(',')[1];
    if (before === undefined || when - last > longestPause) lines.push([`${x},${y}`]);
    else lines.at(-1)?.push(`${x},${before}`, `${x},${y}`);
    last = when;
  }
  return {
    content: [
      ...lines.map((points) =>
        element('polyline', {
          points: points.join(' '),
          fill: 'none',
          stroke: colours.connections,
          'stroke-width': 1.4,
        }),
      ),
      text(leftMargin - 8, top + height - 4, 'connections', {
        'text-anchor': 'end',
        'font-size': 11,
        fill: colours.connections,
      }),
      text(leftMargin - 8, top + 9, `${most}`, {
        'text-anchor': 'end',
        'font-size': 10,
        fill: colours.connections,
      }),
    ].join(''),
    height: height + 4,
  };
}
