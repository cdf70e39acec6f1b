import { liveName } from '../../scene/fixtures.ts';
import { lastTargetRun, newName, oldDatabase, ownerId } from '../facts.ts';
import type { Fault } from '../faults.ts';
import type { Invariant } from './invariant.ts';
import type { Trace } from '../trace.ts';

/** What two renames take at most, with their waits between them and until the name resolves, in seconds. */
const twoRenames = 300;

/** For how long after a restart its host name may still lead nowhere, in milliseconds. */
const settling = 30_000;

/**
 * The live name answers all the time, but between the two renames and while an instance restarts.
 * After a failed run it leads to the old database or to a restored one that was verified before it took
 * the name, for what can be written to there stays; or the run says that nobody answers.
 */
export const liveNameAnswers: Invariant = (trace, { faults, unrepairable }) => {
  const old = oldDatabase(trace);
  const problems: string[] = [];
  const met = faults.length > 0 && faults.every(({ kind }) => kind === 'encounter');
  trace.answers.forEach(({ time, volume }, index) => {
    const before = trace.answers[index - 1]?.volume;
    if (volume !== undefined || before === undefined) return;
    const seconds = ((trace.answers[index + 1]?.time ?? Infinity) - time) / 1000;
    // Where nothing else goes wrong, two runs that meet are no reason for more than one of them takes.
    if (met && seconds > twoRenames) problems.push(`nobody answers for ${seconds} s (${before})`);
    if (isExplained(trace, time) || isKeyless(trace, faults, time)) return;
    problems.push(`the live name stopped answering (${before}) without a rename or a restart`);
  });
  if (old === undefined) return problems;
  const last = trace.answers.at(-1)?.volume;
  const run = lastTargetRun(trace);
  if (run?.status !== 'FAILED') return problems;
  if (last === undefined) {
    const told = trace.reports.some((text) => /NOBODY answers|which is |another report/.test(text));
    if (!unrepairable) problems.push('a failed run left nobody under the live name');
    else if (!told) problems.push('nobody answers to the live name, and no report says so');
  } else if (last !== old.resourceId.toLowerCase()) {
    const passed = trace.verified.some(
      ({ state, volume }) => state === 'VerifyDatabase' && volume === last,
    );
    if (!passed) problems.push('a failed run left an unverified database under the live name');
  }
  return problems;
};

/** Somebody disabled the key of the restored database, or deleted the instances of what is live. */
function isKeyless({ steps }: Trace, faults: readonly Fault[], time: number): boolean {
  return faults.some(
    (fault) =>
      fault.kind === 'condition' &&
      /^(target-key-disabled|live-instances-lost)$/.test(fault.what) &&
      steps.some((step) => step.function === fault.before && step.time <= time),
  );
}

function isExplained(trace: Trace, time: number): boolean {
  const renamed = trace.calls.some(
    (call) =>
      call.effect &&
      call.subject?.identifier === liveName &&
      newName(call) !== undefined &&
      Math.abs(call.time - time) <= settling,
  );
  const restarting = trace.calls.some(
    (call) =>
      call.effect &&
      call.function === 'target.SwapInstanceNames' &&
      call.subject !== undefined &&
      call.time <= time &&
      trace.operations.some(
        ({ kind, startedAt, endedAt }) =>
          /^(rename-instance|failover-cluster|reboot-instance)$/.test(kind) &&
          startedAt <= time &&
          time <= endedAt + settling,
      ) &&
      ownerId(call.subject) !== '',
  );
  return renamed || restarting;
}
