import type { ParallelState } from '../definition.ts';
import { requirePayload } from '../payload-limit.ts';
import { Aborted } from '../state-error.ts';
import { fanOut } from './fan-out.ts';
import { conclude, evaluate, type Outcome, type Visit } from './visit.ts';

/**
 * Runs all branches on the same input. The state fails with the error of the branch that failed
 * first, under that error's own name.
 */
export async function runParallel(visit: Visit<ParallelState>): Promise<Outcome> {
  const { state, frame, run } = visit;
  const input =
    state.arguments === undefined
      ? visit.input
      : requirePayload(await evaluate(visit, state.arguments, 'Arguments'), visit.name);
  run.history.add(frame.chain, 'ParallelStateStarted');
  const { branches } = state;
  const done = await fanOut(branches.length, branches.length, frame, (index, inner) => {
    const branch = branches[index];
    if (branch === undefined) throw new RangeError(`no branch ${index}`);
    return run.runWorkflow(branch, input, inner);
  });
  if ('failure' in done) {
    if (!(done.failure instanceof Aborted)) {
      frame.chain.previous = done.previous;
      run.history.addAfterFailure(frame.chain, 'ParallelStateFailed');
    }
    throw done.failure;
  }
  run.history.add(frame.chain, 'ParallelStateSucceeded');
  const result = requirePayload(done.results, visit.name);
  return conclude(visit, { fields: state, next: state.next, fallback: result, more: { result } });
}
