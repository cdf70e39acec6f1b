import type { Location } from '../../aws/contracts.ts';
import { source, target } from '../scene/locations.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { engineVersion, master, newSnapshot } from './fixtures.ts';
import { deliverNotice } from './deliver-notice.ts';
import type { Deployed } from './deploy-scenario.ts';
import { volumeOf } from './facts.ts';
import type { OperatorClient } from '../operator/operator-client.ts';
import { kindOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { TracedEngine } from './traced-engine.ts';

/** The forger's own database. */
export const forgedName = 'evil';

const copies: Location = { accountId: source.accountId, region: target.region };
const minute = 60_000;

/** What is changed in an honest notice, beside the snapshot that it speaks of. */
export interface Forgery {
  readonly run: string;
  readonly capturedAt: string;
  /** Of the database that the notice says it is of, where that isn't the honest one. */
  readonly resourceId?: string | undefined;
}

/**
 * Somebody who has taken the source account over: makes databases and snapshots there, shares them
 * with the target, and publishes what they like on the source's own topic.
 */
export class Forger {
  readonly #scenario: Scenario;
  readonly #simulator: Simulator;
  readonly #engine: TracedEngine;
  readonly #deployed: Deployed;
  readonly #operator: OperatorClient;

  constructor(
    scenario: Scenario,
    parts: {
      readonly simulator: Simulator;
      readonly engine: TracedEngine;
      readonly deployed: Deployed;
      readonly operator: OperatorClient;
    },
  ) {
    this.#scenario = scenario;
    this.#simulator = parts.simulator;
    this.#engine = parts.engine;
    this.#deployed = parts.deployed;
    this.#operator = parts.operator;
  }

  /**
   * Makes a database that answers every assertion as the honest one would. Takes virtual time.
   * @returns its resource id
   */
  async makeDatabase(): Promise<string> {
    const { engine } = this.#scenario;
    const settings = {
      Engine: engine,
      EngineVersion: engineVersion,
      MasterUsername: master.user,
      MasterUserPassword: master.password,
      StorageEncrypted: false,
    };
    const size = { DBInstanceClass: 'db.r6g.large' };
    if (this.#isCluster) {
      await this.#act('CreateDBCluster', { DBClusterIdentifier: forgedName, ...settings });
      await this.#act('CreateDBInstance', {
        DBInstanceIdentifier: `${forgedName}-1`,
        DBClusterIdentifier: forgedName,
        Engine: engine,
        ...size,
      });
    } else {
      const one = { DBInstanceIdentifier: forgedName, AllocatedStorage: 20, ...size };
      await this.#act('CreateDBInstance', { ...one, ...settings });
    }
    const made = this.#simulator.rds
      .inventory()
      .find(({ identifier, kind }) => identifier === forgedName && kind !== 'member');
    if (made === undefined) throw new Error(`expected ${forgedName} to be there`);
    const entry = { place: 'source', at: this.#simulator.clock.now() } as const;
    await this.#simulator.clock.hold(() => this.#engine.write(volumeOf(made), entry));
    return made.resourceId;
  }

  /** Takes a snapshot of it and shares that as a capture is. Takes virtual time. @returns its ARN */
  async shareSnapshot(name: string): Promise<string> {
    await this.#act(...newSnapshot(this.#scenario, name, forgedName));
    const [copy, share, kind, type] = this.#isCluster
      ? ([
          'CopyDBClusterSnapshot',
          'ModifyDBClusterSnapshotAttribute',
          'DBClusterSnapshotIdentifier',
          'cluster-snapshot',
        ] as const)
      : ([
          'CopyDBSnapshot',
          'ModifyDBSnapshotAttribute',
          'DBSnapshotIdentifier',
          'snapshot',
        ] as const);
    const arnIn = ({ region, accountId }: Location): string =>
      `arn:aws:rds:${region}:${accountId}:${type}:${name}`;
    const { recoveryKeyArn } = this.#deployed;
    await this.#act(
      copy,
      {
        [`Source${kind}`]: arnIn(source),
        [`Target${kind}`]: name,
        // Only a DB instance's unencrypted snapshot can be encrypted on the way.
        ...(!this.#isCluster && { KmsKeyId: recoveryKeyArn }),
      },
      copies,
    );
    const values = { AttributeName: 'restore', ValuesToAdd: [target.accountId] };
    await this.#act(share, { [kind]: name, ...values }, copies);
    return arnIn(copies);
  }

  /** Publishes a notice of one's own, made from an honest one. */
  async publish(honest: object, snapshotArn: string, forgery: Forgery): Promise<void> {
    const { snapshot, source: origin } = honest as {
      readonly snapshot: object;
      readonly source: object;
    };
    const { resourceId, ...rest } = forgery;
    const keyArn = this.#isCluster ? undefined : this.#deployed.recoveryKeyArn;
    const forged = {
      ...honest,
      ...rest,
      source: { ...origin, ...(resourceId !== undefined && { resourceId }) },
      snapshot: { ...snapshot, arn: snapshotArn, keyArn },
    };
    const { clock } = this.#simulator;
    await clock.hold(() => deliverNotice(this.#simulator, this.#deployed, JSON.stringify(forged)));
  }

  get #isCluster(): boolean {
    return kindOf(this.#scenario) === 'cluster';
  }

  /** Calls AWS, and waits until what was begun is done. */
  async #act(operation: string, input: object, location = source): Promise<void> {
    const { clock } = this.#simulator;
    await clock.hold(() => this.#operator.rds(location, operation, { ...input }));
    await clock.sleep(10 * minute);
  }
}
