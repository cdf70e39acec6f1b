import { DefinitionError } from './definition-error.ts';
import type { Catcher, Retrier } from './definition.ts';
import { StatesErrorName, statesErrorNames } from './error-names.ts';
import { Fields } from './fields.ts';
import { parseAssign } from './parse-assign.ts';
import { requireTemplate } from './template.ts';

/**
 * Limits: Step Functions Developer Guide, "Retrying after an error": MaxAttempts and
 * IntervalSeconds up to 99999999, MaxDelaySeconds below 31622400, defaults 3, 1 and 2.0.
 */
const most = 99_999_999;
const mostDelaySeconds = 31_622_399;

/** @throws DefinitionError */
export function parseRetry(state: Fields): readonly Retrier[] {
  return parseList(state, 'Retry', parseRetrier);
}

/** @throws DefinitionError */
export function parseCatch(state: Fields): readonly Catcher[] {
  return parseList(state, 'Catch', parseCatcher);
}

function parseList<T extends { errorEquals: readonly string[] }>(
  state: Fields,
  name: 'Retry' | 'Catch',
  parse: (value: unknown, location: string) => T,
): readonly T[] {
  if (!state.has(name)) return [];
  const list = state.list(name).map((value, index) => parse(value, `${state.at(name)}[${index}]`));
  const early = list.findIndex(({ errorEquals }) => errorEquals.includes(StatesErrorName.all));
  if (early >= 0 && early < list.length - 1) {
    throw new DefinitionError(
      `${state.at(name)}[${early}]`,
      'States.ALL matches everything, so it must come last',
    );
  }
  return list;
}

function parseRetrier(value: unknown, location: string): Retrier {
  const fields = new Fields(value, location, [
    'ErrorEquals',
    'IntervalSeconds',
    'MaxAttempts',
    'BackoffRate',
    'MaxDelaySeconds',
    'JitterStrategy',
    'Comment',
  ]);
  const intervalSeconds = fields.optionalInteger('IntervalSeconds', 1, most) ?? 1;
  const maxDelaySeconds = fields.optionalInteger('MaxDelaySeconds', 1, mostDelaySeconds);
  if (maxDelaySeconds !== undefined && maxDelaySeconds <= intervalSeconds) {
    throw new DefinitionError(
      fields.at('MaxDelaySeconds'),
      `must be greater than IntervalSeconds (${intervalSeconds})`,
    );
  }
  return {
    errorEquals: parseErrorEquals(fields),
    intervalSeconds,
    maxAttempts: fields.optionalInteger('MaxAttempts', 0, most) ?? 3,
    backoffRate: parseBackoffRate(fields),
    maxDelaySeconds,
    jitterStrategy: parseJitter(fields),
  };
}

function parseCatcher(value: unknown, location: string): Catcher {
  const fields = new Fields(value, location, [
    'ErrorEquals',
    'Next',
    'Assign',
    'Output',
    'Comment',
  ]);
  return {
    errorEquals: parseErrorEquals(fields),
    next: fields.text('Next'),
    ...parseAssign(fields, ['errorOutput']),
    ...(fields.has('Output') && {
      output: requireTemplate(fields.raw('Output'), fields.at('Output'), ['errorOutput']),
    }),
  };
}

function parseErrorEquals(fields: Fields): readonly string[] {
  const names = fields.list('ErrorEquals');
  const location = fields.at('ErrorEquals');
  for (const name of names) {
    if (typeof name !== 'string' || name === '') {
      throw new DefinitionError(location, 'every error name must be a non-empty string');
    }
    if (name.startsWith('States.') && !statesErrorNames.has(name)) {
      throw new DefinitionError(
        location,
        `'${name}' is no error name of Step Functions in JSONata`,
      );
    }
  }
  if (names.includes(StatesErrorName.all) && names.length > 1) {
    throw new DefinitionError(location, 'States.ALL must stand alone');
  }
  return names as readonly string[];
}

function parseBackoffRate(fields: Fields): number {
  const rate = fields.raw('BackoffRate') ?? 2;
  if (typeof rate !== 'number' || rate < 1) {
    throw new DefinitionError(fields.at('BackoffRate'), 'must be a number of at least 1');
  }
  return rate;
}

function parseJitter(fields: Fields): 'FULL' | 'NONE' {
  const strategy = fields.raw('JitterStrategy') ?? 'NONE';
  if (strategy !== 'FULL' && strategy !== 'NONE') {
    throw new DefinitionError(fields.at('JitterStrategy'), 'must be FULL or NONE');
  }
  return strategy;
}
