import './surroundings.ts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { base } from '../unit/shared/handler/function-files.ts';
import { choose } from './mutation.ts';
import { perform, prepare } from './perform.ts';
import { patience, runs, seed } from './runs.ts';
import { handlerOf, subjects } from './subjects.ts';
import type { Subject } from './subjects.ts';
import { variantsOf } from './hostile-values.ts';
import { problemsOf } from './verdict.ts';

beforeAll(prepare);
afterAll(() => {
  jest.restoreAllMocks();
});

type Environment = Readonly<Record<string, string | undefined>>;

const configured = subjects.filter(({ environment }) => Object.keys(environment).length > 0);
/** Each case is a cold start, and stays in memory: there are fewer of them. */
const numRuns = Math.ceil(Math.min(runs / 20, 5000) / configured.length);

const changes = fc.array(fc.record({ which: fc.nat(1000), what: fc.nat(1000) }), {
  minLength: 1,
  maxLength: 3,
});

function change(
  environment: Environment,
  list: readonly { readonly which: number; readonly what: number }[],
): Environment {
  const changed: Record<string, string | undefined> = { ...environment };
  for (const { which, what } of list) {
    const name = choose(Object.keys(environment), which);
    // Lambda takes no other variables than texts, and none with a null character in it.
    const variants = [undefined, ...variantsOf(environment[name] ?? '').map(String)];
    changed[name] = choose(variants, what)?.replaceAll('\u0000', '');
  }
  return changed;
}

/** What is wrong with how a function takes its environment; nothing where it is right. */
async function problemsIn(
  subject: Subject,
  environment: Environment,
  world: number,
): Promise<string[]> {
  const loading = handlerOf(subject, environment);
  const refusal = await loading.then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  if (refusal === undefined) {
    const scene = { event: subject.sample, environment, world };
    return problemsOf(subject.name, await perform(await loading, scene));
  }
  const { name, message } = refusal;
  const isNamed = name === 'InvalidEnvironment' && /expected|must/.test(message);
  return isNamed ? [] : [`its start fails with a bare ${name}: ${message}`];
}

describe.each(configured)('the environment of $name', (subject) => {
  it(
    'a changed environment is refused by name, or the function answers correctly in it',
    () =>
      fc.assert(
        fc.asyncProperty(changes, fc.nat(2 ** 31), async (list, world) => {
          const environment = change({ ...base, ...subject.environment }, list);
          expect(await problemsIn(subject, environment, world)).toEqual([]);
        }),
        { seed, numRuns },
      ),
    patience,
  );
});
