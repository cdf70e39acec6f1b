import type { Database, Member, NotCarried } from './database.ts';

/** What AWS shows of a database and its members that another in its place won't have, a sentence each. */
export function describeNotCarried(
  database: Pick<Database, 'notCarried'>,
  members: readonly Pick<Member, 'identifier' | 'notCarried'>[],
): string[] {
  return [
    ...database.notCarried.map((one) => sentence(one, '')),
    ...members.flatMap(({ identifier, notCarried }) =>
      notCarried.map((one) => sentence(one, ` of ${identifier}`)),
    ),
  ];
}

function sentence({ member, found, advice }: NotCarried, whose: string): string {
  return `${member}${whose} is ${found}, which is not carried: ${advice}`;
}
