import { tagKeys, ownershipTags } from '../../shared/rules/tags.ts';
import type { Tags } from '../../shared/rules/tags.ts';
import type { CapturePlan } from './capture-plan.ts';

/** The tags of a capture's snapshot or copy: of which database, as well. */
export function captureTags(
  plan: Pick<CapturePlan, 'stack' | 'run' | 'snapshot'> & {
    readonly source: Pick<CapturePlan['source'], 'resourceId'>;
  },
  part: 'snapshot' | 'copy',
): Tags {
  return { ...ownershipTags({ ...plan, part }), [tagKeys.source]: plan.source.resourceId };
}
