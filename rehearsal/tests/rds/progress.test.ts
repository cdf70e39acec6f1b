import { describe, expect, it } from '@jest/globals';
import { Random } from '../../aws/random.ts';
import { percentAt, unevenProgress } from '../../aws/services/rds/snapshots/progress.ts';

describe.each([1, 2, 3, 4, 5])('progress with seed %i', (seed) => {
  const start = 1000;
  const queue = 500;
  const duration = 10_000;
  const progress = unevenProgress(new Random(seed), start, queue, duration);
  const at = (now: number) => percentAt(progress, now);

  it('progress stays at 0 while queued and reaches 100 at the end, not before', () => {
    expect(at(start)).toBe(0);
    expect(at(start + queue - 1)).toBe(0);
    expect(at(start + duration - 1)).toBeLessThan(100);
    expect(at(start + duration)).toBe(100);
  });

  it('progress never falls, and moves in uneven steps', () => {
    const times = Array.from({ length: 100 }, (_, index) => start + (index * duration) / 100);
    const seen = times.map(at);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    const steps = [...new Set(seen)];
    expect(steps.length).toBeGreaterThan(2);
    const gaps = steps.slice(1).map((step, index) => step - (steps[index] ?? 0));
    expect(new Set(gaps).size).toBeGreaterThan(1);
  });
});
