import { marks, ownershipTags } from '../../shared/rules/ownership.ts';
import type { Tags } from '../../shared/rules/ownership.ts';
import type { CapturePlan } from './capture-plan.ts';

/** The tags of a capture's snapshot or copy: of which database, as well. */
export function captureTags(
  plan: Pick<CapturePlan, 'stack' | 'run' | 'snapshot' | 'source'>,
  part: 'snapshot' | 'copy',
): Tags {
  return { ...ownershipTags({ ...plan, part }), [marks.source]: plan.source.resourceId };
}
