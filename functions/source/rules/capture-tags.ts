import { tagKeys, ownershipTags } from '../../shared/rules/tags.ts';
import type { Tags } from '../../shared/rules/tags.ts';
import type { CapturePlan } from './capture-plan.ts';
import { awaitingHandover } from './handover.ts';

/** The tags of a capture's snapshot or copy: of which database, as well; the snapshot says its handover. */
export function captureTags(
  plan: Pick<CapturePlan, 'stack' | 'run' | 'snapshot'> & {
    readonly source: Pick<CapturePlan['source'], 'resourceId'>;
  },
  part: 'snapshot' | 'copy',
): Tags {
  return {
    ...ownershipTags({ ...plan, part }),
    [tagKeys.source]: plan.source.resourceId,
    ...(part === 'snapshot' && awaitingHandover),
  };
}
