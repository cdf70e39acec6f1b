import type { Member } from '../../shared/rules/database.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/**
 * Whether AWS took a reader on and then had no capacity for it. It stays so until somebody deletes it, and
 * keeps nobody from the data that the writer has. Source: RDS User Guide, "Viewing Amazon RDS DB instance
 * status", insufficient-capacity: "delete your DB instance, wait a few hours, and try to create again".
 */
export function hasNoRoom({ isWriter, status }: Pick<Member, 'isWriter' | 'status'>): boolean {
  return !isWriter && status === 'insufficient-capacity';
}

/** The members that are waited for, renamed and counted on. */
export function withRoom(members: readonly Member[]): readonly Member[] {
  return members.filter((member) => !hasNoRoom(member));
}

/** A sentence for each planned reader that has no room. */
export function describeNoRoom(
  plan: Pick<RecoveryPlan, 'members'>,
  members: readonly Member[],
): string[] {
  return members.filter(hasNoRoom).flatMap(({ identifier, status }) => {
    const planned = plan.members.find(({ temporary, live }) =>
      [temporary, live].includes(identifier),
    );
    return planned
      ? [
          `the reader ${planned.live} (${planned.instanceClass}) can't be used: "${identifier}" is ${status}. ` +
            'Delete it, and add it anew once AWS has room: aws rds delete-db-instance',
        ]
      : [];
  });
}

/** That the cluster has to do without a reader. @param why what AWS said */
export function describeLack(
  member: Pick<RecoveryPlan['members'][number], 'live' | 'instanceClass'>,
  why: Pick<Error, 'message'>,
): string {
  return (
    `the reader ${member.live} (${member.instanceClass}) is missing, as AWS had no room for it: ` +
    `${why.message.replace(/[.\s]+$/, '')}. Add it by hand once there is: aws rds create-db-instance`
  );
}
