import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import type { Part } from '../../../../functions/shared/rules/tags.ts';
import type { CaptureFate } from '../../../../functions/shared/rules/retention.ts';
import { prunable } from '../../../../functions/shared/rules/retention.ts';
import type { Snapshot } from '../../../../functions/shared/ports/snapshots.ts';
import { stackName } from '../../factories/locations.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { seeded } from '../../seeded.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 5, 1);

function capture(day: number, overrides: Partial<Snapshot> = {}, part: Part = 'snapshot') {
  const identifier = `nightly-${day}`;
  return aSnapshot({
    identifier,
    createdAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
    tags: marksOf(identifier, part),
    ...overrides,
  });
}

function aged(name: string, hours: number): Snapshot {
  return capture(1, {
    identifier: name,
    createdAt: new Date(now - hours * hour).toISOString(),
    tags: marksOf(name, 'snapshot'),
  });
}

/** A copy of an old capture that a run made which began so many hours ago. */
function madeBefore(name: string, hours: number): Snapshot {
  const made = new Date(now - hours * hour).toISOString();
  const tags = { ...marksOf(name, 'secured'), [tagKeys.made]: made };
  return { ...aged(name, 4000), tags };
}

function secured(day: number, verified: boolean): Snapshot {
  const one = capture(day, {}, 'secured');
  return verified ? { ...one, tags: { ...one.tags, [tagKeys.verified]: '2026-01-05' } } : one;
}

function prune(
  listed: readonly Snapshot[],
  request: {
    parts?: readonly Part[];
    captures?: number;
    days?: number;
    dailyDays?: number;
    current?: string;
    fates?: ReadonlyMap<string, CaptureFate>;
  },
): string[] {
  const { parts = ['snapshot', 'copy'], current = 'this-one' } = request;
  const { captures = 2, days = 0, dailyDays = 0 } = request;
  const given = prunable(listed, {
    of: { stack: stackName, parts },
    keep: { captures, days, dailyDays },
    current,
    ...(request.fates && { fates: request.fates }),
    now,
  });
  return given.map(({ identifier }) => identifier).toSorted();
}

describe('prunable', () => {
  it('retention gives up the captures beyond the newest to keep, in whatever order they are listed', () => {
    expect(
      prune(
        [3, 1, 4, 2].map((day) => capture(day)),
        {},
      ),
    ).toEqual(['nightly-1', 'nightly-2']);
  });

  it("retention counts captures, not snapshots, where a copy lies in its snapshot's Region", () => {
    const listed = [1, 2, 3].flatMap((day) => [
      capture(day),
      capture(day, {
        identifier: `nightly-${day}-copy`,
        createdAt: new Date(Date.UTC(2026, 0, day, 1)).toISOString(),
        tags: marksOf(`nightly-${day}`, 'copy'),
      }),
    ]);
    expect(prune(listed, {})).toEqual(['nightly-1', 'nightly-1-copy']);
  });

  it.each([
    ['without marks', { tags: {} }],
    ['of another stack (row 11)', { tags: marksOf('nightly-1', 'snapshot', 'run', 'weekly') }],
    ['that are another part', { tags: marksOf('nightly-1', 'secured') }],
    ['in the making', { status: 'creating' }],
    ['that failed', { status: 'failed' }],
  ])('retention neither counts nor gives up snapshots %s', (_what, overrides) => {
    const listed = [capture(1, overrides), capture(2), capture(3)];
    expect(prune(listed, {})).toEqual([]);
    expect(prune([...listed, capture(4)], {})).toEqual(['nightly-2']);
  });

  it('retention keeps snapshots younger than the days to keep, however many there are', () => {
    const listed = [1, 2, 3, 4].map((day) => capture(day));
    const days = (now - Date.UTC(2026, 0, 2)) / (24 * hour);
    expect(prune(listed, { captures: 1, days })).toEqual(['nightly-1']);
  });

  // Defect class: retention deletes what a run still copies.
  it('retention keeps snapshots that the longest run may still need', () => {
    const listed = [aged('newest', 1), aged('young', 52), aged('old', 53)];
    expect(prune(listed, { captures: 1 })).toEqual(['old']);
  });

  // A copy of an old capture has that one's age from its first moment on.
  it('retention keeps a copy that a recently begun run made, however old its data', () => {
    const listed = [secured(51, true), madeBefore('young', 52), madeBefore('old', 53)];
    expect(prune(listed, { parts: ['secured'], captures: 1 })).toEqual(['old']);
  });

  it('retention keeps a capture from when the target was told of it, however long it was made', () => {
    const listed = [aged('newest', 1), aged('told', 90), aged('old', 90)];
    const fates = new Map([
      ['told', now - 52 * hour],
      ['old', now - 53 * hour],
    ]);
    expect(prune(listed, { captures: 1, fates })).toEqual(['old']);
  });

  // Defect class: retention deletes what a start would go on with, or lets it push out a good one.
  it('retention neither counts nor gives up a capture that is under way', () => {
    const listed = [aged('under-way', 61), aged('second', 60), aged('first', 62)];
    const fates = new Map([['under-way', 'under way' as const]]);
    expect(prune(listed, { captures: 1, fates })).toEqual(['first']);
    expect(prune(listed, { captures: 2, fates })).toEqual([]);
  });

  it('retention gives up a capture that nobody was told of, and does not count it among the kept', () => {
    const listed = [aged('good', 60), aged('given-up', 61), aged('before', 62)];
    const fates = new Map([['given-up', 'given up' as const]]);
    expect(prune(listed, { captures: 1, fates })).toEqual(['before', 'given-up']);
    expect(prune(listed, { captures: 2, fates })).toEqual(['given-up']);
  });

  it('retention keeps a snapshot that is being copied within the Region', () => {
    const copy = aSnapshot({
      identifier: 'mine',
      status: 'copying',
      copiedFrom: capture(1).arn,
    });
    const listed = [capture(1), capture(2), capture(3), copy];
    expect(prune(listed, { captures: 1 })).toEqual(['nightly-2']);
  });

  it('retention gives up a snapshot whose copy within the Region is done', () => {
    const copy = aSnapshot({ identifier: 'mine', copiedFrom: capture(1).arn });
    const listed = [capture(1), capture(2), capture(3), copy];
    expect(prune(listed, { captures: 1 })).toEqual(['nightly-1', 'nightly-2']);
  });

  it('retention keeps a snapshot of unknown age', () => {
    const listed = [capture(1, { createdAt: undefined }), capture(2), capture(3)];
    expect(prune(listed, {})).toEqual(['nightly-2']);
  });
});

