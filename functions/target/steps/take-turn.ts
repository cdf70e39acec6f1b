import { RunOvertaken } from '../../shared/rules/errors.ts';
import { secondsUntilListed } from '../../shared/rules/execution-order.ts';
import { pending } from '../../shared/rules/polling-schedule.ts';
import type { Pending } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { phaseOf, turnOf } from '../rules/turn.ts';
import type { OtherRun } from '../rules/turn.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Workflows } from '../ports/workflows.ts';
import { readAsked } from './read-asked.ts';

/** A run that is about to decide does so within its function's time-out at the latest. Seconds. */
const soon = 5;

/**
 * Waits until no other run of this state machine is at work on what this one would touch. A run that
 * crashed isn't running, so it holds nothing closed.
 * @throws RunOvertaken, StepOverdue
 */
export async function takeTurn(
  plan: RecoveryPlan,
  executionArn: string,
  since: string,
  ports: { readonly workflows: Workflows; readonly clock: Clock },
): Promise<{ state: 'ready' } | Pending> {
  const young = secondsUntilListed(secondsSince(ports.clock, plan.startedAt));
  if (young > 0) {
    return { state: 'pending', waitSeconds: young, waitingFor: 'other runs to be listed' };
  }
  const running = await ports.workflows.running(executionArn);
  const others = running.map(({ name, startedAt, state, input }): OtherRun => ({
    name,
    startedAt,
    phase: phaseOf(state),
    asked: readAsked(input, plan),
  }));
  const turn = turnOf(
    {
      name: plan.run,
      startedAt: plan.startedAt,
      mode: plan.mode,
      capturedAt: plan.notice.capturedAt,
      acceptOlder: plan.acceptOlder,
    },
    others,
  );
  switch (turn.type) {
    case 'taken':
      return { state: 'ready' };
    case 'wait': {
      const { waitingFor, isSoon } = turn;
      const elapsedSeconds = secondsSince(ports.clock, since);
      const progress = pending('TakeTurn', { elapsedSeconds, waitingFor });
      return isSoon ? { ...progress, waitSeconds: soon } : progress;
    }
    case 'overtaken':
      throw new RunOvertaken(
        `the run "${turn.by.name}" waits with data captured at ${turn.by.asked?.capturedAt}, which is ` +
          `newer than this one's, ${plan.notice.capturedAt}: nothing was restored, the secured copy is ` +
          'kept; to restore this one all the same, start it by hand with "acceptOlder": true beside the ' +
          'notice',
      );
  }
}
