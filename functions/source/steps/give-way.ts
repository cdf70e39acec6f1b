import { secondsUntilListed } from '../../shared/rules/execution-order.ts';
import { pending, pollingSchedules } from '../../shared/rules/polling-schedule.ts';
import type { Pending } from '../../shared/rules/progress.ts';
import { phaseOf, wayOf } from '../rules/way.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Executions } from '../../shared/ports/executions.ts';

/** The execution that asks. */
export interface AskingRun {
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly executionArn: string;
}

/** What GiveWay answers: to work, to be asked again, or that another run works. */
export type WayGiven =
  { readonly state: 'ready' } | { readonly state: 'superseded'; readonly by: string } | Pending;

/**
 * Lets one run of this state machine capture at a time. A run that crashed or was stopped isn't running, so
 * it is in nobody's way, and what it left is taken up.
 */
export async function giveWay(
  run: AskingRun,
  ports: { readonly executions: Executions; readonly clock: Clock },
): Promise<WayGiven> {
  const age = secondsSince(ports.clock, run.startedAt);
  const young = secondsUntilListed(age);
  if (young > 0) {
    return { state: 'pending', waitSeconds: young, waitingFor: 'other runs to be listed' };
  }
  const running = await ports.executions.running(run.executionArn);
  const way = wayOf(
    run,
    running.map(({ name, startedAt, state }) => ({ name, startedAt, phase: phaseOf(state) })),
  );
  switch (way.type) {
    case 'free':
      return { state: 'ready' };
    case 'superseded':
      return { state: 'superseded', by: way.by.name };
    case 'wait':
      // Neither takes as long; one that does is at work, whatever it says.
      if (age >= pollingSchedules.GiveWay.deadline) return { state: 'superseded', by: way.on.name };
      return pending('GiveWay', { elapsedSeconds: age, waitingFor: way.waitingFor });
  }
}
