import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { prunable, useOf, useSaid } from '../../../../functions/shared/rules/retention.ts';
import type { RetentionPolicy } from '../../../../functions/shared/rules/retention.ts';
import type { Snapshot } from '../../../../functions/shared/ports/snapshots.ts';
import { stackName } from '../../factories/locations.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { seeded } from '../../seeded.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Half past ten in the morning. */
const now = Date.UTC(2026, 5, 1, 10, 30);
const midnight = Date.UTC(2026, 5, 1);
const honest = 'cluster-SOURCE';
const of = {
  stack: stackName,
  parts: ['secured'],
  live: 'orders',
  source: honest,
  use: 'recovery',
} as const;

function iso(moment: number): string {
  return new Date(moment).toISOString();
}

/** A secured copy: how old its data is, and when it was verified, where it was. */
function secured(
  name: string,
  createdAt: number,
  verifiedAt: number | undefined = createdAt + hour,
  more: Snapshot['tags'] = {},
): Snapshot {
  return aSnapshot({
    identifier: name,
    createdAt: iso(createdAt),
    tags: {
      ...marksOf(name, 'secured'),
      [tagKeys.live]: 'orders',
      [tagKeys.source]: honest,
      [tagKeys.mode]: 'swap',
      ...(verifiedAt !== undefined && { [tagKeys.verified]: iso(verifiedAt) }),
      ...more,
    },
  });
}

function given(
  listed: readonly Snapshot[],
  keep: Partial<RetentionPolicy> = {},
  at = now,
): string[] {
  return prunable(listed, {
    of,
    keep: { captures: 1, days: 0, dailyDays: 7, ...keep },
    current: 'this-one',
    now: at,
  }).map(({ identifier }) => identifier);
}

/** Without those of the newest to keep, which have reasons of their own to stay. */
const newest = secured('newest', now - hour);

describe('row 12: the first verified copy of each day', () => {
  it('row 12: the first verified copy of each of the last days stays beside the newest', () => {
    const listed = Array.from({ length: 12 }, (_, back) =>
      [6, 3, 1].map((at) => secured(`${back}-${at}`, midnight - back * day + at * hour)),
    ).flat();
    const gone = given([...listed, newest]);
    const kept = listed.map(({ identifier }) => identifier).filter((one) => !gone.includes(one));
    // Of today and yesterday the longest run may still need some.
    expect(kept.filter((name) => Number(name.split('-')[0]) > 1)).toEqual(
      [2, 3, 4, 5, 6, 7].map((back) => `${back}-1`),
    );
  });

  it('row 12: the first copy of a day is given up once the day is too old', () => {
    const week = secured('a-week-ago', midnight - 7 * day + hour);
    expect(given([week, newest])).toEqual([]);
    expect(given([week, newest], {}, now + day)).toEqual(['a-week-ago']);
  });

  it('row 12: no copy of a day is kept where dailyDays is 0', () => {
    const listed = [secured('a-week-ago', midnight - 7 * day + hour), newest];
    expect(given(listed, { dailyDays: 0 })).toEqual(['a-week-ago']);
  });

  // A person may go back to an old capture: what that one is made of is old, too.
  it('row 12: the day of a copy is that of its verification, however old the data', () => {
    const old = midnight - 60 * day;
    const listed = [secured('old', old, midnight + hour), secured('older', old - day), newest];
    expect(given(listed, { dailyDays: 1 })).toEqual(['older']);
    expect(given(listed, { dailyDays: 0 })).toEqual(['old', 'older']);
  });

  it('row 12: the first verified copy of a day stays, whatever was captured or copied earlier', () => {
    const at = midnight - 3 * day;
    const listed = [
      copyOf('never', at, undefined),
      secured('second', at + hour, at + 9 * hour),
      secured('first', at + 2 * hour, at + 8 * hour),
    ];
    expect(given([...listed, newest]).toSorted()).toEqual(['never', 'second']);
  });

  // Whoever makes a snapshot chooses when, and a copy has its original's age.
  it('row 12: an old snapshot that was verified later does not displace the first copy of a day', () => {
    const at = midnight - 3 * day;
    const backdated = secured('backdated', at + hour, at + day + 2 * hour);
    const listed = [backdated, secured('honest', at + 3 * hour, at + 4 * hour)];
    expect(given([...listed, newest])).not.toContain('honest');
  });

  it.each([
    ['another lineage', { [tagKeys.source]: 'cluster-EVIL' }],
    ['a drill', { [tagKeys.mode]: 'drill' }],
    ['another stack', { [tagKeys.stack]: 'understudy-standby' }],
    ['another live name', { [tagKeys.live]: 'orders-standby' }],
  ])('row 12: the first copy of a day is independent of a copy of %s', (_what, tags) => {
    const at = midnight - 3 * day;
    const other = secured('other', at, at + hour, tags);
    const many = Array.from({ length: 9 }, (_, index) =>
      secured(`flood-${index}`, now - 40 * hour + index, now - 39 * hour, tags),
    );
    const mine = [secured('mine', at + hour, at + 2 * hour), secured('last', at + 5 * hour)];
    expect(given([...mine, other, ...many])).toEqual([]);
  });
});

