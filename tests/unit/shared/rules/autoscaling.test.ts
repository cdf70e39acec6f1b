import { describe, expect, it } from '@jest/globals';
import {
  describeAutoscaled,
  isAutoscaled,
  lastingMembers,
} from '../../../../functions/shared/rules/autoscaling.ts';
import { aMember } from '../../factories/databases.ts';

const mark = { 'application-autoscaling:resourceId': 'cluster:orders' };
const itsName = 'application-autoscaling-61aabbcc-4e2f-4c65-b620-ab7421abc123';

describe('instances of Aurora Auto Scaling', () => {
  it.each([
    ['its name and mark', itsName, mark, true],
    ['its name alone', itsName, {}, true],
    ['its mark alone', 'orders-3', mark, true],
    ['neither', 'orders-3', { team: 'orders' }, false],
    ['a name that only begins like it', 'application-autoscaling-service', {}, false],
    ['another name that contains it', `x-${itsName}`, {}, false],
  ])('an instance with %s is recognized', (_what, identifier, tags, expected) => {
    expect(isAutoscaled(aMember({ identifier, tags }))).toBe(expected);
  });

  it("readers of Auto Scaling don't last, and a writer does, at the tier that AWS gives by itself", () => {
    const first = aMember({ identifier: 'orders-1', promotionTier: 0 });
    const scaled = aMember({ identifier: itsName, promotionTier: 15 });
    expect(lastingMembers([{ ...first, isWriter: true }, scaled])).toEqual([
      { ...first, isWriter: true },
    ]);
    expect(lastingMembers([{ ...scaled, isWriter: true }, first])).toEqual([
      { ...scaled, isWriter: true, promotionTier: 1 },
      first,
    ]);
    expect(lastingMembers([first])).toEqual([first]);
  });

  it.each([
    [[aMember()], []],
    [
      [aMember({ isWriter: true }), aMember({ identifier: itsName })],
      [expect.stringMatching(/^DBClusterMembers: 1 of .* readers is of Aurora Auto Scaling/)],
    ],
    [
      [
        aMember({ identifier: itsName, isWriter: true }),
        aMember({ tags: mark }),
        aMember({ tags: mark }),
      ],
      [
        expect.stringMatching(/^DBClusterMembers: 2 of .* readers are of Aurora Auto Scaling/),
        expect.stringMatching(/^DBClusterMembers: .* writer "application-autoscaling-.*tier 1$/),
      ],
    ],
  ])('what becomes of them is said, case %#', (members, sentences) => {
    expect(describeAutoscaled(members)).toEqual(sentences);
  });
});
