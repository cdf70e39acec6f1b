import type { Database } from '../../shared/rules/database.ts';
import {
  fitTags,
  mostOwnTags,
  mostTags,
  portableTags,
  tagsInTheWay,
} from '../../shared/rules/tags.ts';
import type { Tags } from '../../shared/rules/tags.ts';
import { finalTags } from './recovery-tags.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/**
 * The tags that a restored database takes over, of the live one or, where there is none, of the source:
 * as many as leave room for ours, for good.
 * @returns those, and what is lost of all there are, a sentence each
 */
export function planTags(
  plan: Parameters<typeof finalTags>[0] & Pick<RecoveryPlan, 'retirement'>,
  old: Pick<Database, 'tags' | 'settings'> | undefined,
  source: Tags,
): { readonly tags: Tags; readonly differences: readonly string[] } {
  const all = old?.tags ?? source;
  const { kept, dropped } = fitTags(portableTags(all), mostOwnTags);
  const reserved = Object.keys(all).filter((key) => /^(aws|rds):/i.test(key));
  const retires = plan.mode === 'swap' && plan.retirement === 'delete';
  const lost =
    retires && old?.settings.copyTagsToSnapshots ? tagsInTheWay(old.tags, finalTags(plan)) : [];
  const why = `for a resource has at most ${mostTags} tags, and Understudy's need room`;
  return {
    tags: kept,
    differences: [
      ...reserved.map((key) => `TagList: "${key}" isn't carried, for AWS alone sets it`),
      ...dropped.map((key) => `TagList: "${key}" isn't carried, ${why}`),
      ...lost.map((key) => `TagList: "${key}" leaves the old database's final snapshot, ${why}`),
    ],
  };
}
