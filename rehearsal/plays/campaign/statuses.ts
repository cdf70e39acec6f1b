import { liveName, temporaryName } from '../scene/fixtures.ts';
import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { isDatabase, isInTarget } from './facts.ts';
import type { Afflicted } from './faults.ts';

/**
 * What a cluster may be in besides `available` and `deleting`. Source: Aurora User Guide, "Viewing DB
 * cluster status"; the last four are seen in the field and listed nowhere.
 */
export const clusterStatuses = [
  'backing-up',
  'backtracking',
  'cloning-failed',
  'creating',
  'failing-over',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
  'maintenance',
  'migrating',
  'migration-failed',
  'modifying',
  'promoting',
  'renaming',
  'resetting-master-credentials',
  'starting',
  'stopped',
  'stopping',
  'storage-optimization',
  'update-iam-db-auth',
  'upgrading',
  'upgrade_failed',
  'configuring-iam-database-auth',
  'configuring-enhanced-monitoring',
  'rebooting',
  'scaling-compute',
] as const;

/** The same of a DB instance. Source: RDS User Guide, "Viewing Amazon RDS DB instance status". */
export const instanceStatuses = [
  'backing-up',
  'configuring-enhanced-monitoring',
  'configuring-iam-database-auth',
  'configuring-log-exports',
  'converting-to-vpc',
  'creating',
  'failed',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
  'incompatible-create',
  'incompatible-network',
  'incompatible-option-group',
  'incompatible-parameters',
  'incompatible-restore',
  'insufficient-capacity',
  'maintenance',
  'modifying',
  'moving-to-vpc',
  'rebooting',
  'renaming',
  'resetting-master-credentials',
  'restore-error',
  'starting',
  'stopped',
  'stopping',
  'storage-config-upgrade',
  'storage-full',
  'storage-initialization',
  'storage-optimization',
  'upgrade_failed',
  'upgrading',
] as const;

/** From these a database doesn't come back by itself. */
const lasting =
  /^(failed|incompatible-.*|insufficient-capacity|restore-error|storage-full|inaccessible-.*|.*[_-]failed|stopped)$/;

/** For how long a passing status stays, in virtual milliseconds. */
const passing = 8 * 60_000;

/** Puts databases into statuses, as AWS does for reasons of its own. */
export class Statuses {
  readonly #simulator: Simulator;
  readonly #afflicted: { readonly resourceId: string; readonly status: string }[] = [];

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  /** @returns whether there was such a database, and nothing else under way with it */
  inject(of: Afflicted, status: string): boolean {
    const { rds, clock } = this.#simulator;
    const found = rds.inventory().find((item) => isMeant(item, of));
    if (found?.status !== 'available') return false;
    rds.setStatus(found.arn, status);
    const one = { resourceId: found.resourceId, status };
    this.#afflicted.push(one);
    if (!lasting.test(status)) clock.at(clock.now() + passing, () => this.#end(one));
    return true;
  }

  /** An operator brings back what is there still. */
  repair(): void {
    for (const one of this.#afflicted.splice(0)) this.#end(one);
  }

  #end({ resourceId, status }: { readonly resourceId: string; readonly status: string }): void {
    const { rds } = this.#simulator;
    const found = rds
      .inventory()
      .find((item) => isDatabase(item) && item.resourceId === resourceId);
    if (found?.status === status) rds.setStatus(found.arn, 'available');
  }
}

function isMeant(item: InventoryItem, of: Afflicted): boolean {
  if (!isDatabase(item) || !isInTarget(item)) return false;
  switch (of) {
    case 'live':
      return item.identifier === liveName;
    case 'restored':
      return item.identifier.startsWith(temporaryName);
    case 'retired':
      return item.identifier.startsWith(`${liveName}-retired-`);
  }
}
