import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import * as errors from '../../functions/shared/rules/errors.ts';
import * as conditions from '../../functions/shared/ports/aws-errors.ts';
import * as sql from '../../functions/target/ports/sql.ts';
import { invocationErrors } from '../workflow/invocation-errors.ts';

const root = new URL('../../', import.meta.url);

describe('the error classes', () => {
  it.each(Object.entries({ ...conditions, ...sql }))(
    'the error %s carries its own name, message and cause',
    (name, ErrorClass) => {
      const cause = new Error('why');
      const error = new ErrorClass('what', { cause });
      expect(error).toBeInstanceOf(Error);
      expect([error.name, error.message, error.cause]).toEqual([name, 'what', cause]);
    },
  );

  // Minified, a class's own name is one letter: only a literal survives.
  it('every error class of the functions has its name as a literal', () => {
    const nameless = readdirSync(new URL('functions/', root), { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const source = readFileSync(new URL(`functions/${file}`, root), 'utf8');
        return [...source.matchAll(/class (\w+) extends \w*Error \{\s*([^\n]*)/g)];
      })
      .filter(([, name, line]) => line !== `override readonly name = '${name}';`)
      .map(([, name]) => name);
    expect(nameless).toEqual([]);
  });
});

/** Names that Step Functions, Lambda and the SDK's clients give to errors. */
const ofAws = new Set([
  ...Object.keys(invocationErrors.waitedFor).map((name) => `Lambda.${name}`),
  'States.ALL',
  'States.Timeout',
  'Lambda.AWSLambdaException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.SdkClientException',
  'Lambda.ServiceException',
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Runtime.NodeJsExit',
  'Sandbox.Timedout',
]);

// Defect class: Retry/Catch name never thrown.
describe.each(readdirSync(new URL('statemachines/', root)))('the ErrorEquals of %s', (file) => {
  const definition: unknown = parse(readFileSync(new URL(`statemachines/${file}`, root), 'utf8'));
  const names = [...errorNames(definition)];

  it('every name in ErrorEquals is one of AWS or of a class that is thrown', () => {
    const ours = new Set(Object.keys({ ...errors, ...conditions, ...sql }));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !ofAws.has(name) && !ours.has(name))).toEqual([]);
  });
});

function errorNames(node: unknown): Set<string> {
  if (typeof node !== 'object' || node === null) return new Set();
  const own = 'ErrorEquals' in node ? (node.ErrorEquals as string[]) : [];
  return new Set([...own, ...Object.values(node).flatMap((child) => [...errorNames(child)])]);
}
