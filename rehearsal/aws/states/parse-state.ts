import { DefinitionError } from './definition-error.ts';
import type { ChoiceRule, State, StateType, Template, WaitState, Workflow } from './definition.ts';
import { expressionIn } from './expression-text.ts';
import { Fields } from './fields.ts';
import { isObject } from './json.ts';
import { assertNever } from './never.ts';
import { parseAssign } from './parse-assign.ts';
import { parseCatch, parseRetry } from './parse-handlers.ts';
import { parseResource } from './resource.ts';
import { requireTaskArguments } from './task-arguments.ts';
import { requireTemplate, type StatesField } from './template.ts';

const common = ['Type', 'Comment', 'QueryLanguage'];
const flow = ['Next', 'End', 'Output', 'Assign'];
const handlers = ['Retry', 'Catch'];
const task = ['Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds'];

/** Fields that a state of each type may carry when its query language is JSONata. */
const known: Readonly<Record<StateType, readonly string[]>> = {
  Task: [...common, ...flow, ...handlers, ...task],
  Pass: [...common, ...flow],
  Choice: [...common, 'Choices', 'Default', 'Output', 'Assign'],
  Wait: [...common, ...flow, 'Seconds', 'Timestamp'],
  Succeed: [...common, 'Output'],
  Fail: [...common, 'Error', 'Cause'],
  Parallel: [...common, ...flow, ...handlers, 'Branches', 'Arguments'],
  Map: [
    ...common,
    ...flow,
    ...handlers,
    'Items',
    'ItemSelector',
    'ItemProcessor',
    'MaxConcurrency',
  ],
};

const mostSeconds = 99_999_999;

/**
 * Reads one state.
 * @param parseWorkflow reads the branches of a Parallel and the processor of a Map
 * @throws DefinitionError for an unknown type or field, and whatever a field doesn't take
 */
export function parseState(
  value: unknown,
  location: string,
  parseWorkflow: (value: unknown, location: string, more?: readonly string[]) => Workflow,
): State {
  const type = isObject(value) ? value.Type : undefined;
  if (typeof type !== 'string' || !Object.hasOwn(known, type)) {
    throw new DefinitionError(location, `unknown state type '${String(type)}'`);
  }
  const fields = new Fields(value, location, known[type as StateType]);
  requireJsonata(fields);
  switch (type as StateType) {
    case 'Task':
      return parseTask(fields);
    case 'Pass':
      return { type: 'Pass', ...parseFlow(fields, []) };
    case 'Choice':
      return parseChoice(fields);
    case 'Wait':
      return { type: 'Wait', until: parseUntil(fields), ...parseFlow(fields, []) };
    case 'Succeed':
      return { type: 'Succeed', ...template(fields, 'Output', 'output') };
    case 'Fail':
      return {
        type: 'Fail',
        ...text(fields, 'Error', 'error'),
        ...text(fields, 'Cause', 'cause'),
      };
    case 'Parallel':
      return {
        type: 'Parallel',
        ...parseFlow(fields, ['result']),
        ...template(fields, 'Arguments', 'arguments'),
        retry: parseRetry(fields),
        catch: parseCatch(fields),
        branches: fields
          .list('Branches')
          .map((branch, index) => parseWorkflow(branch, `${fields.at('Branches')}[${index}]`)),
      };
    case 'Map':
      return parseMap(fields, parseWorkflow);
    default:
      return assertNever(type as never);
  }
}

/** @throws DefinitionError where a state asks for another query language than the machine's */
function requireJsonata(fields: Fields): void {
  const language = fields.raw('QueryLanguage') ?? 'JSONata';
  if (language !== 'JSONata') {
    throw new DefinitionError(
      fields.at('QueryLanguage'),
      `must be JSONata, not ${JSON.stringify(language)}`,
    );
  }
}

function parseTask(fields: Fields): State {
  const resource = parseResource(fields.text('Resource'), fields.at('Resource'));
  requireTaskArguments(resource, fields.raw('Arguments'), fields.at('Arguments'));
  const timeoutSeconds = seconds(fields, 'TimeoutSeconds', 1);
  const heartbeatSeconds = seconds(fields, 'HeartbeatSeconds', 1);
  const waits = resource.kind === 'integration' && resource.waitForTaskToken;
  if (heartbeatSeconds !== undefined && !waits) {
    throw new DefinitionError(
      fields.at('HeartbeatSeconds'),
      'nobody can send a heartbeat to a task that waits for no token',
    );
  }
  if (
    typeof timeoutSeconds === 'number' &&
    typeof heartbeatSeconds === 'number' &&
    heartbeatSeconds >= timeoutSeconds
  ) {
    throw new DefinitionError(fields.at('HeartbeatSeconds'), 'must be less than TimeoutSeconds');
  }
  return {
    type: 'Task',
    resource,
    ...parseFlow(fields, ['result']),
    ...template(fields, 'Arguments', 'arguments'),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
    retry: parseRetry(fields),
    catch: parseCatch(fields),
  };
}

