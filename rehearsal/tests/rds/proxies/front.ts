import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  CreateDBProxyCommand,
  CreateDBProxyEndpointCommand,
  DescribeDBProxiesCommand,
  RegisterDBProxyTargetsCommand,
} from '@aws-sdk/client-rds';
import { Client, type ClientConfig } from 'pg';
import type { PolicyDocument, ServerAddress } from '../../../aws/contracts.ts';
import { openScratchDirectory } from '../../../aws/databases/scratch-directory.ts';
import type { Durations } from '../../../aws/services/rds/durations.ts';
import { openEngine } from '../../../aws/simulator/engines.ts';
import { Simulator } from '../../../aws/simulator/simulator.ts';
import { Operator } from '../../../plays/operator/operator.ts';
import { observe } from '../../../plays/scene/observe.ts';
import { plainSetting } from '../../../plays/scene/plain-setting.ts';

export const place = { accountId: '111111111111', region: 'eu-west-1' };
export const master = { user: 'master', password: 'only on this simulator' };
const start = Date.parse('2026-03-02T08:00:00Z');
const roleArn = `arn:aws:iam::${place.accountId}:role/proxy`;

/** How a front is set up. */
export interface FrontSetting {
  readonly seed: number;
  readonly durations?: Partial<Durations>;
  readonly iamAuth?: 'REQUIRED' | 'DISABLED';
}

/** A cluster of two real servers, and a proxy before it, in the real simulator. */
export class Front {
  readonly simulator: Simulator;
  readonly #operator: Operator;
  readonly #remove: () => Promise<void>;
  readonly #clients: Client[] = [];
  #authority = '';
  /** The proxy's name in DNS. */
  host = '';

  private constructor(simulator: Simulator, remove: () => Promise<void>) {
    this.simulator = simulator;
    this.#operator = new Operator(simulator);
    this.#remove = remove;
  }

  static async open({ seed, durations, iamAuth = 'DISABLED' }: FrontSetting): Promise<Front> {
    const scratch = await openScratchDirectory('understudy-');
    const directory = scratch.path;
    const cacheDirectory = path.resolve('.rehearsal');
    await mkdir(cacheDirectory, { recursive: true });
    const engine = await openEngine('postgresql', {
      directory,
      cacheDirectory: path.join(cacheDirectory, 'databases'),
    });
    const simulator = await Simulator.open({
      seed,
      start,
      directory,
      cacheDirectory,
      engine,
      readerServers: true,
      ...(durations && { durations }),
    });
    const front = new Front(simulator, () => scratch.remove());
    await front.#make(seed, iamAuth);
    return front;
  }

  get clock() {
    return this.simulator.clock;
  }

  get rds() {
    return this.#operator.rds(place);
  }

  /** What an operator does, while time stands still. */
  during<T>(work: () => Promise<T>): Promise<T> {
    return observe(this.simulator, work);
  }

  /** Where a host leads now. */
  find(host = this.host): ServerAddress {
    const { names, network } = this.simulator;
    const at = network.find(names.resolve(host), 5432);
    if (at === undefined) throw new Error(`nobody answers at ${host}`);
    return at;
  }

  /** A client of the proxy, which holds the clock while it connects. */
  async client(more: ClientConfig = {}, host = this.host): Promise<Client> {
    const at = this.find(host);
    const client = new Client({
      host: at.address,
      port: at.port,
      ...master,
      database: 'postgres',
      // No name but a proxy's own fits its certificate, and an endpoint's doesn't.
      ssl: { ca: this.#authority, servername: this.host },
      ...more,
    });
    client.on('error', () => undefined);
    this.#clients.push(client);
    await this.clock.hold(() => client.connect());
    return client;
  }

  /** A further endpoint. @returns its host */
  async endpoint(name: string, role: 'READ_ONLY' | 'READ_WRITE'): Promise<string> {
    const { subnets } = this.simulator.network.vpcs.default(place);
    return this.during(async () => {
      const { DBProxyEndpoint: made } = await this.rds.send(
        new CreateDBProxyEndpointCommand({
          DBProxyName: 'front',
          DBProxyEndpointName: name,
          TargetRole: role,
          VpcSubnetIds: subnets.map(({ id }) => id),
        }),
      );
      await this.simulator.rds.proxies.finishEndpoint(place, name);
      return made?.Endpoint ?? '';
    });
  }

  async end(): Promise<void> {
    await Promise.allSettled(this.#clients.map((client) => client.end()));
    this.#operator.close();
    await this.simulator.close();
    await this.#remove();
  }

  async #make(seed: number, iamAuth: 'REQUIRED' | 'DISABLED'): Promise<void> {
    const { simulator } = this;
    this.#authority = await simulator.proxyAuthority();
    await this.#operator.create(plainSetting(seed, 1), {
      location: place,
      identifier: 'orders',
      master,
      encryption: 'none',
      deletionProtection: false,
    });
    const secretArn = simulator.secrets.createSecret(place, {
      name: 'orders',
      value: { username: master.user, password: master.password },
    });
    simulator.authorizer.addRole(roleArn, {
      policies: [allow('secretsmanager:GetSecretValue', secretArn)],
      managedPolicyArns: [],
      trustPolicy: trust('rds.amazonaws.com'),
    });
    const { subnets } = simulator.network.vpcs.default(place);
    await this.during(async () => {
      await this.rds.send(
        new CreateDBProxyCommand({
          DBProxyName: 'front',
          EngineFamily: 'POSTGRESQL',
          RequireTLS: true,
          RoleArn: roleArn,
          VpcSubnetIds: subnets.map(({ id }) => id),
          Auth: [{ AuthScheme: 'SECRETS', SecretArn: secretArn, IAMAuth: iamAuth }],
        }),
      );
      await simulator.rds.proxies.finish(place, 'front');
      await this.rds.send(
        new RegisterDBProxyTargetsCommand({
          DBProxyName: 'front',
          DBClusterIdentifiers: ['orders'],
        }),
      );
      await simulator.rds.proxies.finish(place, 'front');
      const { DBProxies } = await this.rds.send(new DescribeDBProxiesCommand({}));
      this.host = DBProxies?.[0]?.Endpoint ?? '';
    });
  }
}

export function allow(action: string, resource: string): PolicyDocument {
  return { Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] };
}

export function trust(service: string): PolicyDocument {
  return {
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}
