import './surroundings.ts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import type { FunctionModule } from '../unit/shared/handler/function-files.ts';
import { hostileValues } from './hostile-values.ts';
import { mutate, mutations } from './mutation.ts';
import { perform, prepare } from './perform.ts';
import { patience, runs, seed } from './runs.ts';
import { handlerOf, subjects } from './subjects.ts';
import { problemsOf } from './verdict.ts';

beforeAll(prepare);
afterAll(() => {
  jest.restoreAllMocks();
});

/** What each function is given of all the runs; half of them with its event as it should be. */
const share = runs / subjects.length;

/** Anything, from nothing at all to the event of another function. */
const anyEvent = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(...hostileValues),
  fc.constantFrom(...subjects.map(({ sample }) => sample)),
);

describe.each(subjects)('the function $name', (subject) => {
  let handler: FunctionModule['handler'];
  beforeAll(async () => {
    handler = await handlerOf(subject, subject.environment);
  });

  /** @param part of the share: as many cases */
  async function holds(events: fc.Arbitrary<unknown>, part: number): Promise<void> {
    const property = fc.asyncProperty(events, fc.nat(2 ** 31), async (given, world) => {
      // As Lambda hands it over: whatever it is, it has been JSON.
      const event: unknown = JSON.parse(JSON.stringify(given) ?? 'null');
      const played = await perform(handler, { event, environment: subject.environment, world });
      const problems = problemsOf(subject.name, played);
      if (problems.length === 0) return;
      throw new Error(`${problems.join('; ')}\nof the event ${JSON.stringify(event)}`);
    });
    const numRuns = Math.ceil(share * part);
    await fc.assert(property, { seed, numRuns, includeErrorInReport: true });
  }

  it(
    'a function answers correctly or with a named error, whatever AWS answers',
    () => expect(holds(fc.constant(subject.sample), 0.5)).resolves.toBeUndefined(),
    patience,
  );

  it(
    'a function answers correctly or with a named error, however its event is changed',
    () => {
      const changed = mutations(1).map((list) => mutate(subject.sample, list));
      return expect(holds(changed, 0.4)).resolves.toBeUndefined();
    },
    patience,
  );

  it(
    'a function answers correctly or with a named error, whatever its event is',
    () => expect(holds(anyEvent, 0.1)).resolves.toBeUndefined(),
    patience,
  );
});
