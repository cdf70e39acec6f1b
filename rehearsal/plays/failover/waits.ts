import type { Simulator } from '../../aws/simulator/simulator.ts';
import { groupState } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import type { Attempt } from './attempt.ts';
import { members } from './fixtures.ts';
import type { Design } from './report.ts';
import type { Watch } from './watch.ts';

/** Virtual milliseconds. */
const second = 1000;
/** Nobody watches longer than this: whoever is left behind then, stays so. */
const longestWatch = 420 * second;
/** All is well for so long: the watching ends. */
const calm = 30 * second;

/** Until both designs lead to the writer at an address. */
export async function untilHealthy(
  simulator: Simulator,
  paths: Readonly<Record<Design, AccessPath>>,
  address: string,
): Promise<void> {
  const isUp = ({ groupArn }: AccessPath): boolean =>
    groupState(simulator, groupArn, address) === 'healthy';
  while (!Object.values(paths).every(isUp)) await simulator.clock.sleep(second);
  // The load balancers' names follow their targets' health.
  await simulator.clock.sleep(60 * second);
}

/**
 * Until this design is where it should be and its clients have written for a while, and nothing changes
 * any more for the other's; or until it has been too long.
 */
export async function untilCalm(
  { clock }: Simulator,
  t0: number,
  watch: Watch,
  attempts: Readonly<Record<Design, readonly Attempt[]>>,
): Promise<void> {
  const [formerWriter, newWriter] = members;
  const isCalm = (): boolean => {
    const since = clock.now() - calm;
    const gone = watch.goneSince('understudy', formerWriter);
    const mine = attempts.understudy.filter(({ at }) => at >= since);
    const theirs = attempts.oneLookUp.filter(({ at }) => at >= since);
    return (
      gone !== undefined &&
      gone < since &&
      mine.every(({ outcome, server }) => outcome === 'acknowledged' && server === newWriter) &&
      isSteady(theirs) &&
      watch.isQuiet('oneLookUp', since)
    );
  };
  while (clock.now() < t0 + longestWatch && !isCalm()) await clock.sleep(second);
}

/** Each client meets the same all the time. */
function isSteady(attempts: readonly Attempt[]): boolean {
  const clients = new Set(attempts.map(({ client }) => client));
  const met = new Set(attempts.map((one) => `${one.client} ${one.outcome} ${one.server}`));
  return met.size === clients.size;
}
