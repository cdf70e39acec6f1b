import { oldDatabase, volumeOf } from '../facts.ts';
import type { Trace } from '../trace.ts';
import type { Invariant } from './invariant.ts';

/**
 * Where clients are moved before the names, no two of them get to both databases at once, and none gets back
 * to the old one after the first that got to the restored one: what was written there is in no other. It is
 * so unless the word was taken back: then they follow the live name, as ever.
 */
export const cutOverSeparates: Invariant = (trace) => {
  const { access, scenario } = trace;
  const old = oldDatabase(trace);
  if (access === undefined || old === undefined || scenario.cutOver !== true) return [];
  const own = volumeOf(old);
  const first = access.led.find(({ volumes }) => volumes.some((volume) => volume !== own));
  if (first === undefined || isTakenBack(trace, first.time)) return [];
  const again = access.led.find(
    ({ time, volumes }) => time >= first.time && own !== undefined && volumes.includes(own),
  );
  if (again === undefined) return [];
  const what = again.volumes.join(' and ');
  return [`clients got to ${what} after the first had got to ${first.volumes.join(' and ')}`];
};

/** Before the name led to the restored database, or since: both let clients follow the live name. */
function isTakenBack({ calls, executions }: Trace, since: number): boolean {
  const before = calls.some(
    ({ operation, function: name, time }) =>
      operation === 'RemoveTags' && name === 'access.SyncTargets' && time < since,
  );
  return (
    before ||
    executions.some(({ workflow, status }) => workflow === 'target' && status !== 'SUCCEEDED')
  );
}
