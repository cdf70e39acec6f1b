import { answererAt, askedIn, isDatabase, oldDatabase, show } from '../facts.ts';
import { liveName } from '../../scene/fixtures.ts';
import type { Trace, TracedCall } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/** For how long a name that was just given back may still lead nowhere, in milliseconds. */
const settling = 60_000;

/**
 * What DiscardCluster deletes: what a run that failed restored itself, unless nobody else could answer;
 * and before a restore, what an earlier run left that is no standby and never had the live name.
 */
export const discardsAreDue: Invariant = (trace) =>
  trace.calls
    .filter(({ function: name, effect }) => name === 'target.DiscardCluster' && effect)
    .filter(({ operation }) => /^DeleteDB(Cluster|Instance)$/.test(operation))
    .flatMap((call) => problemsOf(trace, call).map((problem) => `${show(call)}, ${problem}`));

function problemsOf(trace: Trace, call: TracedCall): readonly string[] {
  const { subject } = call;
  // An instance of a cluster goes with it, and has fewer marks.
  if (subject === undefined || !isDatabase(subject)) return [];
  const { 'understudy:run': run, 'understudy:mode': mode } = subject.tags;
  const problems: string[] = [];
  if (subject.tags['understudy:went-live'] !== undefined) problems.push('which has been live');
  if (stateOf(trace, call) === 'DiscardLeftover') {
    if (run !== call.execution && mode === 'standby') problems.push('which is a standby');
    return problems;
  }
  if (run !== call.execution) problems.push(`which ${run ?? 'nobody'} restored`);
  const replaces = askedIn(trace, call)?.mode !== 'drill' && oldDatabase(trace) !== undefined;
  if (replaces && answererAt(trace, call.time + settling) === undefined) {
    problems.push(`and nobody else could answer to "${liveName}"`);
  }
  return problems;
}

/** The state that an execution is in when it makes a call. */
function stateOf(trace: Trace, { execution, time }: TracedCall): string | undefined {
  return trace.states.findLast((one) => one.execution === execution && one.time <= time)?.state;
}
