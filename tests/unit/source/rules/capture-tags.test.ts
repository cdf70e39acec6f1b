import { expect, it } from '@jest/globals';
import { tagKeys, ownershipTags } from '../../../../functions/shared/rules/tags.ts';
import { captureTags } from '../../../../functions/source/rules/capture-tags.ts';
import { aCapturePlan } from '../../factories/plans.ts';

it("a capture's snapshot says of which database it is", () => {
  const plan = aCapturePlan();
  expect(captureTags(plan, 'copy')).toEqual({
    ...ownershipTags({ ...plan, part: 'copy' }),
    [tagKeys.source]: 'cluster-SOURCE',
  });
});
