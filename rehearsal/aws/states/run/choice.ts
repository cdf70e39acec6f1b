import type { ChoiceState } from '../definition.ts';
import { StatesErrorName } from '../error-names.ts';
import { unexpectedType } from '../expressions.ts';
import { StateError } from '../state-error.ts';
import { conclude, evaluate, type Outcome, type Visit } from './visit.ts';

/**
 * Takes the first rule whose condition is true, with that rule's Output and Assign; the state's own
 * Output and Assign belong to the default.
 * @throws StateError `States.NoChoiceMatched`, or `States.QueryEvaluationError` for no boolean
 */
export async function runChoice(visit: Visit<ChoiceState>): Promise<Outcome> {
  for (const [index, rule] of visit.state.choices.entries()) {
    const field = `Choices[${index}]/Condition`;
    const met = await evaluate(visit, rule.condition, field);
    if (typeof met !== 'boolean') throw unexpectedType(field, 'boolean', met);
    if (met) {
      return conclude(visit, {
        fields: rule,
        next: rule.next,
        fallback: visit.input,
        prefix: `Choices[${index}]/`,
      });
    }
  }
  if (visit.state.default === undefined) {
    throw new StateError(
      StatesErrorName.noChoiceMatched,
      'No rule of the Choice state matched, and it has no Default.',
      { byInterpreter: true },
    );
  }
  return conclude(visit, {
    fields: visit.state,
    next: visit.state.default,
    fallback: visit.input,
  });
}
