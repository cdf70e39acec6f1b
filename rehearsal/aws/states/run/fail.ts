import type { FailState } from '../definition.ts';
import { StateError } from '../state-error.ts';
import { evaluateText } from './quantity.ts';
import type { Outcome, Visit } from './visit.ts';

/** @throws StateError with the state's own error name and cause, always */
export async function runFail(visit: Visit<FailState>): Promise<Outcome> {
  const error = await evaluateText(visit, visit.state.error, 'Error');
  const cause = await evaluateText(visit, visit.state.cause, 'Cause');
  throw new StateError(error ?? '', cause);
}
