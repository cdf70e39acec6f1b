import { describe, expect, it } from '@jest/globals';
import { Progress } from '../../../../commands/terminal/progress.ts';

/** Each step takes as long as is said. */
function told(isTerminal: boolean, steps: number, millisecondsEach: number): readonly string[] {
  const written: string[] = [];
  let now = 0;
  const place = { isTerminal, write: (text: string) => void written.push(text), now: () => now };
  const progress = new Progress(steps, 'runs', place);
  for (let step = 0; step < steps; step++) {
    now += millisecondsEach;
    progress.step();
  }
  progress.clear();
  return written;
}

describe('the progress of a long command', () => {
  it('elsewhere than on a terminal lines tell total and time left, twice a minute', () => {
    expect(told(false, 4, 30_000)).toEqual([
      '0 of 4 runs\n',
      '1 of 4 runs, about 90 s left\n',
      '2 of 4 runs, about 60 s left\n',
      '3 of 4 runs, about 30 s left\n',
    ]);
    expect(told(false, 100, 1000)).toEqual([
      '0 of 100 runs\n',
      '30 of 100 runs, about 70 s left\n',
      '60 of 100 runs, about 40 s left\n',
      '90 of 100 runs, about 10 s left\n',
    ]);
  });

  it('on a terminal one line is written anew, and is gone in the end', () => {
    expect(told(true, 3, 300_000)).toEqual([
      '\r\u001B[K0 of 3 runs',
      '\r\u001B[K1 of 3 runs, about 10 min left',
      '\r\u001B[K2 of 3 runs, about 5 min left',
      '\r\u001B[K',
    ]);
  });
});
