import type { Workflow } from './definition.ts';
import { successors } from './parse-definition.ts';

/** States that can follow on `name` within its workflow, itself only where a loop leads back. */
export function reachableFrom(workflow: Workflow, name: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending = [name];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const state = workflow.states[current];
    for (const next of state === undefined ? [] : successors(state)) {
      if (reached.has(next)) continue;
      reached.add(next);
      pending.push(next);
    }
  }
  return reached;
}
