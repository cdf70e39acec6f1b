import { isDeepStrictEqual } from 'node:util';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';
import type { Trace } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/**
 * A second start of a recovery that is through changes nothing: everything is as it was before, but
 * for what retention takes, and for the mark of a secured copy that it was verified.
 */
export const finishedStaysFinished: Invariant = (trace, { faults }) => {
  const [fault] = faults;
  const isMeant =
    faults.length === 1 &&
    fault?.kind === 'encounter' &&
    fault.at === 'End' &&
    (fault.what === 'same' || fault.what === 'hurried');
  const first = trace.executions.find(({ workflow }) => workflow === 'target');
  const { atEncounter: before } = trace;
  // A standby and a drill are for being made anew.
  const isSwap = trace.scenario.mode === 'swap';
  if (!isMeant || before === undefined || !isSwap || first?.status !== 'SUCCEEDED') return [];
  return [
    ...before.flatMap((item) => {
      const now = trace.after.find((one) => one.arn === item.arn);
      if (now === undefined) return isPruned(trace, item) ? [] : [`${nameOf(item)} is gone`];
      return isDeepStrictEqual(faceOf(now), faceOf(item)) ? [] : [`${nameOf(item)} was changed`];
    }),
    ...trace.after
      .filter((item) => !before.some((one) => one.arn === item.arn))
      .map((item) => `${nameOf(item)} was made`),
  ];
};

function isPruned({ calls }: Trace, item: InventoryItem): boolean {
  return calls.some(
    ({ function: name, effect, subject }) =>
      name.endsWith('.PruneSnapshots') && effect && subject?.arn === item.arn,
  );
}

function faceOf({ resourceId, status, tags, lineage, sharedWith }: InventoryItem): object {
  const { 'understudy:verified': _, ...marks } = tags;
  return { resourceId, status, marks, lineage, sharedWith };
}

function nameOf({ kind, identifier }: InventoryItem): string {
  return `a second start of a recovery that was through: the ${kind} "${identifier}"`;
}
