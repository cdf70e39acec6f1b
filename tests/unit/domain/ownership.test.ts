import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  isPart,
  marks,
  ownershipTags,
  portableTags,
} from '../../../functions/shared/domain/ownership.ts';
import type { Part } from '../../../functions/shared/domain/ownership.ts';
import { seeded } from '../seeded.ts';

const parts = ['snapshot', 'copy', 'secured', 'restored'] as const satisfies readonly Part[];

// Defect class: cleanup by fixed name.
describe('a resource is ours', () => {
  const own = ownershipTags({ run: 'run', snapshot: 'nightly-1', part: 'restored' });

  it('by the marks that a run gives it', () => {
    expect(isPart(own, { snapshot: 'nightly-1', part: 'restored' })).toBe(true);
  });

  it('by another run of the same recovery too', () => {
    const later = { ...own, [marks.run]: 'another-run' };
    expect(isPart(later, { snapshot: 'nightly-1', part: 'restored' })).toBe(true);
  });

  it.each(parts.filter((part) => part !== 'restored'))('not as another part: %s', (part) => {
    expect(isPart(own, { snapshot: 'nightly-1', part })).toBe(false);
  });

  it('not of another capture, nor without marks', () => {
    expect(isPart(own, { snapshot: 'nightly-2', part: 'restored' })).toBe(false);
    expect(isPart({}, { snapshot: 'nightly-1', part: 'restored' })).toBe(false);
    expect(isPart({ Name: 'nightly-1' }, { snapshot: 'nightly-1', part: 'restored' })).toBe(false);
  });
});

it('hands on every tag but those of AWS and our own', () => {
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
