import { DefinitionError } from './definition-error.ts';
import type { Definition, State, Workflow } from './definition.ts';
import { Fields } from './fields.ts';
import { isObject, type JsonObject } from './json.ts';
import { parseState } from './parse-state.ts';
import { requireDistinctScopes } from './variable-scopes.ts';

/** "General quotas": names of states are at most 80 characters, definitions at most 1 MB. */
const mostNameCharacters = 80;
const mostDefinitionBytes = 1_048_576;

/**
 * Reads a state machine's definition, and refuses whatever Step Functions or the simulator doesn't
 * take: JSONPath, unknown fields, states and resources, dangling transitions, broken expressions.
 * @param source a parsed definition whose placeholders have been substituted
 * @throws DefinitionError naming the place and the problem
 */
export function parseDefinition(source: unknown): Definition {
  const top = new Fields(source, '', [
    'Comment',
    'QueryLanguage',
    'StartAt',
    'States',
    'TimeoutSeconds',
    'Version',
  ]);
  const document = source as JsonObject;
  if (Buffer.byteLength(JSON.stringify(document)) > mostDefinitionBytes) {
    throw new DefinitionError('', `is larger than ${mostDefinitionBytes} bytes`);
  }
  if (top.raw('QueryLanguage') !== 'JSONata') {
    throw new DefinitionError(
      '/QueryLanguage',
      `must be JSONata; the simulator doesn't run ${JSON.stringify(top.raw('QueryLanguage') ?? 'JSONPath')}`,
    );
  }
  if (top.has('Version') && top.raw('Version') !== '1.0') {
    throw new DefinitionError('/Version', "must be '1.0'");
  }
  const names = new Set<string>();
  const comment = top.optionalText('Comment');
  const timeoutSeconds = top.optionalInteger('TimeoutSeconds', 1, 99_999_999);
  const definition: Definition = {
    ...readWorkflow(top, names),
    ...(comment !== undefined && { comment }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    source: document,
  };
  requireDistinctScopes(definition);
  return definition;
}

function readWorkflow(fields: Fields, names: Set<string>): Workflow {
  const parseNested = (value: unknown, location: string, more: readonly string[] = []): Workflow =>
    readWorkflow(new Fields(value, location, ['StartAt', 'States', 'Comment', ...more]), names);
  const raw = fields.raw('States');
  if (!isObject(raw) || Object.keys(raw).length === 0) {
    throw new DefinitionError(fields.at('States'), 'must be an object with at least one state');
  }
  const states: Record<string, State> = {};
  for (const [name, value] of Object.entries(raw)) {
    const location = `${fields.at('States')}/${name}`;
    if (name.length > mostNameCharacters) {
      throw new DefinitionError(
        location,
        `the name is longer than ${mostNameCharacters} characters`,
      );
    }
    if (names.has(name)) throw new DefinitionError(location, 'two states have this name');
    names.add(name);
    states[name] = parseState(value, location, parseNested);
  }
  const workflow = { startAt: fields.text('StartAt'), states };
  requireTransitions(workflow, fields.location);
  return workflow;
}

/** Where a state may lead within its own workflow. */
export function successors(state: State): readonly string[] {
  const caught = 'catch' in state ? state.catch.map(({ next }) => next) : [];
  if (state.type === 'Choice') {
    const chosen = state.choices.map(({ next }) => next);
    return state.default === undefined ? chosen : [...chosen, state.default];
  }
  if (state.type === 'Succeed' || state.type === 'Fail') return [];
  return state.next === undefined ? caught : [state.next, ...caught];
}

/** AWS refuses targets that don't exist, states that nothing leads to, and graphs without an end. */
function requireTransitions(workflow: Workflow, location: string): void {
  const targets = new Set([workflow.startAt]);
  for (const [name, state] of Object.entries(workflow.states)) {
    for (const next of successors(state)) {
      targets.add(next);
      if (workflow.states[next] === undefined) {
        throw new DefinitionError(
          `${location}/States/${name}`,
          `MISSING_TRANSITION_TARGET: there is no state '${next}' in this workflow`,
        );
      }
    }
  }
  if (workflow.states[workflow.startAt] === undefined) {
    throw new DefinitionError(`${location}/StartAt`, `there is no state '${workflow.startAt}'`);
  }
  const orphan = Object.keys(workflow.states).find((name) => !targets.has(name));
  if (orphan !== undefined) {
    throw new DefinitionError(
      `${location}/States/${orphan}`,
      'MISSING_TRANSITION_TARGET: no state leads here',
    );
  }
  const ends = Object.values(workflow.states).some(
    (state) =>
      state.type === 'Succeed' ||
      state.type === 'Fail' ||
      (state.type !== 'Choice' && state.next === undefined),
  );
  if (!ends) {
    throw new DefinitionError(location, 'MISSING_END_STATE: no state ends this workflow');
  }
}
