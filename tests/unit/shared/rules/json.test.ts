import { describe, expect, it } from '@jest/globals';
import { parseJson } from '../../../../functions/shared/rules/json.ts';

describe('parseJson', () => {
  it('parseJson reads a JSON text', () => {
    expect(parseJson('{"a":[1,null]}')).toEqual({ a: [1, null] });
  });

  it.each(['', '{', 'undefined', "{'a':1}"])(
    'parseJson reads a text that is not JSON as undefined: %j',
    (text) => {
      expect(parseJson(text)).toBeUndefined();
    },
  );
});
