import { newName, oldDatabase, ownerId, show } from '../facts.ts';
import type { Trace, TracedCall } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/**
 * The old database isn't touched before its successor is verified, and nothing of it is deleted
 * before that was verified for the last time under the live name.
 */
export const oldDatabaseWaits: Invariant = (trace) => {
  const old = oldDatabase(trace);
  if (old === undefined) return [];
  return trace.calls
    .filter(({ effect, subject }) => effect && subject && ownerId(subject) === old.resourceId)
    .flatMap((call) => {
      // A final snapshot, or a snapshot by hand, is no change of the database.
      if (call.subject?.kind === 'snapshot') return [];
      if (trace.scenario.mode !== 'swap') return [`${show(call)}, in mode ${trace.scenario.mode}`];
      if (newName(call) !== undefined) return unless(trace, call, 'VerifyDatabase');
      if (call.operation.startsWith('Delete')) return unless(trace, call, 'VerifyFinally');
      return [`${show(call)}: nobody asked for that`];
    });
};

function unless(trace: Trace, call: TracedCall, state: string): string[] {
  const volume = call.subject && ownerId(call.subject).toLowerCase();
  const verified = trace.verified.some(
    (one) => one.state === state && one.time <= call.time && one.volume !== volume,
  );
  return verified ? [] : [`${show(call)} before ${state} had passed on its successor`];
}
