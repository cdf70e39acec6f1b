import type { Call, Operation } from '../../contracts.ts';
import type { Context } from './context.ts';
import { watchKeys } from './key-watch.ts';
import { acceptOnly } from './not-simulated.ts';

/** An operation of the API, before it has a state to work on. */
export interface SimulatedOperation {
  readonly name: string;
  readonly on: (context: Context) => Operation;
}

/**
 * Defines an operation by its name, the members of its input that the simulator simulates, and its
 * rules.
 */
export function simulated<Input extends object, Output extends object>(
  name: string,
  members: { readonly [Member in keyof Input]?: true },
  rules: (context: Context, input: Input, call: Call) => Promise<Output> | Output,
): SimulatedOperation {
  return {
    name,
    on: (context) => async (input, call) => {
      acceptOnly(name, input, members as Readonly<Record<string, true>>);
      await watchKeys(context);
      return rules(context, input as Input, call);
    },
  };
}
