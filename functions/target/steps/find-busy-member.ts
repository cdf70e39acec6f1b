import { isAutoscaled } from '../../shared/rules/autoscaling.ts';
import type { Member } from '../../shared/rules/database.ts';
import { asInstance, isForbidden, meaningOf } from '../../shared/rules/status.ts';
import { withRoom } from '../rules/room.ts';
import type { Databases } from '../../shared/ports/databases.ts';

/**
 * A member of the named clusters that is on its way: for most of a wait that is all there is to see, and
 * one call shows it. A failed member isn't on its way, and a missing one is yet to be made; whoever looks
 * closer meets it. What Auto Scaling makes or takes away is waited for by nobody, nor is a reader for which
 * AWS has no room.
 * @param until what members are waited for to be: to answer, or to be renamed
 * @param expected members that must be there by now
 * @param awaited those of them that are waited for; all, when left out
 */
export async function findBusyMember(
  clusters: readonly string[],
  databases: Databases,
  until: 'usable' | 'renamable',
  expected: readonly string[] = [],
  awaited?: readonly string[],
): Promise<Member | undefined> {
  const members = withRoom(
    await databases.members(...clusters.map((identifier) => ({ identifier }))),
  );
  if (members.some((member) => meaningOf(asInstance(member)) === 'failed')) return undefined;
  const there = new Set(members.map(({ identifier }) => identifier));
  if (expected.some((identifier) => !there.has(identifier))) return undefined;
  return members
    .filter((member) => !isAutoscaled(member))
    .filter(({ identifier }) => awaited === undefined || awaited.includes(identifier))
    .find((member) =>
      until === 'usable'
        ? meaningOf(asInstance(member)) !== 'usable'
        : isForbidden(asInstance(member), 'modify'),
    );
}
