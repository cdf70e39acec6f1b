import { readFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import path from 'node:path';
import { DescribeDBClustersCommand, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import type { DatabaseEngine } from '../../aws/contracts.ts';
import { connect } from '../../aws/databases/connection.ts';
import type { SqlConnection } from '../../aws/databases/connection.ts';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import type { ScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import { openEngine } from '../../aws/simulator/engines.ts';
import { Simulator } from '../../aws/simulator/simulator.ts';
import { Operator } from '../../plays/operator/operator.ts';
import { target } from '../../plays/scene/locations.ts';
import { observe } from '../../plays/scene/observe.ts';
import type { Setting } from '../../plays/scene/setting.ts';
import { lambdaTrust, policy } from '../authorization/people.ts';
import { makeTokenAt } from '../rds/iam-authentication/tokens.ts';
import type { TokenMaker } from '../rds/iam-authentication/tokens.ts';
import { standard } from '../../plays/scene/standard-setting.ts';

const roleArn = `arn:aws:iam::${target.accountId}:role/reader`;
export const master = { user: 'master', password: 'a-password-of-the-simulator' };

/** The very statements of the RDS User Guide, "Creating a database account using IAM authentication". */
const statements = {
  postgresql: ['CREATE USER probe', 'GRANT rds_iam TO probe'],
  mysql: ["CREATE USER probe IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"],
};

/** Where a database is reached. */
interface EndpointNames {
  readonly host: string;
  readonly reader: string;
  readonly instance: string;
  readonly port: number;
}

/** A database `orders` with IAM authentication, and a role that may connect to it as `probe`. */
export class IamDatabase {
  readonly simulator: Simulator;
  readonly operator: Operator;
  readonly setting: Setting;
  readonly family: DatabaseEngine['family'];
  readonly #scratch: ScratchDirectory;

  private constructor(setting: Setting, simulator: Simulator, scratch: ScratchDirectory) {
    this.setting = setting;
    this.simulator = simulator;
    this.family = simulator.engine.family;
    this.operator = new Operator(simulator);
    this.#scratch = scratch;
  }

  static async open(
    changes: Partial<Setting>,
    options: { readonly readerServers?: boolean } = {},
  ): Promise<IamDatabase> {
    const setting: Setting = { ...standard, login: 'iam', ...changes };
    const scratch = await openScratchDirectory('understudy-');
    const directory = scratch.path;
    const engine = await openEngine(setting.engine.includes('mysql') ? 'mysql' : 'postgresql', {
      directory,
      cacheDirectory: path.resolve('.rehearsal/databases'),
    });
    const start = Date.parse('2026-03-02T02:05:00Z');
    const simulator = await Simulator.open({ seed: 1, start, directory, engine, ...options });
    const database = new IamDatabase(setting, simulator, scratch);
    simulator.authorizer.addRole(roleArn, {
      policies: [
        policy({
          Effect: 'Allow',
          Action: 'rds-db:connect',
          Resource: `arn:aws:rds-db:${target.region}:${target.accountId}:dbuser:*/probe`,
        }),
      ],
      managedPolicyArns: [],
      trustPolicy: lambdaTrust,
    });
    await database.operator.create(setting, {
      location: target,
      identifier: 'orders',
      master,
      encryption: 'none',
      deletionProtection: false,
    });
    const sql = await database.asMaster();
    for (const statement of statements[database.family]) await sql.query(statement);
    await sql.end();
    return database;
  }

  async close(): Promise<void> {
    this.operator.close();
    await this.simulator.close();
    await this.#scratch.remove();
  }

  get now(): number {
    return this.simulator.clock.now();
  }

  /** The names that RDS gives the database; an instance that stands alone has one. */
  names(): Promise<EndpointNames> {
    const client = this.operator.rds(target);
    return observe(this.simulator, async () => {
      const { DBClusters: clusters = [] } = await client.send(new DescribeDBClustersCommand());
      const { DBInstances: instances = [] } = await client.send(new DescribeDBInstancesCommand());
      const { Address: instance = '', Port: port = 0 } = instances[0]?.Endpoint ?? {};
      const [{ Endpoint: host = instance, ReaderEndpoint: reader = instance } = {}] = clusters;
      return { host, reader, instance, port };
    });
  }

  /** What the role signs as `probe`, of now where nothing else is asked for. */
  async token(change: Partial<TokenMaker> = {}, time = this.now): Promise<string> {
    const { host, port } = await this.names();
    const key = this.simulator.credentials.issue(roleArn);
    return makeTokenAt(time, { host, port, user: 'probe', region: target.region, key, ...change });
  }

  async asMaster(): Promise<SqlConnection> {
    const { host } = await this.names();
    const { caFile } = this.simulator.engine;
    const at = await this.#at(host);
    return connect({ family: this.family, ...at, host, user: master, caFile });
  }

  /** @returns whom the server at a host takes the client for */
  async signIn(password: string, host?: string, user = 'probe', tls = true): Promise<string> {
    const name = host ?? (await this.names()).host;
    const at = await this.#at(name);
    const ca = await readFile(this.simulator.engine.caFile, 'utf8');
    if (this.family === 'postgresql') {
      const ssl = tls ? { ca, servername: name } : false;
      const place = { host: at.address, port: at.port, database: 'postgres' };
      const client = new Client({ ...place, user, password, ssl });
      client.on('error', () => undefined);
      await client.connect();
      const { rows } = await client.query<{ me: string }>('SELECT session_user AS me');
      await client.end();
      return rows[0]?.me ?? '';
    }
    const connection = await createConnection({
      host: name,
      stream: () => connectSocket(at.port, at.address),
      user,
      password,
      enableCleartextPlugin: true,
      ...(tls && { ssl: { ca, verifyIdentity: true } }),
    });
    connection.on('error', () => undefined);
    const [rows] = await connection.query('SELECT CURRENT_USER() AS me');
    await connection.end();
    return (rows as { me: string }[])[0]?.me.split('@')[0] ?? '';
  }

  async #at(host: string): Promise<{ address: string; port: number }> {
    const { port } = await this.names();
    const { names, network } = this.simulator;
    const at = network.find(names.resolve(host), port);
    if (at === undefined) throw new Error(`nobody listens at ${host}:${port}`);
    return at;
  }
}
