import type { FunctionFacts, Functions } from './ports/functions.ts';
import type { Stacks } from './ports/stacks.ts';
import { Refused } from './refused.ts';

/** What finds a function. */
export interface Finders {
  readonly functions: Pick<Functions, 'find'>;
  readonly stacks: Stacks;
}

/**
 * Finds a function by its logical id in a stack (`Nested/Function` in a stack that is nested there), or by
 * its name or ARN.
 * @throws Refused
 */
export async function findFunction(
  asked: { readonly function: string; readonly stack: string | undefined },
  { functions, stacks }: Finders,
): Promise<FunctionFacts> {
  const name =
    asked.stack === undefined
      ? asked.function
      : await physicalName(asked.function.split('/'), asked.stack, stacks);
  if (asked.stack === undefined && name.includes('/')) {
    throw new Refused(`${name} names a function in a nested stack: add --stack`);
  }
  if (/^arn:(?!(?:[^:]+:){5}[^:]+$)/.test(name)) {
    throw new Refused(
      `${name} names a version or an alias: only a function's own code is replaced`,
    );
  }
  const found = await functions.find(name);
  if (found !== undefined) return found;
  throw new Refused(
    asked.stack === undefined
      ? `expected a function called ${name}, found none; add --stack where ${name} is its id in a stack`
      : `the stack ${asked.stack} has ${asked.function}, but the function ${name} is gone`,
  );
}

async function physicalName(
  [id = '', ...inner]: readonly string[],
  stack: string,
  stacks: Stacks,
): Promise<string> {
  const resource = await stacks.resource(stack, id);
  if (resource === undefined) {
    throw new Refused(`expected ${id} in the stack ${stack}, found no resource of that id there`);
  }
  const expected = inner.length > 0 ? 'AWS::CloudFormation::Stack' : 'AWS::Lambda::Function';
  if (resource.type !== expected) {
    throw new Refused(
      `expected ${id} in the stack ${stack} to be ${expected}, found ${resource.type}`,
    );
  }
  return inner.length > 0 ? physicalName(inner, resource.physicalId, stacks) : resource.physicalId;
}
