import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  isPart,
  tagKeys,
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
    fc.constantFrom('aws:cloudformation:stack-name', 'AWS:x', 'understudy:run', 'Understudy:x'),
    fc.constantFrom('team', 'aws', 'understudy', 'my-aws:x', 'cost:center'),
  );
  fc.assert(
    fc.property(fc.dictionary(key, fc.string()), (tags) => {
      const kept = portableTags(tags);
      for (const name of Object.keys(tags)) {
        const reserved = /^(aws|understudy):/.test(name.toLowerCase());
        expect(kept[name]).toBe(reserved ? undefined : tags[name]);
      }
    }),
    seeded,
  );
});
