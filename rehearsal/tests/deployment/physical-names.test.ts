import { describe, expect, it } from '@jest/globals';
import { physicalName } from '../../aws/deployment/physical-names.ts';
import { Random } from '../../aws/random.ts';

describe('physical names', () => {
  it('a physical name is made of stack, logical id and a random suffix', () => {
    expect(physicalName('understudy', 'Topic', new Random(1))).toMatch(
      /^understudy-Topic-[A-Z0-9]{12}$/,
    );
  });

  it.each([
    ['understudy-Source-ABCDEFGHIJKL', 'TerminateOldClusterRole', 64],
    ['a'.repeat(100), 'b'.repeat(100), 64],
    ['a', 'b'.repeat(100), 64],
    ['a'.repeat(100), 'b', 64],
    ['a'.repeat(100), 'b'.repeat(100), 80],
  ])('names of %s and %s keep the suffix within %d characters', (stack, logicalId, maximum) => {
    const name = physicalName(stack, logicalId, new Random(1), maximum);
    expect(name.length).toBeLessThanOrEqual(maximum);
    expect(name).toMatch(/^[ua][a-zA-Z-]*-[bT][a-zA-Z]*-[A-Z0-9]{12}$/);
  });

  it('a physical name differs from one resource to the next', () => {
    const random = new Random(1);
    const [one, other] = [physicalName('s', 'R', random), physicalName('s', 'R', random)];
    expect(one).not.toBe(other);
  });
});
