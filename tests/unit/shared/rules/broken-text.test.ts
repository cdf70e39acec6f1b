import { describe, expect, it } from '@jest/globals';
import { findBrokenText } from '../../../../functions/shared/rules/broken-text.ts';

describe('findBrokenText', () => {
  it.each([
    ['', '\uD800'],
    ['', 'x\uDC00'],
    ['subnetGroup', { subnetGroup: 'a\uDFFFb' }],
    ['plan.settings.securityGroups.1', { plan: { settings: { securityGroups: ['a', '\uDBFF'] } } }],
    ['tags.\uD83D', { tags: { '\uD83D': 'orders' } }],
    // The halves in the wrong order.
    ['tags.team', { tags: { team: '\uDE00\uD83D' } }],
  ])('a broken text is found at "%s"', (at, value) => {
    expect(findBrokenText(value)).toBe(at);
  });

  it.each([
    'orders',
    '日本😀',
    { team: '😀', list: [1, null, true, 'é'], nothing: undefined },
    null,
    42,
    undefined,
  ])('no broken text is found in %j', (value) => {
    expect(findBrokenText(value)).toBeUndefined();
  });

  it('a broken text is found however deep it lies', () => {
    let nest: unknown = '\uD800';
    for (let level = 0; level < 20_000; level++) nest = [nest];
    expect(findBrokenText(nest)).toMatch(/^0\.0\.0/);
  });
});
