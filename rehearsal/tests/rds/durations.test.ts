import { describe, expect, it } from '@jest/globals';
import { Random } from '../../aws/random.ts';
import { defaultDurations, drawSeconds } from '../../aws/services/rds/durations.ts';
import type { Seconds } from '../../aws/services/rds/durations.ts';

const draws = 2000;

function drawMany(...ranges: readonly Seconds[]): number[] {
  const random = new Random(1);
  return Array.from({ length: draws }, () =>
    ranges.reduce((sum, range) => sum + drawSeconds(random, range), 0),
  );
}

function shareBelow(values: readonly number[], limit: number): number {
  return values.filter((value) => value < limit).length / values.length;
}

describe('random durations', () => {
  it.each<[Seconds]>([[[10, 20]], [[10, 12, 60]]])('a duration stays within %j', (range) => {
    const values = drawMany(range);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(range[0]);
    expect(Math.max(...values)).toBeLessThanOrEqual(range.at(-1) ?? 0);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(9);
  });

  it('a random duration is as often below its median as above', () => {
    expect(shareBelow(drawMany([10, 12, 60]), 12)).toBeCloseTo(0.5, 1);
  });

  it('a duration may be one number, with a median or without', () => {
    const [plain, withMedian] = [new Random(7), new Random(7)];
    drawSeconds(plain, [1, 3]);
    drawSeconds(withMedian, [1, 2, 3]);
    expect(withMedian.next()).toBe(plain.next());
  });
});

describe('the duration of an Aurora failover, as its user guide has it', () => {
  const { failover, failedOverWriter } = defaultDurations;
  const untilDescribed = drawMany(failover, failedOverWriter);

  it('a failover typically takes less than 60 s, and often less than 30 s', () => {
    expect(shareBelow(untilDescribed, 60)).toBeGreaterThan(0.98);
    expect(shareBelow(untilDescribed, 30)).toBeGreaterThan(0.5);
    expect(shareBelow(untilDescribed, 30)).toBeLessThan(0.9);
  });

  it('DNS follows a failover within 20 s in half of the cases, and within 60 s in all', () => {
    const behind = drawMany(defaultDurations.failedOverHost);
    expect(shareBelow(behind, 15)).toBe(0);
    expect(shareBelow(behind, 20)).toBeCloseTo(0.5, 1);
    expect(Math.max(...behind)).toBeLessThanOrEqual(60);
  });
});
