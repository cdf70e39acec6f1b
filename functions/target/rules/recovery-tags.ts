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

/** The tags that a retired database's final snapshot gets: whose it is, and what it is kept for. */
export function finalTags(
  plan: Pick<RecoveryPlan, 'stack' | 'run' | 'snapshot' | 'mode'> & {
    readonly names: Pick<RecoveryPlan['names'], 'live'>;
  },
): Tags {
  return {
    ...ownershipTags({ ...plan, part: 'final' }),
    [tagKeys.live]: plan.names.live,
    [tagKeys.mode]: plan.mode,
  };
}
