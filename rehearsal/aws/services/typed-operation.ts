import type { Call, Operation } from '../contracts.ts';
import { AwsError } from '../contracts.ts';

/**
 * An operation in the SDK's own types.
 * @param members the input's members that the simulation honours: a call that sets another is
 *   refused, rather than answered as if it hadn't
 */
export function operation<Input extends object, Output extends object | void>(
  members: readonly (keyof Input & string)[],
  run: (input: Input, call: Call) => Output | Promise<Output>,
): Operation {
  return (input, call) => {
    for (const [member, value] of Object.entries(input)) {
      if (value === undefined || members.some((known) => known === member)) continue;
      throw notSimulated(`${call.service}:${call.operation} with ${member}`);
    }
    return run(input as Input, call);
  };
}

/** The answer to what AWS can do and the simulator can't. */
export function notSimulated(what: string): AwsError {
  return new AwsError(
    'NotSimulated',
    `${what} isn't simulated in the simulator; do without it, or add it under rehearsal/aws/services`,
    501,
  );
}
