import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  countTags,
  fitTags,
  isPart,
  mostOwnTags,
  mostTags,
  tagKeys,
  tagsInTheWay,
  ownershipTags,
  portableTags,
} from '../../../../functions/shared/rules/tags.ts';
import type { Part } from '../../../../functions/shared/rules/tags.ts';
import { seeded } from '../../seeded.ts';

const parts = ['snapshot', 'copy', 'secured', 'restored'] as const satisfies readonly Part[];

// Defect class: cleanup by fixed name.
describe('isPart', () => {
  const asked = { stack: 'understudy', snapshot: 'nightly-1', part: 'restored' } as const;
  const own = ownershipTags({ ...asked, run: 'run' });

  it('a resource is recognized by the marks that a run gives it', () => {
    expect(isPart(own, asked)).toBe(true);
  });

  it('a resource of another run of the same recovery is recognized', () => {
    expect(isPart({ ...own, [tagKeys.run]: 'another-run' }, asked)).toBe(true);
  });

  it.each(parts.filter((part) => part !== 'restored'))(
    'a resource is not recognized as another part: %s',
    (part) => {
      expect(isPart(own, { ...asked, part })).toBe(false);
    },
  );

  it('a resource of another capture or without marks is not recognized', () => {
    expect(isPart(own, { ...asked, snapshot: 'nightly-2' })).toBe(false);
    expect(isPart({}, asked)).toBe(false);
    expect(isPart({ Name: 'nightly-1' }, asked)).toBe(false);
  });

  it('row 11: a resource of another stack or of no named stack is not recognized', () => {
    expect(isPart(own, { ...asked, stack: 'understudy-standby' })).toBe(false);
    const { [tagKeys.stack]: _, ...unnamed } = own;
    expect(isPart(unnamed, asked)).toBe(false);
  });
});

it('portableTags keeps every tag except those of AWS and of Understudy', () => {
  const key = fc.oneof(
    fc.constantFrom('aws:x:y', 'AWS:x', 'rds:x', 'RDS:y', 'understudy:run', 'Understudy:x'),
    fc.constantFrom('team', 'aws', 'understudy', 'my-aws:x', 'cost:center'),
  );
  fc.assert(
    fc.property(fc.dictionary(key, fc.string()), (tags) => {
      const kept = portableTags(tags);
      for (const name of Object.keys(tags)) {
        const reserved = /^(aws|rds|understudy):/.test(name.toLowerCase());
        expect(kept[name]).toBe(reserved ? undefined : tags[name]);
      }
    }),
    seeded,
  );
});

/** As a database's owner has them: AWS's among them, and our marks where a recovery made it. */
const anyTags = fc.dictionary(
  fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'B', 'z', '0'), minLength: 1, maxLength: 4 }),
    fc.constantFrom('aws:a', 'aws:b', ...Object.values(tagKeys)),
  ),
  fc.constant('x'),
  { maxKeys: 60 },
);

describe('tags near the limit', () => {
  it('fitTags keeps as many as there is room for, the first by key', () => {
    fc.assert(
      fc.property(anyTags, fc.integer({ min: -3, max: 60 }), (tags, room) => {
        const { kept, dropped } = fitTags(tags, room);
        expect(Object.keys(kept)).toHaveLength(
          Math.min(Math.max(room, 0), Object.keys(tags).length),
        );
        expect({ ...tags, ...kept }).toEqual(tags);
        expect([...Object.keys(kept), ...dropped].toSorted()).toEqual(Object.keys(tags).toSorted());
        for (const key of Object.keys(kept)) {
          for (const lost of dropped) expect(key < lost).toBe(true);
        }
      }),
      seeded,
    );
  });

  it('an owner may have so many tags that every mark of a database has room yet', () => {
    const { verified: _v, made: _m, instance: _i, notified: _n, ...marks } = tagKeys;
    expect(mostOwnTags + Object.keys(marks).length).toBe(mostTags);
  });

  it("AWS's own tags count for nothing", () => {
    expect(countTags({ 'aws:x': '1', 'AWS:y': '2', team: 'a', 'rds:z': '' })).toBe(2);
  });

  it('tagsInTheWay names as many as make room for marks, and none of ours', () => {
    const marks = { [tagKeys.live]: 'orders', [tagKeys.part]: 'final' };
    fc.assert(
      fc.property(anyTags, (tags) => {
        const inTheWay = tagsInTheWay(tags, marks);
        const left = Object.fromEntries(
          Object.entries(tags).filter(([key]) => !inTheWay.includes(key)),
        );
        expect(countTags({ ...left, ...marks })).toBe(
          Math.min(mostTags, countTags({ ...tags, ...marks })),
        );
        for (const key of inTheWay) expect(portableTags(tags)).toHaveProperty([key]);
      }),
      seeded,
    );
  });
});
