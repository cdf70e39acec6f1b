import { describe, expect, it } from '@jest/globals';
import * as errors from '../../../../functions/shared/rules/errors.ts';

// Defect class: a state machine that catches by a name that nobody throws.
describe('the errors of Understudy', () => {
  it.each(Object.entries(errors))(
    'the error %s carries its own name, message and cause',
    (name, Class) => {
      const cause = new Error('why');
      const error = new Class('what', { cause });
      expect(error).toBeInstanceOf(Error);
      expect([error.name, error.message, error.cause]).toEqual([name, 'what', cause]);
    },
  );
});
