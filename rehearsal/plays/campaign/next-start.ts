import { askedOf, isRightlyRefused } from './facts.ts';
import type { Trace, TracedExecution } from './trace.ts';

/** Nobody starts again what succeeded, what was rightly refused, or what they stopped themselves. */
export function isDone(trace: Trace, run: TracedExecution): boolean {
  return run.status === 'SUCCEEDED' || run.status === 'ABORTED' || isRightlyRefused(trace, run);
}

/** Whether a recovery came about, and nothing is to be started again. */
export function succeeded(trace: Trace): boolean {
  return (
    trace.executions.some(({ workflow }) => workflow === 'target') &&
    trace.executions.every((run) => isDone(trace, run))
  );
}

/** Whether the last start came through, whatever became of those before it. */
export function hasResumed(trace: Trace): boolean {
  const last = trace.executions.at(-1);
  return last?.workflow === 'target' && isDone(trace, last);
}

/**
 * The execution that is started again, as the operating guide says; where an earlier run holds the
 * temporary name, that one, as the refusal says. Undefined where a capture was made and nobody heard of it.
 */
export function nextStart(trace: Trace): TracedExecution | undefined {
  const left = trace.executions.filter((run) => !isDone(trace, run));
  return left.findLast(({ error }) => error !== 'NameTaken') ?? left.at(-1);
}

/** Whether a standby has the temporary name, which the next start needs for other data. */
export function isStandbyInTheWay(trace: Trace): boolean {
  const next = askedOf(trace, nextStart(trace));
  return trace.executions.some((run) => {
    const asked = askedOf(trace, run);
    const stands = asked?.mode === 'standby' && run.status === 'SUCCEEDED';
    return stands && (trace.scenario.mode === 'standby' || asked.snapshot !== next?.snapshot);
  });
}
