import { stepGraph } from './step-graph.ts';
import type { StepEdge, WrittenDefinition } from './step-graph.ts';

/** Where all failures meet: an edge from nearly every step, which a sentence tells better. */
const failures = /^(ReportFailure|SyncFailed|\w+Failed)$/;

/** A workflow's steps as a Mermaid flowchart: solid after success, dotted where only a failure leads. */
export function diagram(definition: WrittenDefinition): string {
  const edges = stepGraph(definition).filter(
    ({ from, to }) => !failures.test(from) && !failures.test(to),
  );
  const drawn = edges.filter(
    ({ from, to, after }) =>
      after === 'success' ||
      !edges.some((other) => other.after === 'success' && isSame(other, { from, to })),
  );
  return ['flowchart LR', ...drawn.map((edge) => `  ${line(edge)}`)].join('\n');
}

function isSame(edge: StepEdge, { from, to }: Pick<StepEdge, 'from' | 'to'>): boolean {
  return edge.from === from && edge.to === to;
}

function line({ from, to, after }: StepEdge): string {
  return `${node(from)} ${after === 'failure' ? '-. fails .->' : '-->'} ${node(to)}`;
}

/** The start and the ends are round. */
function node(name: string): string {
  return name === 'start' || name.endsWith('Succeeded') ? `${name}([${name}])` : name;
}
