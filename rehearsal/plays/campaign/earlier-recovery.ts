import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import { liveName } from '../scene/fixtures.ts';
import { source } from '../scene/locations.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Deployed } from './deploy-scenario.ts';
import { isDatabase, isInTarget, ownerId } from './facts.ts';

/** The capture of which an earlier recovery made what is live, where a scenario has one. */
export const earlierRecovery = 'understudy-20260222t0300-0a0a0a0a';

/** Gives the live database of the target, and its members, the marks of an earlier recovery. */
export function markAsRecovered(simulator: Simulator, { targetMachineArn }: Deployed): void {
  const all = simulator.rds.inventory();
  const live = all.find(
    (item) => isDatabase(item) && isInTarget(item) && item.identifier === liveName,
  );
  const captured = all.find(
    (item) =>
      isDatabase(item) &&
      item.location.accountId === source.accountId &&
      item.identifier === liveName,
  );
  if (live === undefined || captured === undefined) throw new Error(`nobody is called ${liveName}`);
  const marks = {
    // A state machine is called as its stack is.
    'understudy:stack': targetMachineArn.split(':').at(-1) ?? '',
    'understudy:run': 'earlier-recovery',
    'understudy:snapshot': earlierRecovery,
    'understudy:part': 'restored',
    'understudy:mode': 'swap',
    'understudy:source': captured.resourceId,
    'understudy:captured': '2026-02-22T03:00:00.000Z',
    'understudy:went-live': '2026-02-22T04:00:00.000Z',
  };
  for (const item of all) {
    if (item.kind === 'snapshot' || ownerId(item) !== live.resourceId) continue;
    simulator.rds.setTags(item.arn, new Map(Object.entries({ ...item.tags, ...marks })));
  }
}

/** Made by nobody's run, or by one before this recovery. */
export function isOlder({ tags }: InventoryItem): boolean {
  return (tags['understudy:snapshot'] ?? earlierRecovery) === earlierRecovery;
}
