import { expect, it } from '@jest/globals';
import { tagKeys, ownershipTags } from '../../../../functions/shared/rules/tags.ts';
import { recoveryTags } from '../../../../functions/target/rules/recovery-tags.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';

it('what a recovery makes says what it is for, and of which lineage', () => {
  const plan = aRecoveryPlan({ mode: 'standby' });
  expect(recoveryTags(plan, 'secured')).toEqual({
    ...ownershipTags({ ...plan, part: 'secured' }),
    [tagKeys.mode]: 'standby',
    [tagKeys.source]: 'cluster-SOURCE',
  });
});
