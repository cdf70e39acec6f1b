import type { Location } from '../../aws/contracts.ts';
import { liveName, temporaryName } from '../scene/fixtures.ts';
import { source, target } from '../scene/locations.ts';
import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { engineVersion, master, newMember, newSnapshot, unrelated } from './fixtures.ts';
import { earlierCapture, securedName } from './earlier-capture.ts';
import { isOlder } from './earlier-recovery.ts';
import { Deletions } from './deletions.ts';
import type { Deployed } from './deploy-scenario.ts';
import { isDatabase } from './facts.ts';
import type { EnvironmentFault } from './faults.ts';
import { isStandbyInTheWay } from './next-start.ts';
import type { OperatorClient } from '../operator/operator-client.ts';
import { isRubbish } from './rubbish.ts';
import { kindOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Cleared, Trace } from './trace.ts';

/** Where the source account keeps copies. */
const copies: Location = { accountId: source.accountId, region: target.region };

const day = 24 * 3_600_000;

/** Injects what others do to the environment, and repairs it as an operator would. */
export class EnvironmentFaults {
  /** What was put there on the way, and is nobody's business. */
  readonly unrelated: InventoryItem[] = [];
  /** What an operator cleared away before a further start. */
  readonly cleared: Cleared[] = [];
  readonly #scenario: Scenario;
  readonly #simulator: Simulator;
  readonly #operator: OperatorClient;
  readonly #deployed: Deployed;
  readonly #deletions: Deletions;
  readonly #injected = new Set<EnvironmentFault>();
  /** Snapshots that fill the shelf: `<account>/<Region>` and name. */
  readonly #fillers: { readonly location: Location; readonly identifier: string }[] = [];

  constructor(
    scenario: Scenario,
    simulator: Simulator,
    operator: OperatorClient,
    deployed: Deployed,
  ) {
    this.#scenario = scenario;
    this.#simulator = simulator;
    this.#operator = operator;
    this.#deployed = deployed;
    this.#deletions = new Deletions(scenario, simulator, operator);
  }

  /** Time stands still meanwhile. */
  async inject(what: EnvironmentFault): Promise<void> {
    this.#injected.add(what);
    const { targetKeyArn, recoveryKeyArn, sourceKeyArn } = this.#deployed;
    switch (what) {
      case 'target-key-disabled':
        return this.#disable(targetKeyArn);
      case 'recovery-key-disabled':
        return this.#disable(recoveryKeyArn);
      case 'source-key-disabled':
        return sourceKeyArn === undefined ? undefined : this.#disable(sourceKeyArn);
      case 'temporary-name-taken':
        return this.#take(temporaryName);
      case 'retired-name-taken':
        return this.#take(this.#nameEnding('-retired'));
      case 'secured-name-taken':
        return this.#takeSnapshot(target, this.#nameEnding('-secured'), unrelated.database);
      case 'snapshot-quota-full':
        return this.#fill();
      case 'protection-on':
        return this.#protect();
      case 'source-account-gone':
        this.#disable(recoveryKeyArn);
        if (sourceKeyArn !== undefined) this.#disable(sourceKeyArn);
        return this.#deleteSourceSnapshots();
      case 'live-instances-lost':
        return this.#deleteLiveInstances();
      case 'shared-copy-unshared':
        return this.#share('ValuesToRemove');
    }
  }

  /** Undoes what was injected, and clears away what failed, as the messages ask for. */
  async repair(first: Trace): Promise<void> {
    const standbyStands = isStandbyInTheWay(first);
    const { clock, kms } = this.#simulator;
    const { targetKeyArn, recoveryKeyArn, sourceKeyArn } = this.#deployed;
    // Whatever is stuck comes to its end by then.
    await clock.run(clock.sleep(day));
    await clock.run(
      clock.hold(async () => {
        // A source account that is gone stays gone, with its keys.
        const gone = this.#injected.has('source-account-gone');
        const keys = gone ? [targetKeyArn] : [targetKeyArn, recoveryKeyArn, sourceKeyArn];
        for (const key of keys) {
          if (key !== undefined) kms.setEnabled(key, true);
        }
        if (this.#injected.has('shared-copy-unshared')) await this.#share('ValuesToAdd');
        for (const { location, identifier } of this.#fillers.splice(0)) {
          await this.#deletions.snapshot(location, identifier);
        }
        await this.#giveLiveAnInstance();
        const inventory = this.#simulator.rds.inventory();
        const rubbish = inventory.filter((item) =>
          isRubbish(item, { inventory, unrelated: this.unrelated, standbyStands }),
        );
        for (const item of rubbish) {
          this.cleared.push({ time: clock.now(), item });
          await this.#deletions.item(item);
        }
        this.unrelated.length = 0;
      }),
    );
    await clock.run(clock.sleep(day));
  }

  #disable(keyArn: string): void {
    this.#simulator.kms.setEnabled(keyArn, false);
  }

  /** An unrelated database under a name that the run will need. */
  async #take(identifier: string): Promise<void> {
    const common = {
      Engine: this.#scenario.engine,
      EngineVersion: engineVersion,
      MasterUsername: master.user,
      MasterUserPassword: master.password,
      StorageEncrypted: false,
    };
    if (kindOf(this.#scenario) === 'cluster') {
      const input = { DBClusterIdentifier: identifier, ...common };
      await this.#operator.rds(target, 'CreateDBCluster', input);
    } else {
      const size = { DBInstanceClass: 'db.m6g.large', AllocatedStorage: 20 };
      const input = { DBInstanceIdentifier: identifier, ...size, ...common };
      await this.#operator.rds(target, 'CreateDBInstance', input);
    }
    this.#note(target, identifier);
  }

