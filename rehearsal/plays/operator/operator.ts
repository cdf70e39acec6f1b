import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Location } from '../../aws/contracts.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { clientSettings } from './client-settings.ts';
import type { ClientSettings } from './client-settings.ts';
import { kindOf } from '../scene/setting.ts';
import type { Setting } from '../scene/setting.ts';

/** A database that an operator makes, as anybody makes one: by the API. */
export interface NewDatabase {
  readonly location: Location;
  readonly identifier: string;
  readonly master: { readonly user: string; readonly password: string };
  /** `none`, `aws-owned`, or the key's id. */
  readonly encryption: 'none' | 'aws-owned' | { readonly keyId: string };
  readonly deletionProtection: boolean;
  /** What can be given only now, as CreateDBCluster and CreateDBInstance call it. */
  readonly more?: {
    readonly DBSubnetGroupName?: string;
    readonly BacktrackWindow?: number;
    readonly EnableIAMDatabaseAuthentication?: boolean;
  };
}

/** Virtual milliseconds; AWS takes minutes. */
const patience = 24 * 60 * 60_000;

/** The person with credentials of an account, at the keyboard of the simulator. */
export class Operator {
  readonly #simulator: Simulator;
  readonly #clients = new Map<string, RDSClient | SFNClient>();

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  rds(location: Location): RDSClient {
    return this.#client('rds', location, (settings) => new RDSClient(settings));
  }

  sfn(location: Location): SFNClient {
    return this.#client('sfn', location, (settings) => new SFNClient(settings));
  }

  #client<Client extends RDSClient | SFNClient>(
    service: string,
    location: Location,
    make: (settings: ClientSettings) => Client,
  ): Client {
    const key = `${service} ${location.accountId}/${location.region}`;
    const known = this.#clients.get(key);
    if (known) return known as Client;
    const client = make(clientSettings(this.#simulator, location));
    this.#clients.set(key, client);
    return client;
  }

  /** Makes a database, and lets time pass until applications can connect. */
  async create(setting: Setting, database: NewDatabase): Promise<void> {
    const kind = kindOf(setting);
    if (kind === 'cluster') {
      await this.#during(() => this.#createCluster(setting, database));
      await this.#until(() => this.#isUp(kind, database));
      await this.#during(() => this.#createMembers(setting, database));
    } else {
      await this.#during(() => this.#createInstance(setting, database));
    }
    await this.#until(() => this.#isUp(kind, database));
  }

  /** Does something to a database, and lets time pass until it is available with all of its instances. */
  async act(
    setting: Setting,
    database: Pick<NewDatabase, 'location' | 'identifier'>,
    work: () => Promise<unknown>,
  ): Promise<void> {
    await this.#during(work);
    // What Describe shows lags behind what was asked for.
    await this.#simulator.clock.run(this.#simulator.clock.sleep(60_000));
    await this.#until(() => this.#isUp(kindOf(setting), database));
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy();
  }

  async #createCluster(setting: Setting, database: NewDatabase): Promise<void> {
    await this.rds(database.location).send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: database.identifier,
        Engine: setting.engine,
        EngineVersion: this.#simulator.engine.version,
        MasterUsername: database.master.user,
        MasterUserPassword: database.master.password,
        DeletionProtection: database.deletionProtection,
        // As the console has it. Source: RDS User Guide, "Settings for DB instances".
        CopyTagsToSnapshot: true,
        EnableIAMDatabaseAuthentication: true,
        Tags: [{ Key: 'team', Value: 'shop' }],
        ...storage(database),
        ...database.more,
        ...(setting.serverless && {
          ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
        }),
      }),
    );
  }

  async #createMembers(setting: Setting, database: NewDatabase): Promise<void> {
    for (let index = 0; index <= setting.readers; index++) {
      await this.rds(database.location).send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier: `${database.identifier}-${index + 1}`,
          DBClusterIdentifier: database.identifier,
          Engine: setting.engine,
          DBInstanceClass: setting.serverless ? 'db.serverless' : 'db.r6g.large',
          PromotionTier: index === 0 ? 0 : 1,
        }),
      );
    }
  }

  async #createInstance(setting: Setting, database: NewDatabase): Promise<void> {
    await this.rds(database.location).send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: database.identifier,
        Engine: setting.engine,
        EngineVersion: this.#simulator.engine.version,
        DBInstanceClass: 'db.m6g.large',
        AllocatedStorage: 20,
        MasterUsername: database.master.user,
        MasterUserPassword: database.master.password,
        DeletionProtection: database.deletionProtection,
        CopyTagsToSnapshot: true,
        EnableIAMDatabaseAuthentication: setting.login === 'iam',
        Tags: [{ Key: 'team', Value: 'shop' }],
        ...storage(database),
        DBSubnetGroupName: database.more?.DBSubnetGroupName,
      }),
    );
  }

  async #isUp(
    kind: 'cluster' | 'instance',
    { location, identifier }: Pick<NewDatabase, 'location' | 'identifier'>,
  ): Promise<boolean> {
    const client = this.rds(location);
    if (kind === 'instance') {
      const { DBInstances } = await client.send(
        new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }),
      );
      return DBInstances?.[0]?.DBInstanceStatus === 'available';
    }
    const { DBClusters } = await client.send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: identifier }),
    );
    const { DBInstances = [] } = await client.send(
      new DescribeDBInstancesCommand({
        Filters: [{ Name: 'db-cluster-id', Values: [identifier] }],
      }),
    );
    return [DBClusters?.[0]?.Status, ...DBInstances.map((one) => one.DBInstanceStatus)].every(
      (status) => status === 'available',
    );
  }

  /** Looks every ten virtual seconds, unless the simulator itself failed: then it will never be. */
  async #until(done: () => Promise<boolean>): Promise<void> {
    const { clock, rds } = this.#simulator;
    const deadline = clock.now() + patience;
    while (!(await this.#during(done))) {
      const [problem] = rds.problems;
      if (problem !== undefined) throw problem;
      if (clock.now() > deadline) {
        throw new Error('expected a database to be available within a day, found that it is not');
      }
      await this.#simulator.clock.run(this.#simulator.clock.sleep(10_000));
    }
  }

  #during<T>(work: () => Promise<T>): Promise<T> {
    return this.#simulator.clock.run(this.#simulator.clock.hold(work));
  }
}

function storage({ encryption }: NewDatabase): { StorageEncrypted?: boolean; KmsKeyId?: string } {
  if (encryption === 'none') return { StorageEncrypted: false };
  if (encryption === 'aws-owned') return {};
  return { StorageEncrypted: true, KmsKeyId: encryption.keyId };
}
