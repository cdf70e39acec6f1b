import { askedIn, failedStep, newName, oldDatabase, ownerId, show } from '../facts.ts';
import type { Trace, TracedCall } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/**
 * The old database isn't touched before its successor is verified, and nothing of it is deleted
 * before that was verified for the last time under the live name, the grace period has passed, and
 * whoever is asked has said yes.
 */
export const oldDatabaseWaits: Invariant = (trace) => {
  const old = oldDatabase(trace);
  if (old === undefined) return [];
  return trace.calls
    .filter(({ effect, subject }) => effect && subject && ownerId(subject) === old.resourceId)
    .flatMap((call) => {
      // A final snapshot, or a snapshot by hand, is no change of the database.
      if (call.subject?.kind === 'snapshot') return [];
      const asked = askedIn(trace, call);
      if (asked?.mode !== 'swap') return [`${show(call)}, in mode ${asked?.mode ?? 'none'}`];
      if (newName(call) !== undefined) return unless(trace, call, 'VerifyDatabase');
      if (call.operation.startsWith('Delete')) {
        return [
          ...unless(trace, call, 'VerifyFinally', asked.graceHours * 3_600_000),
          // Days later, it is verified once more.
          ...(isWaitedFor(trace, asked.graceHours) ? unless(trace, call, 'VerifyOnceMore') : []),
          ...unlessApproved(trace, call),
          ...unlessRoom(trace, call),
        ];
      }
      return [`${show(call)}: nobody asked for that`];
    });
};

/** Whether the old database stays for a while, or until somebody says yes. */
function isWaitedFor({ scenario }: Trace, graceHours: number): boolean {
  return graceHours > 0 || scenario.approve !== undefined;
}

/** Where somebody is asked, nothing goes without their yes. */
function unlessApproved({ scenario, decisions }: Trace, call: TracedCall): string[] {
  if (scenario.approve === undefined) return [];
  const approved = decisions.some(
    ({ time, decision }) => decision === 'delete' && time <= call.time,
  );
  return approved ? [] : [`${show(call)}, and nobody had approved of it`];
}

/** A run that finds no room for the final snapshot has deleted nothing before it looked. */
function unlessRoom({ executions }: Trace, call: TracedCall): string[] {
  const run = executions.find(({ name }) => name === call.execution);
  const found = run?.error === 'SnapshotQuotaFull' && failedStep(run) === 'TerminateOldCluster';
  return found ? [`${show(call)}, and there was no room for the final snapshot`] : [];
}

/** @param grace milliseconds that have to have passed since */
function unless(trace: Trace, call: TracedCall, state: string, grace = 0): string[] {
  const volume = call.subject && ownerId(call.subject).toLowerCase();
  const verified = trace.verified.some(
    (one) => one.state === state && one.time + grace <= call.time && one.volume !== volume,
  );
  const early = grace > 0 ? `, or ${grace / 3_600_000} h had passed since` : '';
  return verified ? [] : [`${show(call)} before ${state} had passed on its successor${early}`];
}
