import { expect, it } from '@jest/globals';
import { marks, ownershipTags } from '../../../../functions/shared/rules/ownership.ts';
import { recoveryTags } from '../../../../functions/target/rules/recovery-tags.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';

it('what a recovery makes says what it is for, and of which lineage', () => {
  const plan = aRecoveryPlan({ mode: 'standby' });
  expect(recoveryTags(plan, 'secured')).toEqual({
    ...ownershipTags({ ...plan, part: 'secured' }),
    [marks.mode]: 'standby',
    [marks.source]: 'cluster-SOURCE',
  });
});
