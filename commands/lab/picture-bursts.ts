import { element, text } from '../drawing/svg.ts';
import { colours, leftMargin, rightMargin, width } from './picture-style.ts';
import type { LabReport } from './report.ts';

const barHeight = 16;

/** How many connections the database had for a burst of clients, a bar for each path. */
export function drawBursts(
  { paths }: LabReport,
  top: number,
): { readonly content: string; readonly height: number } {
  const bursts = paths.flatMap(({ name, burst }) => (burst === null ? [] : [{ name, ...burst }]));
  const [first] = bursts;
  if (first === undefined) return { content: '', height: 0 };
  const most = Math.max(
    first.clients,
    ...bursts.map(({ databaseConnections }) => databaseConnections?.maximum ?? 0),
  );
  const drawn = bursts.map(({ name, databaseConnections }, index) => {
    const y = top + 30 + index * (barHeight + 8);
    const connections = databaseConnections?.maximum ?? 0;
    const length = (connections / most) * (width - leftMargin - rightMargin);
    const said = databaseConnections === null ? 'not counted' : String(connections);
    return [
      text(leftMargin - 8, y + 12, name, { 'text-anchor': 'end' }),
      element('rect', {
        x: leftMargin,
        y,
        width: Math.max(1, length),
        height: barHeight,
        fill: colours.connections,
      }),
      text(leftMargin + length + 8, y + 12, said, { 'font-weight': 'bold' }),
    ].join('');
  });
  return {
    content: [
      text(24, top + 14, `${first.clients} clients at once: connections that the database had`, {
        'font-size': 14,
        'font-weight': 'bold',
      }),
      ...drawn,
    ].join('\n'),
    height: 30 + bursts.length * (barHeight + 8) + 20,
  };
}
