import type { Listeners } from '../ports/listeners.ts';
import type { TargetGroups } from '../ports/target-groups.ts';
import { cutOverKey, readMark } from '../rules/cut-over-mark.ts';
import type { CutOverSeen } from '../rules/cut-over.ts';
import { leadOf } from '../rules/lead.ts';
import type { Movable } from '../rules/lead.ts';

/**
 * What is to be seen of a listener that leads to one of several groups, in this order: targets, listener,
 * mark. So what a cut-over has registered or closed is never seen without its mark, which it sets first.
 * @throws TargetRefused
 */
export async function lookAtLead(
  followed: Movable,
  { groups, listeners }: { readonly groups: TargetGroups; readonly listeners: Listeners },
): Promise<Omit<CutOverSeen, 'now'>> {
  const { listenerArn, spareArn } = followed.detour;
  const main = await groups.targets(followed.groupArn);
  const spare = await groups.targets(spareArn);
  const lead = leadOf(await listeners.weights(listenerArn), followed);
  const mark = readMark(await listeners.mark(listenerArn, cutOverKey));
  return { targets: { main, spare }, lead, mark };
}
