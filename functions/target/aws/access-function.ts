import { CutOverAnswer } from '../../shared/rules/cut-over-request.ts';
import { AnswerUnreadable, ServiceUnavailable } from '../../shared/ports/aws-errors.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { FunctionFailed } from '../../shared/ports/functions.ts';
import type { Functions } from '../../shared/ports/functions.ts';
import { StepOverdue, TargetRefused } from '../../shared/rules/errors.ts';
import type { CutOver } from '../ports/cut-over.ts';

/** An access stack's SyncTargets, asked for a cut-over. */
export function accessFunction(
  functionName: string,
  { functions, clock }: { readonly functions: Functions; readonly clock: Clock },
): CutOver {
  return {
    async ask(cutOver) {
      const answer = CutOverAnswer.safeParse(
        await functions
          .invoke(functionName, {
            trigger: { by: 'recovery' },
            since: new Date(clock.now()).toISOString(),
            memory: null,
            cutOver,
          })
          .catch((error: unknown) => {
            throw error instanceof FunctionFailed ? meaningOf(error) : error;
          }),
      );
      if (answer.success) return answer.data;
      throw new AnswerUnreadable(
        `expected ${functionName} to say how far a cut-over is: deploy the stack access of this release`,
      );
    },
  };
}

/** What the function threw, by the name that it had there; whatever else passes, or fails by its number. */
function meaningOf(failed: FunctionFailed): Error {
  const [, name = '', message = ''] = /^(\w+): (.*)$/s.exec(failed.message) ?? [];
  switch (name) {
    case 'TargetRefused':
      return new TargetRefused(message, { cause: failed });
    case 'StepOverdue':
      return new StepOverdue(message, { cause: failed });
    default:
      return new ServiceUnavailable(failed.message, { cause: failed });
  }
}
