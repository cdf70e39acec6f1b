import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { transition } from './machine.ts';

/** One stay in a state. Times are virtual milliseconds since the epoch. */
export interface Visit {
  readonly state: string;
  readonly type: string;
  readonly enteredAt: number;
  /** Absent for a Fail state, which is never left. */
  readonly exitedAt: number | undefined;
  /** Whether an error led out of it. */
  readonly caught: boolean;
}

/** The states that an execution's history went through, in order. */
export function visitsIn(events: readonly HistoryEvent[]): readonly Visit[] {
  const visits: Visit[] = [];
  events.forEach((event, index) => {
    const { type = '', stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
    const at = event.timestamp?.getTime() ?? 0;
    if (entered !== undefined) {
      visits.push({
        state: entered.name ?? '',
        type: type.replace('StateEntered', ''),
        enteredAt: at,
        exitedAt: undefined,
        caught: false,
      });
    }
    const visit = visits.at(-1);
    if (exited !== undefined && visit !== undefined) {
      const caught = /Failed$|TimedOut$/.test(events[index - 1]?.type ?? '');
      visits[visits.length - 1] = { ...visit, exitedAt: at, caught };
    }
  });
  return visits;
}

/** The ways that were taken from state to state. */
export function takenTransitions(visits: readonly Visit[]): readonly string[] {
  return visits.slice(1).map(({ state }, index) => {
    const from = visits[index];
    return transition(from?.state ?? '', state, from?.caught ?? false);
  });
}