describe('useOf and useSaid', () => {
  it.each([
    ['swap', 'recovery'],
    ['standby', 'recovery'],
    ['drill', 'drill'],
  ] as const)('a snapshot of a run in mode %s is for a %s', (mode, use) => {
    expect(useOf(mode)).toBe(use);
    expect(useSaid({ [tagKeys.mode]: mode })).toBe(use);
  });

  it('a snapshot that names no mode is for a recovery', () => {
    expect(useSaid({})).toBe('recovery');
  });

  it('retention counts snapshots of any lineage, name and use together where none is asked for', () => {
    const mixed = [
      secured('one', 0, 1),
      secured('two', 0, 1, { [tagKeys.source]: 'cluster-OTHER' }),
      secured('three', 0, 1, { [tagKeys.live]: 'customers' }),
      secured('four', 0, 1, { [tagKeys.mode]: 'drill' }),
    ];
    const all = prunable([newest, ...mixed], {
      of: { stack: stackName, parts: ['secured'] },
      keep: { captures: 1, days: 0, dailyDays: 7 },
      current: 'this-one',
      now,
    });
    expect(all).toHaveLength(4);
  });
});

/** Copies of some weeks, verified before today; some never were. */
const history = fc
  .uniqueArray(
    fc.record({
      ageMinutes: fc.integer({ min: 11 * 60, max: 40 * 24 * 60 }),
      verifiedAfterMinutes: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
    }),
    { selector: ({ ageMinutes }) => ageMinutes, maxLength: 60 },
  )
  .map((all) =>
    all.map(({ ageMinutes, verifiedAfterMinutes }, index) => {
      const createdAt = now - ageMinutes * 60_000;
      const verifiedAt =
        verifiedAfterMinutes === undefined ? undefined : createdAt + verifiedAfterMinutes * 60_000;
      return { name: `kept-${index}`, createdAt, verifiedAt };
    }),
  )
  .map((all) => all.filter(({ verifiedAt }) => verifiedAt === undefined || verifiedAt < midnight))
  .map((all) => all.map(({ name, createdAt, verifiedAt }) => copyOf(name, createdAt, verifiedAt)));

