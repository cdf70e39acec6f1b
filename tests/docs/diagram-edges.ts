/** Sorted `from --> to` and, for a dotted arrow, `from -.-> to`; state names without question marks. */
export type Edges = readonly string[];

/** The edges that the flowchart under the heading `## The <workflow> workflow` draws. */
export function drawnEdges(page: string, workflow: string): Edges {
  const section = page.split(/^## /m).find((text) => text.startsWith(`The ${workflow} workflow\n`));
  const chart = /```mermaid\n([^]*?)```/.exec(section ?? '')?.[1] ?? '';
  return [...chart.matchAll(/^ *(\w+) (-->|-\.->)(?:\|[^|]*\|)? (\w+)$/gm)]
    .map(([, from, arrow, to]) => `${from} ${arrow} ${to}`)
    .toSorted();
}

interface State {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

/** The edges of a definition, those apart that lead where every failure leads. */
export function definedEdges(
  states: Readonly<Record<string, State>>,
  failures: readonly string[],
): Edges {
  const edges = Object.entries(states).flatMap(([from, state]) => [
    ...targets(state).map((to) => `${from} --> ${to}`),
    ...(state.Catch ?? [])
      .filter(({ Next }) => !failures.includes(Next))
      .map(({ Next }) => `${from} -.-> ${Next}`),
  ]);
  return [...new Set(edges.map((edge) => edge.replaceAll('?', '')))].toSorted();
}

function targets(state: State): readonly string[] {
  const choices = (state.Choices ?? []).map(({ Next }) => Next);
  return [...choices, state.Default, state.Next].filter((to) => to !== undefined);
}
