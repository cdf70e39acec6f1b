import type { MapState } from '../definition.ts';
import { unexpectedType } from '../expressions.ts';
import type { Json } from '../json.ts';
import { requirePayload } from '../payload-limit.ts';
import { Aborted } from '../state-error.ts';
import { fanOut } from './fan-out.ts';
import { evaluateInteger } from './quantity.ts';
import { conclude, evaluate, type Frame, type Outcome, type Visit } from './visit.ts';

/** "Using Map state in Inline mode": at most 40 iterations run at once; 0 leaves it at that. */
const mostConcurrent = 40;

/**
 * Runs the processor once an item. The state fails with the error of the iteration that failed
 * first, under that error's own name.
 */
export async function runMap(visit: Visit<MapState>): Promise<Outcome> {
  const { state, frame, run } = visit;
  const items =
    state.items === undefined ? visit.input : await evaluate(visit, state.items, 'Items');
  if (!Array.isArray(items)) throw unexpectedType('Items', 'array', items);
  const limit = await evaluateInteger(visit, state.maxConcurrency, 'MaxConcurrency', 0);

  run.history.add(frame.chain, 'MapStateStarted', {
    mapStateStartedEventDetails: { length: items.length },
  });
  const done = await fanOut(
    items.length,
    Math.min(limit || mostConcurrent, mostConcurrent),
    frame,
    (index, inner) => runIteration(visit, (items as readonly Json[])[index] ?? null, index, inner),
  );
  if ('failure' in done) {
    if (!(done.failure instanceof Aborted)) {
      frame.chain.previous = done.previous;
      run.history.addAfterFailure(frame.chain, 'MapStateFailed');
    }
    throw done.failure;
  }
  run.history.add(frame.chain, 'MapStateSucceeded');
  const result = requirePayload(done.results, visit.name);
  return conclude(visit, { fields: state, next: state.next, fallback: result, more: { result } });
}

async function runIteration(
  visit: Visit<MapState>,
  value: Json,
  index: number,
  frame: Frame,
): Promise<Json> {
  const { state, run, name } = visit;
  const { history } = run;
  const map = { Item: { Index: index, Value: value } };
  const iteration = { name, index };
  history.add(frame.chain, 'MapIterationStarted', { mapIterationStartedEventDetails: iteration });
  try {
    const selecting = { ...visit, context: { ...visit.context, Map: map } };
    const input =
      state.itemSelector === undefined
        ? value
        : requirePayload(await evaluate(selecting, state.itemSelector, 'ItemSelector'), name);
    const output = await run.runWorkflow(state.itemProcessor, input, { ...frame, map });
    history.add(frame.chain, 'MapIterationSucceeded', {
      mapIterationSucceededEventDetails: iteration,
    });
    return output;
  } catch (error) {
    if (!(error instanceof Aborted)) {
      history.addAfterFailure(frame.chain, 'MapIterationFailed', {
        mapIterationFailedEventDetails: iteration,
      });
    } else if (error.scope === 'branch') {
      history.addAfterFailure(frame.chain, 'MapIterationAborted', {
        mapIterationAbortedEventDetails: iteration,
      });
    }
    throw error;
  }
}
