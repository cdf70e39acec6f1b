import { describe, expect, it } from '@jest/globals';
import { placeMarks, roomBeside } from '../../plays/failover/labels.ts';

describe('the labels of the marks', () => {
  it('labels of marks share one level while there is room, and are stacked otherwise', () => {
    const placed = placeMarks(
      [
        ['T2', 100],
        ['T0', 0],
        ['T3', 100],
        ['T4', 110],
        ['T5', 140],
      ],
      (seconds) => seconds,
    );
    expect(placed.map(({ name, level }) => `${name} ${level}`)).toEqual([
      'T0 0',
      'T2 0',
      'T3 1',
      'T4 2',
      'T5 0',
    ]);
  });
});

describe('the words beside the lines of marks', () => {
  it.each([
    { lines: [], at: 104, why: 'begin at the left' },
    { lines: [120], at: 124, why: 'go behind a line that would go through them' },
    { lines: [120, 150], at: 154, why: 'go behind the next where two are close' },
    { lines: [90, 144.5], at: 104, why: 'stay before a line that is far enough' },
    { lines: [165], at: 104, why: 'end before a line' },
    { lines: [130, 170], at: undefined, why: 'are left out where there is no room' },
  ])('words in a row $why', ({ lines, at }) => {
    expect(roomBeside(lines, [100, 200], 40)).toBe(at);
  });
});