describe('prunable secured copies', () => {
  const request = { parts: ['secured'], captures: 2 } as const;

  // Defect class: retention keeps copies that nobody ever restored, and deletes the good one.
  it('retention keeps as many verified copies as newer unverified ones', () => {
    const listed = [
      secured(1, true),
      secured(2, true),
      secured(3, true),
      secured(4, false),
      secured(5, false),
      secured(6, true),
    ];
    expect(prune(listed, request)).toEqual(['nightly-1', 'nightly-2', 'nightly-4']);
  });

  it('retention keeps every copy newer than the last verified one, for a run to be resumed', () => {
    const listed = [secured(1, true), ...[2, 3, 4, 5].map((day) => secured(day, false))];
    expect(prune(listed, request)).toEqual([]);
  });

  it('retention gives up an unverified copy that is exactly as old as the last verified one', () => {
    const { createdAt } = secured(2, true);
    const twin = { ...secured(1, false), createdAt };
    expect(prune([twin, secured(2, true), secured(3, false)], { ...request, captures: 1 })).toEqual(
      ['nightly-1'],
    );
  });

  it('retention gives up no copy where none was ever verified', () => {
    const listed = [1, 2, 3, 4].map((day) => secured(day, false));
    expect(prune(listed, request)).toEqual([]);
  });
});

// Defect class: retention deletes the only good copy.
it('retention never gives up a foreign, the current, a newest or the last verified snapshot', () => {
  const parts = ['snapshot', 'secured', 'final'] as const;
  const described = fc.uniqueArray(
    fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      part: fc.constantFrom(...parts, 'restored' as const, undefined),
      status: fc.constantFrom('available', 'available', 'creating', 'failed'),
      verified: fc.boolean(),
      dated: fc.boolean(),
    }),
    { selector: ({ day }) => day, maxLength: 28 },
  );
  fc.assert(
    fc.property(
      described,
      fc.constantFrom(...parts),
      fc.integer({ min: -1, max: 10 }),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 1, max: 28 }),
      (snapshots, wanted, captures, days, currentDay) => {
        const listed = snapshots.map(({ day, part, status, verified, dated }) =>
          capture(day, {
            status,
            tags: {
              ...(part !== undefined && marksOf(`nightly-${day}`, part)),
              ...(verified && { [tagKeys.verified]: '2026-01-05' }),
            },
            ...(!dated && { createdAt: undefined }),
          }),
        );
        const current = `nightly-${currentDay}`;
        const pruned = prune(listed, { parts: [wanted], captures, days, current });
        const ours = listed.filter(
          ({ tags, status }) => status === 'available' && tags[tagKeys.part] === wanted,
        );
        const staying = ours.filter(({ identifier }) => !pruned.includes(identifier));
        const proven = (one: Snapshot): boolean =>
          wanted !== 'secured' || one.tags[tagKeys.verified] !== undefined;
        const wantedCount = Math.max(1, captures);
        expect(
          pruned.filter((name) => !ours.some(({ identifier }) => identifier === name)),
        ).toEqual([]);
        expect(pruned).not.toContain(current);
        for (const kind of [() => true, proven]) {
          const all = ours.filter(kind).length;
          expect(staying.filter(kind).length).toBeGreaterThanOrEqual(Math.min(all, wantedCount));
        }
        const oldestAllowed = now - days * 24 * hour;
        const gone = ours.filter(({ identifier }) => pruned.includes(identifier));
        for (const { createdAt = '' } of gone) {
          expect(Date.parse(createdAt)).toBeLessThan(oldestAllowed);
        }
      },
    ),
    { ...seeded, numRuns: 1000 },
  );
});
