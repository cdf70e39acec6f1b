import * as z from 'zod/mini';
import { Moment } from '../../shared/rules/formats.ts';
import { parseJson } from '../../shared/rules/json.ts';
import { RecoveryPlan } from '../rules/recovery-plan.ts';
import type { AskedRun } from '../rules/turn.ts';

/** As much of an execution's input as says what it is about. */
const Input = z.object({
  notice: z.object({ capturedAt: Moment }),
  mode: z.nullish(RecoveryPlan.shape.mode),
  acceptOlder: z.nullish(z.boolean()),
});

/**
 * What another execution of this state machine was started for.
 * @param input its input, JSON
 * @param own an execution that names no mode has the stack's
 * @returns undefined where it is no input that Preflight would take
 */
export function readAsked(
  input: string,
  own: { readonly stackMode: RecoveryPlan['mode'] },
): AskedRun | undefined {
  const read = Input.safeParse(parseJson(input));
  if (!read.success) return undefined;
  const { notice, mode, acceptOlder } = read.data;
  return {
    mode: mode ?? own.stackMode,
    capturedAt: notice.capturedAt,
    acceptOlder: acceptOlder === true,
  };
}
