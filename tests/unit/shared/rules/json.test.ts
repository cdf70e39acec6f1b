import { describe, expect, it } from '@jest/globals';
import { parseJson } from '../../../../functions/shared/rules/json.ts';

describe('a text', () => {
  it('is read as the JSON that it is', () => {
    expect(parseJson('{"a":[1,null]}')).toEqual({ a: [1, null] });
  });

  it.each(['', '{', 'undefined', "{'a':1}"])('is no JSON: %j', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });
});