function parseChoice(fields: Fields): State {
  return {
    type: 'Choice',
    choices: fields
      .list('Choices')
      .map((rule, index) => parseRule(rule, `${fields.at('Choices')}[${index}]`)),
    default: fields.has('Default') ? fields.text('Default') : undefined,
    ...template(fields, 'Output', 'output'),
    ...parseAssign(fields, []),
  };
}

function parseRule(value: unknown, location: string): ChoiceRule {
  const fields = new Fields(value, location, ['Condition', 'Next', 'Assign', 'Output', 'Comment']);
  const condition = fields.raw('Condition');
  if (typeof condition !== 'boolean' && !isExpression(condition)) {
    throw new DefinitionError(fields.at('Condition'), 'must be an expression or a boolean');
  }
  return {
    condition: requireTemplate(condition, fields.at('Condition')) as string | boolean,
    next: fields.text('Next'),
    ...template(fields, 'Output', 'output'),
    ...parseAssign(fields, []),
  };
}

function parseMap(
  fields: Fields,
  parseWorkflow: (value: unknown, location: string, more?: readonly string[]) => Workflow,
): State {
  const processor = fields.raw('ItemProcessor');
  const location = fields.at('ItemProcessor');
  if (isObject(processor) && processor.ProcessorConfig !== undefined) {
    const at = `${location}/ProcessorConfig`;
    const mode = new Fields(processor.ProcessorConfig, at, ['Mode']).optionalText('Mode');
    if ((mode ?? 'INLINE') !== 'INLINE') {
      throw new DefinitionError(at, `the simulator runs inline Map states only, not '${mode}'`);
    }
  }
  const items = fields.raw('Items');
  if (items !== undefined && !Array.isArray(items) && !isExpression(items)) {
    throw new DefinitionError(fields.at('Items'), 'must be an array or an expression');
  }
  const maxConcurrency = seconds(fields, 'MaxConcurrency', 0);
  return {
    type: 'Map',
    ...parseFlow(fields, ['result']),
    ...template(fields, 'Items', 'items'),
    ...template(fields, 'ItemSelector', 'itemSelector'),
    itemProcessor: parseWorkflow(processor, location, ['ProcessorConfig']),
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    retry: parseRetry(fields),
    catch: parseCatch(fields),
  };
}

function parseUntil(fields: Fields): WaitState['until'] {
  const wait = seconds(fields, 'Seconds', 0);
  const timestamp = fields.optionalText('Timestamp');
  if ((wait === undefined) === (timestamp === undefined)) {
    throw new DefinitionError(fields.location, "a Wait state has either 'Seconds' or 'Timestamp'");
  }
  if (wait !== undefined) return { seconds: wait };
  requireTemplate(timestamp, fields.at('Timestamp'));
  if (!isExpression(timestamp) && Number.isNaN(Date.parse(timestamp ?? ''))) {
    throw new DefinitionError(fields.at('Timestamp'), `'${timestamp}' is no RFC 3339 timestamp`);
  }
  return { timestamp: timestamp ?? '' };
}

function parseFlow(
  fields: Fields,
  sees: readonly StatesField[],
): { next: string | undefined; output?: Template; assign?: Readonly<Record<string, Template>> } {
  const end = fields.raw('End');
  if (end !== undefined && typeof end !== 'boolean') {
    throw new DefinitionError(fields.at('End'), 'must be a boolean');
  }
  if (fields.has('Next') === (end === true)) {
    throw new DefinitionError(fields.location, "a state has either 'Next' or 'End: true'");
  }
  return {
    next: fields.has('Next') ? fields.text('Next') : undefined,
    ...(fields.has('Output') && {
      output: requireTemplate(fields.raw('Output'), fields.at('Output'), sees),
    }),
    ...parseAssign(fields, sees),
  };
}

function seconds(fields: Fields, name: string, least: number): number | string | undefined {
  const value = fields.raw(name);
  if (!isExpression(value)) return fields.optionalInteger(name, least, mostSeconds);
  return requireTemplate(value, fields.at(name)) as string;
}

function template<Key extends string>(
  fields: Fields,
  name: string,
  key: Key,
): { [K in Key]?: Template } {
  if (!fields.has(name)) return {};
  return { [key]: requireTemplate(fields.raw(name), fields.at(name)) } as { [K in Key]: Template };
}

function text<Key extends string>(fields: Fields, name: string, key: Key): { [K in Key]?: string } {
  const value = fields.optionalText(name);
  if (value === undefined) return {};
  requireTemplate(value, fields.at(name));
  return { [key]: value } as { [K in Key]: string };
}

function isExpression(value: unknown): value is string {
  return typeof value === 'string' && expressionIn(value) !== undefined;
}
