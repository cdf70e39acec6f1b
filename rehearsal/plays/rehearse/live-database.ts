import { DescribeDBClustersCommand, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import type { Location } from '../../aws/contracts.ts';
import { connect } from '../../aws/databases/connection.ts';
import type { SqlConnection } from '../../aws/databases/connection.ts';
import { countAndChecksum } from '../../aws/databases/dataset/checksum.ts';
import type { Contents } from '../../aws/databases/dataset/checksum.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Operator } from '../operator/operator.ts';

/** What an operator sees of a database. */
export interface DatabaseFacts {
  readonly accountId: string;
  readonly region: string;
  readonly identifier: string;
  readonly resourceId: string;
  readonly engineVersion: string;
  readonly host: string;
  readonly port: number;
  readonly status: string;
  readonly instances: readonly string[];
}

/** Looks at databases from outside, as the people who use them. */
export class Audience {
  readonly #simulator: Simulator;
  readonly #operator: Operator;
  readonly #kind: 'cluster' | 'instance';
  readonly #master: { readonly user: string; readonly password: string };

  constructor(
    simulator: Simulator,
    operator: Operator,
    kind: 'cluster' | 'instance',
    master: { readonly user: string; readonly password: string },
  ) {
    this.#simulator = simulator;
    this.#operator = operator;
    this.#kind = kind;
    this.#master = master;
  }

  /** @returns undefined where nobody has that name */
  async describe(location: Location, identifier: string): Promise<DatabaseFacts | undefined> {
    const client = this.#operator.rds(location);
    try {
      if (this.#kind === 'instance') {
        const answer = await client.send(
          new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }),
        );
        const found = answer.DBInstances?.[0];
        return {
          ...location,
          identifier,
          resourceId: found?.DbiResourceId ?? '',
          engineVersion: found?.EngineVersion ?? '',
          host: found?.Endpoint?.Address ?? '',
          port: found?.Endpoint?.Port ?? 0,
          status: found?.DBInstanceStatus ?? '',
          instances: [],
        };
      }
      const answer = await client.send(
        new DescribeDBClustersCommand({ DBClusterIdentifier: identifier }),
      );
      const found = answer.DBClusters?.[0];
      return {
        ...location,
        identifier,
        resourceId: found?.DbClusterResourceId ?? '',
        engineVersion: found?.EngineVersion ?? '',
        host: found?.Endpoint ?? '',
        port: found?.Port ?? 0,
        status: found?.Status ?? '',
        instances: (found?.DBClusterMembers ?? []).map(
          (member) => member.DBInstanceIdentifier ?? '',
        ),
      };
    } catch (error) {
      if (error instanceof Error && /NotFound/.test(error.name)) return undefined;
      throw error;
    }
  }

  /** Connects as an application does: by the host name, which has to resolve now. */
  async connect(location: Location, identifier: string): Promise<SqlConnection> {
    const facts = await this.describe(location, identifier);
    if (!facts) throw new Error(`nobody has the name "${identifier}"`);
    const { names, network, rds } = this.#simulator;
    const at = network.find(names.resolve(facts.host), facts.port);
    if (!at) throw new Error(`"${identifier}" doesn't answer`);
    return connect({
      family: this.#simulator.engine.family,
      ...at,
      host: facts.host,
      // RDS may have taken the password over: an application reads it where it is kept.
      user: rds.master(location, identifier) ?? this.#master,
      caFile: this.#simulator.engine.caFile,
    });
  }

  /** Rows and checksum of what a name leads to. */
  async contents(location: Location, identifier: string): Promise<Contents> {
    return this.use(location, identifier, countAndChecksum);
  }

  async use<T>(
    location: Location,
    identifier: string,
    work: (connection: SqlConnection) => Promise<T>,
  ): Promise<T> {
    const connection = await this.connect(location, identifier);
    try {
      return await work(connection);
    } finally {
      await connection.end();
    }
  }
}
