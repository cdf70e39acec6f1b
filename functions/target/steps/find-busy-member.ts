import { isAutoscaled } from '../../shared/rules/autoscaling.ts';
import type { Member } from '../../shared/rules/database.ts';
import { databaseReadiness } from '../../shared/rules/status.ts';
import type { Databases } from '../../shared/ports/databases.ts';

/**
 * A member of the named clusters that is on its way to `available`: for most of a wait that is all
 * there is to see, and one call shows it. A failed member isn't on its way, and a missing one is yet
 * to be made; whoever looks closer meets it. What Auto Scaling makes or takes away is waited for by nobody.
 * @param expected members that must be there by now
 */
export async function findBusyMember(
  clusters: readonly string[],
  databases: Databases,
  expected: readonly string[] = [],
): Promise<Member | undefined> {
  const members = await databases.members(...clusters.map((identifier) => ({ identifier })));
  if (members.some(({ status }) => databaseReadiness(status) === 'failed')) return undefined;
  const there = new Set(members.map(({ identifier }) => identifier));
  if (expected.some((identifier) => !there.has(identifier))) return undefined;
  return members.find((member) => member.status !== 'available' && !isAutoscaled(member));
}
