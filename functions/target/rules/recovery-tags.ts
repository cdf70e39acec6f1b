import { tagKeys, ownershipTags } from '../../shared/rules/tags.ts';
import type { Tags } from '../../shared/rules/tags.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/** The tags of a secured copy or a restored database: what it is for, and of which lineage, as well. */
export function recoveryTags(
  plan: Pick<RecoveryPlan, 'stack' | 'run' | 'snapshot' | 'mode' | 'notice'>,
  part: 'secured' | 'restored',
): Tags {
  return {
    ...ownershipTags({ ...plan, part }),
    [tagKeys.mode]: plan.mode,
    [tagKeys.source]: plan.notice.source.resourceId,
  };
}
