/** A state as its definition has it, as far as its successors go. */
export interface WrittenState {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

export interface WrittenDefinition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, WrittenState>>;
}

/** From one step to another that may follow it; `after` tells whether it fails or succeeds first. */
export interface StepEdge {
  readonly from: string;
  readonly to: string;
  readonly after: 'success' | 'failure';
}

/** States between steps: what decides, waits or sets variables isn't drawn. */
const between = new Set(['Choice', 'Wait', 'Pass']);

/**
 * Which step may follow which, in the order of the definition. A step that is looked at again and again
 * is one, and the end of the run a step of its own.
 */
export function stepGraph({
  StartAt: start,
  States: states,
}: WrittenDefinition): readonly StepEdge[] {
  const edges = Object.entries(states).flatMap(([from, state]) =>
    state.Type === 'Task'
      ? [
          ...stepsFrom(states, [state.Next]).map((to) => ({ from, to, after: 'success' as const })),
          ...stepsFrom(
            states,
            (state.Catch ?? []).map(({ Next: next }) => next),
          ).map((to) => ({
            from,
            to,
            after: 'failure' as const,
          })),
        ]
      : [],
  );
  const first = stepsFrom(states, [start]).map((to) => ({
    from: 'start',
    to,
    after: 'success' as const,
  }));
  return [...first, ...edges].filter(({ from, to }) => from !== to);
}

/** The steps and ends that states lead to, those between passed over. */
function stepsFrom(
  states: WrittenDefinition['States'],
  begun: readonly (string | undefined)[],
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const look = (name: string | undefined): void => {
    const state = name === undefined ? undefined : states[name];
    if (name === undefined || state === undefined || seen.has(name)) return;
    seen.add(name);
    if (!between.has(state.Type)) {
      found.add(name);
      return;
    }
    const { Next: next, Default: otherwise, Choices: choices = [] } = state;
    for (const one of [next, ...choices.map((choice) => choice.Next), otherwise]) look(one);
  };
  begun.forEach(look);
  return [...found];
}
