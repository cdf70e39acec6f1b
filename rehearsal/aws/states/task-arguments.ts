import { DefinitionError } from './definition-error.ts';
import { isObject } from './json.ts';
import type { TaskResource } from './resource.ts';

/** Parameters of each integration, and groups of which exactly one must be there. */
const parameters = {
  invoke: {
    known: ['FunctionName', 'Payload', 'InvocationType', 'Qualifier', 'ClientContext', 'LogType'],
    oneOf: [['FunctionName']],
  },
  publish: {
    known: [
      'TopicArn',
      'TargetArn',
      'PhoneNumber',
      'Message',
      'Subject',
      'MessageAttributes',
      'MessageStructure',
      'MessageGroupId',
      'MessageDeduplicationId',
    ],
    oneOf: [['TopicArn', 'TargetArn', 'PhoneNumber'], ['Message']],
  },
} as const;

/**
 * Checks the names of an integration's literal `Arguments`, as CreateStateMachine does. Where
 * `Arguments` is an expression, nothing is known before it is evaluated.
 * @throws DefinitionError
 */
export function requireTaskArguments(
  resource: TaskResource,
  value: unknown,
  location: string,
): void {
  if (resource.kind === 'function' || typeof value === 'string') return;
  if (!isObject(value)) {
    throw new DefinitionError(location, `${resource.arn} takes an object of parameters`);
  }
  const { known, oneOf } = parameters[resource.action];
  const unknown = Object.keys(value).find((name) => !(known as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new DefinitionError(
      location,
      `${resource.arn} has no parameter '${unknown}'; it has ${known.join(', ')}`,
    );
  }
  for (const group of oneOf) {
    if (group.filter((name) => value[name] !== undefined).length !== 1) {
      throw new DefinitionError(location, `${resource.arn} needs one of ${group.join(', ')}`);
    }
  }
}
