import { answererAt, isDatabase, newName, oldDatabase, show, volumeOf } from '../facts.ts';
import type { Trace, TracedCall } from '../trace.ts';
import { liveName } from '../../scene/fixtures.ts';
import type { Invariant } from './invariant.ts';

/** From the moment of the call on nobody answers. Milliseconds. */
const justBefore = 1;

/**
 * Nothing takes the live name back from who answers to it: what was written there would be lost. Where
 * somebody deletes its instances it answers until they are gone, and then nobody would. Where clients were
 * moved before the names, what they write is in the restored database, and the old one gives its name up.
 */
export const nothingIsTakenBack: Invariant = (trace, { faults }) =>
  faults.some(({ what }) => what === 'live-instances-lost')
    ? []
    : trace.calls
        .filter(({ function: name, effect }) => name === 'target.RollBack' && effect)
        .filter(({ subject }) => subject?.identifier === liveName && isDatabase(subject))
        .filter((call) => !isGivenUp(trace, call))
        .filter(
          ({ time, subject }) =>
            subject && answererAt(trace, time - justBefore) === volumeOf(subject),
        )
        .map((call) => `${show(call)}, which answered to it`);

/** The old database, once the restored one bears the mark that it may hold what clients wrote. */
function isGivenUp(trace: Trace, { time, subject, ...call }: TracedCall): boolean {
  const isMarked = trace.calls.some(
    (one) =>
      one.operation === 'AddTagsToResource' &&
      one.function === 'target.SwapNames' &&
      one.effect &&
      one.time <= time,
  );
  const isOld =
    subject !== undefined && volumeOf(subject) === volumeOf(oldDatabase(trace) ?? subject);
  const name = newName({ time, subject, ...call });
  return (
    trace.scenario.cutOver === true && isMarked && isOld && name?.includes('-retired-') === true
  );
}
