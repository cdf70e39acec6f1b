import type { Location } from '../../aws/contracts.ts';
import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { OperatorClient } from '../operator/operator-client.ts';
import { kindOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/** How an operator deletes what is in the way. */
export class Deletions {
  readonly #scenario: Scenario;
  readonly #simulator: Simulator;
  readonly #operator: OperatorClient;

  constructor(scenario: Scenario, simulator: Simulator, operator: OperatorClient) {
    this.#scenario = scenario;
    this.#simulator = simulator;
    this.#operator = operator;
  }

  /** A database with its members, or a snapshot. */
  async item(item: InventoryItem): Promise<void> {
    const { kind, location, identifier } = item;
    if (kind === 'snapshot') return this.snapshot(location, identifier);
    if (item.deletionProtection === true && kind === 'cluster') {
      const input = { DBClusterIdentifier: identifier, DeletionProtection: false };
      await this.#operator.rds(location, 'ModifyDBCluster', input);
    }
    if (kind === 'cluster') {
      for (const member of this.#simulator.rds.inventory()) {
        if (member.clusterId === item.resourceId && member.status !== 'deleting') {
          await this.#operator.rds(location, 'DeleteDBInstance', {
            DBInstanceIdentifier: member.identifier,
          });
        }
      }
      const input = { DBClusterIdentifier: identifier, SkipFinalSnapshot: true };
      await this.#operator.rds(location, 'DeleteDBCluster', input);
    } else if (kind === 'instance') {
      const input = { DBInstanceIdentifier: identifier, SkipFinalSnapshot: true };
      await this.#operator.rds(location, 'DeleteDBInstance', input);
    }
  }

  async snapshot(location: Location, identifier: string): Promise<void> {
    const cluster = kindOf(this.#scenario) === 'cluster';
    const name = cluster ? 'DBClusterSnapshotIdentifier' : 'DBSnapshotIdentifier';
    const operation = cluster ? 'DeleteDBClusterSnapshot' : 'DeleteDBSnapshot';
    await this.#operator.rds(location, operation, { [name]: identifier });
  }
}
