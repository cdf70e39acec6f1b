import { describe, expect, it } from '@jest/globals';
import { DefinitionError } from '../../aws/states/definition-error.ts';
import { parseDefinition } from '../../aws/states/parse-definition.ts';
import { type Case, readCorpus, runCase } from './corpus.ts';

describe.each(readCorpus())('$chapter', ({ cases }) => {
  const refusals = cases.filter(({ expect: { refused } }) => refused !== undefined);
  const runs = cases.filter(({ expect: { refused } }) => refused === undefined);

  if (refusals.length > 0) {
    it.each(refusals)('parseDefinition refuses $name', ({ definition, expect: { refused } }) => {
      const error = refusalOf({ QueryLanguage: 'JSONata', ...definition });
      expect(error).toBeInstanceOf(DefinitionError);
      expect((error as DefinitionError).message).toContain(refused);
    });
  }

  if (runs.length > 0) {
    it.each(runs)('$name', async (testCase) => {
      const run = await runCase(testCase);
      expect(factsOf(run, testCase)).toEqual(expectedOf(testCase));
    });
  }
});

function refusalOf(definition: unknown): unknown {
  try {
    return parseDefinition(definition);
  } catch (error) {
    return error;
  }
}

/** The facts of a run that its case speaks of. */
function factsOf(
  run: Awaited<ReturnType<typeof runCase>>,
  { expect: expected }: Case,
): Record<string, unknown> {
  const result = { error: undefined, cause: undefined, output: undefined, ...run.result };
  const causeFits =
    expected.cause === '' ? !result.cause : result.cause?.includes(expected.cause ?? '');
  const facts: Record<string, unknown> = {
    ...run,
    status: result.status,
    output: result.output,
    error: result.error,
    cause: causeFits ? expected.cause : result.cause,
  };
  return Object.fromEntries(
    ['status', ...Object.keys(expected)].map((name) => [name, facts[name]]),
  );
}

/** A case that names an error has failed; else it has succeeded, unless it says otherwise. */
function expectedOf({ expect: expected }: Case): Record<string, unknown> {
  return { status: expected.error === undefined ? 'SUCCEEDED' : 'FAILED', ...expected };
}