/** Whatever somebody sends within today: as young as they like or as old, verified or not. */
const flood = fc
  .array(
    fc.record({
      ageMinutes: fc.integer({ min: 0, max: 40 * 24 * 60 }),
      verifiedMinutes: fc.option(fc.integer({ min: 0, max: 10 * 60 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 200 },
  )
  .map((all) =>
    all.map(({ ageMinutes, verifiedMinutes }, index) =>
      copyOf(
        `flood-${index}`,
        now - ageMinutes * 60_000,
        verifiedMinutes === undefined ? undefined : midnight + verifiedMinutes * 60_000,
      ),
    ),
  );

const keeping = fc.record({
  captures: fc.integer({ min: 1, max: 10 }),
  days: fc.constantFrom(0, 0, 3),
  dailyDays: fc.integer({ min: 0, max: 14 }),
});

function copyOf(name: string, createdAt: number, verifiedAt: number | undefined): Snapshot {
  const one = secured(name, createdAt, verifiedAt ?? createdAt);
  const { [tagKeys.verified]: _, ...bare } = one.tags;
  return verifiedAt === undefined ? { ...one, tags: bare } : one;
}

/** The rule in other words: the earliest of those that were verified on one day. */
function daily(listed: readonly Snapshot[], days: number): readonly string[] {
  return Array.from({ length: days }, (_, index) => midnight - (index + 1) * day).flatMap(
    (start) => {
      const there = listed
        .map(({ identifier, tags }) => ({
          identifier,
          at: Date.parse(tags[tagKeys.verified] ?? ''),
        }))
        .filter(({ at }) => at >= start && at < start + day)
        .toSorted((one, other) => one.at - other.at);
      const earliest = there.filter(({ at }) => at === there[0]?.at);
      return earliest.length === 1 ? [earliest[0]?.identifier ?? ''] : [];
    },
  );
}

describe('row 12: any flood of copies within a day', () => {
  it('row 12: a flood takes away none of the first copies of the days before', () => {
    fc.assert(
      fc.property(history, flood, keeping, (kept, sent, keep) => {
        const gone = given([...kept, ...sent], keep);
        expect(gone.filter((name) => daily(kept, keep.dailyDays).includes(name))).toEqual([]);
      }),
      { ...seeded, numRuns: 500 },
    );
  });

  it('row 12: a flood takes away only copies that were kept by number or order', () => {
    fc.assert(
      fc.property(history, flood, keeping, (kept, sent, keep) => {
        const anyway = given(kept, keep);
        const lost = given([...kept, ...sent], keep).filter(
          (name) => name.startsWith('kept') && !anyway.includes(name),
        );
        const byNumber = (all: readonly Snapshot[]): string[] =>
          all
            .toSorted((one, other) => (one.createdAt ?? '').localeCompare(other.createdAt ?? ''))
            .slice(-keep.captures)
            .map(({ identifier }) => identifier);
        const proven = kept.filter(({ tags }) => tags[tagKeys.verified] !== undefined);
        const [last] = byNumber(proven).slice(-1);
        const lastAt = kept.find(({ identifier }) => identifier === last)?.createdAt ?? '';
        const newer = kept.filter(({ createdAt = '' }) => createdAt > lastAt);
        const expendable = new Set([
          ...byNumber(kept),
          ...byNumber(proven),
          ...newer.map(({ identifier }) => identifier),
        ]);
        expect(lost.filter((name) => !expendable.has(name))).toEqual([]);
        for (const name of lost) {
          const { createdAt = '' } = kept.find(({ identifier }) => identifier === name) ?? {};
          expect(Date.parse(createdAt)).toBeLessThan(now - keep.days * day);
        }
      }),
      { ...seeded, numRuns: 500 },
    );
  });

  it('row 12: a flood of another lineage or use takes away no copy', () => {
    const foreign = fc.constantFrom<Snapshot['tags']>(
      { [tagKeys.source]: 'cluster-EVIL' },
      { [tagKeys.mode]: 'drill' },
    );
    fc.assert(
      fc.property(history, flood, foreign, keeping, (kept, sent, tags, keep) => {
        const others = sent.map((one) => ({ ...one, tags: { ...one.tags, ...tags } }));
        expect(given([...kept, ...others], keep)).toEqual(given(kept, keep));
      }),
      { ...seeded, numRuns: 300 },
    );
  });
});
