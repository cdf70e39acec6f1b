import type { Workflow } from '../definition.ts';
import { StatesErrorName } from '../error-names.ts';
import type { Json } from '../json.ts';
import { StateError } from '../state-error.ts';
import { runState } from './state.ts';
import type { Frame, Run } from './visit.ts';

/** Runs a workflow's states one after the other, and gives the last one's output. */
export async function runWorkflow(
  workflow: Workflow,
  input: Json,
  frame: Frame,
  run: Run,
): Promise<Json> {
  let name = workflow.startAt;
  let value = input;
  for (;;) {
    frame.signal.throwIfAborted();
    const state = workflow.states[name];
    if (state === undefined) throw new StateError(StatesErrorName.runtime, `no state '${name}'`);
    const outcome = await runState(name, state, value, frame, run);
    if (outcome.next === undefined) return outcome.output;
    name = outcome.next;
    value = outcome.output;
  }
}
