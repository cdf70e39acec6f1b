import { marks, ownershipTags } from '../../shared/rules/ownership.ts';
import type { Tags } from '../../shared/rules/ownership.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/** The tags of a secured copy or a restored database: what it is for, and of which lineage, as well. */
export function recoveryTags(
  plan: Pick<RecoveryPlan, 'stack' | 'run' | 'snapshot' | 'mode' | 'notice'>,
  part: 'secured' | 'restored',
): Tags {
  return {
    ...ownershipTags({ ...plan, part }),
    [marks.mode]: plan.mode,
    [marks.source]: plan.notice.source.resourceId,
  };
}
