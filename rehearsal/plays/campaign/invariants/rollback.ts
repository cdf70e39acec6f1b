import { answererAt, isDatabase, show, volumeOf } from '../facts.ts';
import { liveName } from '../../scene/fixtures.ts';
import type { Invariant } from './invariant.ts';

/** From the moment of the call on nobody answers. Milliseconds. */
const justBefore = 1;

/**
 * Nothing takes the live name back from who answers to it: what was written there would be lost. Where
 * somebody deletes its instances it answers until they are gone, and then nobody would.
 */
export const nothingIsTakenBack: Invariant = (trace, { faults }) =>
  faults.some(({ what }) => what === 'live-instances-lost')
    ? []
    : trace.calls
        .filter(({ function: name, effect }) => name === 'target.RollBack' && effect)
        .filter(({ subject }) => subject?.identifier === liveName && isDatabase(subject))
        .filter(
          ({ time, subject }) =>
            subject && answererAt(trace, time - justBefore) === volumeOf(subject),
        )
        .map((call) => `${show(call)}, which answered to it`);
