import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { marks } from '../../../functions/shared/domain/ownership.ts';
import { prunable } from '../../../functions/shared/domain/retention.ts';
import { aSnapshot, marksOf } from '../factories/snapshots.ts';
import { seeded } from '../seeded.ts';

function capture(day: number, overrides: Parameters<typeof aSnapshot>[0] = {}) {
  const identifier = `nightly-${day}`;
  return aSnapshot({
    identifier,
    createdAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
    tags: marksOf(identifier, 'snapshot'),
    ...overrides,
  });
}

describe('prunable', () => {
  it('gives the captures beyond the newest to keep, in whatever order they are listed', () => {
    const listed = [3, 1, 4, 2].map((day) => capture(day));
    const names = prunable(listed, 2, 'nightly-4').map(({ identifier }) => identifier);
    expect(names.toSorted()).toEqual(['nightly-1', 'nightly-2']);
  });

  it("counts captures, not snapshots, where a capture's copy lies in its own Region", () => {
    const listed = [1, 2, 3].flatMap((day) => [
      capture(day),
      capture(day, {
        identifier: `nightly-${day}-copy`,
        createdAt: new Date(Date.UTC(2026, 0, day, 1)).toISOString(),
        tags: marksOf(`nightly-${day}`, 'copy'),
      }),
    ]);
    const names = prunable(listed, 2, 'nightly-3').map(({ identifier }) => identifier);
    expect(names.toSorted()).toEqual(['nightly-1', 'nightly-1-copy']);
  });

  it.each([
    ['without marks', { tags: {} }],
    ['that are secured', { tags: marksOf('nightly-1', 'secured') }],
    ['in the making', { status: 'creating' }],
    ['that failed', { status: 'failed' }],
  ])('neither counts nor gives snapshots %s', (_what, overrides) => {
    const listed = [capture(1, overrides), capture(2), capture(3)];
    expect(prunable(listed, 2, 'nightly-3')).toEqual([]);
    expect(prunable([...listed, capture(4)], 2, 'nightly-4').map((one) => one.identifier)).toEqual([
      'nightly-2',
    ]);
  });

  // Defect class: retention deletes the only good copy.
  it('never gives a stranger’s, the current one, or any of the newest to keep', () => {
    const part = fc.constantFrom('snapshot', 'copy', 'secured', 'restored', undefined);
    const snapshots = fc.uniqueArray(
      fc.record({
        day: fc.integer({ min: 1, max: 28 }),
        part,
        status: fc.constantFrom('available', 'available', 'creating', 'failed'),
        dated: fc.boolean(),
      }),
      { selector: ({ day }) => day, maxLength: 28 },
    );
    fc.assert(
      fc.property(
        snapshots,
        fc.integer({ min: -1, max: 10 }),
        fc.integer({ min: 1, max: 28 }),
        (described, keep, currentDay) => {
          const listed = described.map(({ day, part: mark, status, dated }) =>
            capture(day, {
              status,
              tags: mark === undefined ? {} : marksOf(`nightly-${day}`, mark),
              ...(!dated && { createdAt: undefined }),
            }),
          );
          const current = `nightly-${currentDay}`;
          const pruned = prunable(listed, keep, current);
          const ours = listed.filter(
            ({ tags, status }) =>
              status === 'available' && ['snapshot', 'copy'].includes(tags[marks.part] ?? ''),
          );
          const staying = ours.filter((one) => !pruned.includes(one));
          expect(pruned.every((one) => ours.includes(one))).toBe(true);
          expect(pruned.some(({ identifier }) => identifier === current)).toBe(false);
          expect(staying.length).toBeGreaterThanOrEqual(Math.min(ours.length, Math.max(1, keep)));
          expect(staying.length).toBeLessThanOrEqual(Math.max(1, keep) + 1);
          const oldestStaying = staying
            .filter(({ identifier }) => identifier !== current)
            .map(({ createdAt }) => createdAt ?? '')
            .toSorted()[0];
          for (const { createdAt } of pruned) {
            expect((createdAt ?? '') <= (oldestStaying ?? '9')).toBe(true);
          }
        },
      ),
      { ...seeded, numRuns: 1000 },
    );
  });
});