  async #takeSnapshot(location: Location, identifier: string, database: string): Promise<void> {
    await this.#operator.rds(location, ...newSnapshot(this.#scenario, identifier, database));
    this.#note(location, identifier);
  }

  #note(location: Location, identifier: string): void {
    const made = this.#simulator.rds
      .inventory()
      .find((item) => item.identifier === identifier && isIn(item, location));
    if (made !== undefined) this.unrelated.push(made);
  }

  /** The name that the capture at hand gives, as its own snapshot tells. */
  #nameEnding(suffix: '-secured' | '-retired'): string {
    const snapshot = this.#captured().identifier;
    if (suffix === '-secured') return securedName(snapshot, this.#deployed.targetMachineArn);
    const hash = this.#simulator.calls
      .map(({ input }) => String(input['NewDBClusterIdentifier'] as string | undefined))
      .find((name) => name.startsWith(`${liveName}-retired-`));
    return hash ?? `${liveName}-retired-unknown`;
  }

  #captured(): InventoryItem {
    const found = this.#simulator.rds
      .inventory()
      .find(
        ({ tags, identifier }) =>
          tags['understudy:part'] === 'snapshot' && identifier !== earlierCapture,
      );
    if (found === undefined) throw new Error('nothing has been captured yet');
    return found;
  }

  async #fill(): Promise<void> {
    for (let index = 0; ; index++) {
      const identifier = `filler-${index}`;
      try {
        await this.#operator.rds(
          target,
          ...newSnapshot(this.#scenario, identifier, unrelated.database),
        );
      } catch (error) {
        if (error instanceof Error && error.name === 'SnapshotQuotaExceededFault') return;
        throw error;
      }
      this.#fillers.push({ location: target, identifier });
    }
  }

  /** Of the old database, whatever it is called now. */
  async #protect(): Promise<void> {
    const old = this.#simulator.rds
      .inventory()
      .find(
        (item) =>
          isIn(item, target) &&
          (item.kind === 'cluster' || item.kind === 'instance') &&
          isOlder(item) &&
          item.identifier !== unrelated.database,
      );
    if (old === undefined) return;
    const [operation, name] =
      old.kind === 'cluster'
        ? ['ModifyDBCluster', 'DBClusterIdentifier']
        : ['ModifyDBInstance', 'DBInstanceIdentifier'];
    await this.#operator.rds(target, operation, {
      [name]: old.identifier,
      DeletionProtection: true,
      ApplyImmediately: true,
    });
  }

  /** The cluster that has the live name stays `available` without them, and nobody answers. */
  async #deleteLiveInstances(): Promise<void> {
    for (const { identifier, status } of this.#liveInstances()) {
      if (status === 'deleting') continue;
      await this.#operator.rds(target, 'DeleteDBInstance', { DBInstanceIdentifier: identifier });
    }
  }

  async #giveLiveAnInstance(): Promise<void> {
    if (!this.#injected.has('live-instances-lost')) return;
    const live = this.#live();
    if (live?.kind !== 'cluster' || this.#liveInstances().length > 0) return;
    // The old database's instances may have the usual names still.
    const names = new Set(this.#simulator.rds.inventory().map(({ identifier }) => identifier));
    const free = [0, 1, 2, 3].filter((index) => !names.has(`${liveName}-${index + 1}`));
    for (const index of free.slice(0, this.#scenario.readers + 1)) {
      await this.#operator.rds(target, ...newMember(this.#scenario, liveName, index));
    }
  }

  #live(): InventoryItem | undefined {
    return this.#simulator.rds
      .inventory()
      .find((item) => isIn(item, target) && isDatabase(item) && item.identifier === liveName);
  }

  #liveInstances(): readonly InventoryItem[] {
    const id = this.#live()?.resourceId;
    return this.#simulator.rds
      .inventory()
      .filter(({ kind, clusterId }) => kind === 'member' && clusterId === id);
  }

  async #deleteSourceSnapshots(): Promise<void> {
    const gone = this.#simulator.rds
      .inventory()
      .filter(
        ({ kind, location, tags }) =>
          kind === 'snapshot' &&
          location.accountId === source.accountId &&
          tags['understudy:snapshot'] !== undefined,
      );
    for (const { location, identifier } of gone) {
      await this.#deletions.snapshot(location, identifier);
    }
  }

  async #share(change: 'ValuesToAdd' | 'ValuesToRemove'): Promise<void> {
    const { identifier } = this.#captured();
    const location = this.#scenario.copyRoute === 'one-call' ? source : copies;
    const cluster = kindOf(this.#scenario) === 'cluster';
    const name = cluster ? 'DBClusterSnapshotIdentifier' : 'DBSnapshotIdentifier';
    const operation = cluster ? 'ModifyDBClusterSnapshotAttribute' : 'ModifyDBSnapshotAttribute';
    await this.#operator.rds(location, operation, {
      [name]: identifier,
      AttributeName: 'restore',
      [change]: [target.accountId],
    });
  }
}

function isIn({ location }: InventoryItem, place: Location): boolean {
  return location.accountId === place.accountId && location.region === place.region;
}
