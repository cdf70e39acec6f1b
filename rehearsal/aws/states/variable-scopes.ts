import { DefinitionError } from './definition-error.ts';
import type { Definition, State, Workflow } from './definition.ts';

/** The workflows inside a state: a Parallel's branches, a Map's processor. */
export function nestedWorkflows(state: State): readonly Workflow[] {
  if (state.type === 'Parallel') return state.branches;
  return state.type === 'Map' ? [state.itemProcessor] : [];
}

/** Names that a state assigns in its own scope, by whichever of its ways. */
export function assignedBy(state: State): readonly string[] {
  const parts: unknown[] = ['assign' in state ? state.assign : undefined];
  if ('catch' in state) parts.push(...state.catch.map(({ assign }) => assign));
  if (state.type === 'Choice') parts.push(...state.choices.map(({ assign }) => assign));
  return parts.flatMap((part) => Object.keys(part ?? {}));
}

/**
 * A variable of an inner scope can't have the name of one of an outer scope: Step Functions
 * Developer Guide, "Passing data between states with variables", on variable scope.
 * @throws DefinitionError
 */
export function requireDistinctScopes(definition: Definition): void {
  requireDistinct(definition, new Set());
}

function requireDistinct(workflow: Workflow, outer: ReadonlySet<string>): void {
  const states = Object.entries(workflow.states);
  for (const [name, state] of states) {
    const taken = assignedBy(state).find((variable) => outer.has(variable));
    if (taken !== undefined) {
      throw new DefinitionError(
        `/States/${name}/Assign`,
        `'${taken}' is assigned in an outer scope, and an inner one can't reuse its name`,
      );
    }
  }
  const inner = new Set([...outer, ...states.flatMap(([, state]) => assignedBy(state))]);
  for (const [, state] of states) {
    for (const nested of nestedWorkflows(state)) requireDistinct(nested, inner);
  }
}
