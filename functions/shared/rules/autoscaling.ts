import type { Member } from './database.ts';

/**
 * What Aurora Auto Scaling puts on each reader that it makes, and how it calls it. AWS documents neither:
 * public programs that leave such readers alone look for the tag, and RDS's own events show the name.
 */
const mark = 'application-autoscaling:resourceId';
const itsName = /^application-autoscaling-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Told = Pick<Member, 'identifier' | 'tags'>;

/** Whether Aurora Auto Scaling made an instance, and may take it away again. */
export function isAutoscaled({ identifier, tags }: Told): boolean {
  return mark in tags || itsName.test(identifier);
}

/**
 * The members that are there to stay. Readers of Auto Scaling aren't: it makes new ones as the load asks
 * for them, and deletes none but its own, so that what takes after one would stay for good. The writer
 * is, whoever made it: it was promoted, and what it does somebody has to; the last tier, which Auto
 * Scaling gives, is none for that.
 * Source: Aurora User Guide, "Amazon Aurora Auto Scaling with Aurora Replicas".
 */
export function lastingMembers(members: readonly Member[]): readonly Member[] {
  return members
    .filter((member) => member.isWriter || !isAutoscaled(member))
    .map((member) => (isAutoscaled(member) ? { ...member, promotionTier: usualTier } : member));
}

/** What becomes of instances that Aurora Auto Scaling made, a sentence each. */
export function describeAutoscaled(members: readonly Member[]): readonly string[] {
  const found = members.filter(isAutoscaled);
  const readers = found.filter(({ isWriter }) => !isWriter).length;
  const writer = found.find(({ isWriter }) => isWriter);
  return [
    ...(readers > 0
      ? [
          `DBClusterMembers: ${readers} of the live database's readers ` +
            `${readers === 1 ? 'is' : 'are'} of Aurora Auto Scaling, and the restored one gets none for ` +
            'them: Auto Scaling makes new ones, where it has a policy for the live name',
        ]
      : []),
    ...(writer
      ? [
          `DBClusterMembers: the live database's writer "${writer.identifier}" is of Aurora Auto ` +
            'Scaling: the restored one has a lasting instance in its place, with a name of its own and ' +
            `promotion tier ${usualTier}`,
        ]
      : []),
  ];
}

/** Source: the SDK's model, CreateDBInstanceMessage, `PromotionTier`: "Default: 1". */
export const usualTier = 1;
