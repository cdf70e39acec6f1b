import { AwsError } from '../../contracts.ts';

/**
 * A request asks for something that the simulator doesn't simulate. It is refused by name, so that
 * nothing passes here that would have done something in AWS.
 */
export class NotSimulated extends AwsError {
  constructor(operation: string, member: string) {
    super(
      'NotSimulated',
      `the simulator does not simulate ${member} of ${operation}: leave it out, or teach the simulator`,
      // Neither a client's mistake nor a status that an SDK retries.
      501,
    );
  }
}

/**
 * Lets a request pass only when every member that it sets is one of `members`.
 *
 * @throws NotSimulated naming the first member that isn't
 */
export function acceptOnly(
  operation: string,
  input: object,
  members: Readonly<Record<string, true>>,
): void {
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && members[member] !== true) throw new NotSimulated(operation, member);
  }
}
