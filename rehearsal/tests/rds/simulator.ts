import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../aws/clock.ts';
import {
  AwsError,
  type BusEvent,
  type Call,
  type DatabaseEngine,
  type KeyFacts,
  type Keys,
  type Location,
  type Names,
  type Principal,
  type ServerAddress,
} from '../../aws/contracts.ts';
import { VirtualNetwork } from '../../aws/network/virtual-network.ts';
import { Random } from '../../aws/random.ts';
import { Rds, type RdsParts } from '../../aws/services/rds/rds.ts';

export const sourceLocation: Location = { accountId: '111111111111', region: 'eu-west-1' };
export const targetLocation: Location = { accountId: '222222222222', region: 'eu-central-1' };
/** The source account in the target's Region, where the copy that is shared lies. */
export const handover: Location = { accountId: '111111111111', region: 'eu-central-1' };

export const start = Date.UTC(2026, 0, 5, 12);
export const minute = 60_000;

/** Databases in memory: a volume's rows, and dumps that only their key opens. */
export class MemoryEngine implements DatabaseEngine {
  readonly family = 'postgresql';
  readonly version = '18.4';
  readonly volumes = new Map<string, { rows: string[]; running: boolean }>();
  /** By follower, the volume that it follows. */
  readonly following = new Map<string, string>();
  /** By volume, the names that its server proves, and the parameters that it was started with. */
  readonly proved = new Map<string, readonly string[]>();
  readonly parameters = new Map<string, Readonly<Record<string, string>>>();
  readonly dumps = new Map<string, { rows: string[]; key: string }>();
  starts = 0;

  async createVolume(volume: string): Promise<void> {
    await turn();
    this.volumes.set(volume, { rows: [], running: false });
  }

  async start(
    volume: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<ServerAddress> {
    await turn();
    this.parameters.set(volume, parameters);
    const data = this.#volume(volume);
    if (data.running) throw new Error(`${volume} runs already`);
    data.running = true;
    this.starts++;
    return { address: `127.0.1.${this.starts}`, port: 40_000 + this.starts };
  }

  async stop(volume: string): Promise<void> {
    await turn();
    this.#volume(volume).running = false;
  }

  async crash(volume: string): Promise<void> {
    await this.stop(volume);
  }

  async certify(volume: string, hosts: readonly string[]): Promise<void> {
    await turn();
    this.proved.set(volume, hosts);
  }

  async follow(
    volume: string,
    writer: string,
    hosts: readonly string[] = [],
  ): Promise<ServerAddress> {
    await turn();
    this.proved.set(volume, hosts);
    const { rows } = this.#volume(writer);
    this.volumes.set(volume, { rows, running: false });
    this.following.set(volume, writer);
    return this.start(volume);
  }

  async promote(volume: string): Promise<void> {
    await turn();
    const writer = this.following.get(volume) ?? '';
    if (this.volumes.get(writer)?.running) throw new Error(`two would write: ${writer} runs`);
    this.following.delete(volume);
  }

  async dump(volume: string, file: string, key?: Buffer): Promise<{ bytes: number }> {
    await turn();
    const { rows } = this.#volume(volume);
    this.dumps.set(file, { rows: [...rows], key: fingerprint(key) });
    return { bytes: rows.length };
  }

  async reencrypt(from: string, fromKey: Buffer | undefined, to: string, toKey?: Buffer) {
    await turn();
    const { rows } = this.#open(from, fromKey);
    this.dumps.set(to, { rows, key: fingerprint(toKey) });
  }

  async restore(file: string, key: Buffer | undefined, volume: string): Promise<void> {
    await turn();
    this.volumes.set(volume, { rows: [...this.#open(file, key).rows], running: false });
  }

  async removeVolume(volume: string): Promise<void> {
    await turn();
    this.following.delete(volume);
    this.volumes.delete(volume);
  }

  async removeDump(file: string): Promise<void> {
    await turn();
    this.dumps.delete(file);
  }

  async close(): Promise<void> {
    await turn();
  }

  #volume(name: string) {
    const volume = this.volumes.get(name);
    if (volume === undefined) throw new Error(`no volume ${name}`);
    return volume;
  }

  #open(file: string, key: Buffer | undefined) {
    const dump = this.dumps.get(file);
    if (dump?.key !== fingerprint(key)) throw new Error(`the key doesn't open ${file}`);
    return dump;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function fingerprint(key: Buffer | undefined): string {
  return key?.toString('hex') ?? 'plain';
}

/** Keys that everybody may use, but for what a test forbids. */
export class OpenKeys implements Keys {
  readonly keys: KeyFacts[] = [];
  readonly uses: { readonly arn: string; readonly action: string; readonly via: string }[] = [];
  /** `<principal's account> <action> <key's ARN>` */
  readonly forbidden = new Set<string>();

  make(location: Location, name: string): string {
    const arn = `arn:aws:kms:${location.region}:${location.accountId}:key/${name}`;
    this.keys.push({ arn, location, manager: 'CUSTOMER', state: 'Enabled' });
    return arn;
  }

  setState(arn: string, state: KeyFacts['state']): void {
    const index = this.keys.findIndex((key) => key.arn === arn);
    const key = this.keys[index];
    if (key) this.keys[index] = { ...key, state };
  }

  find(_location: Location, keyId: string): KeyFacts | undefined {
    return this.keys.find(({ arn }) => arn === keyId);
  }

  requireUse(principal: Principal, arn: string, actions: readonly string[], via: string): void {
    const account = 'accountId' in principal ? principal.accountId : '';
    for (const action of actions) {
      this.uses.push({ arn, action, via });
      if (this.forbidden.has(`${account} ${action} ${arn}`)) {
        throw new AwsError(
          'AccessDeniedException',
          `User: ${account} is not authorized to perform: ${action}`,
        );
      }
    }
    if (this.find(sourceLocation, arn)?.state !== 'Enabled') {
      throw new AwsError('KMSInvalidStateException', `${arn} is disabled.`);
    }
  }

  dataKey(arn: string): Buffer {
    return createHash('sha256').update(arn).digest();
  }

  managedKey(location: Location, service: 'rds' | 'secretsmanager'): KeyFacts {
    const arn = `arn:aws:kms:${location.region}:${location.accountId}:key/aws-${service}`;
    const key = this.find(location, arn);
    if (key) return key;
    const made: KeyFacts = { arn, location, manager: 'AWS', state: 'Enabled' };
    this.keys.push(made);
    return made;
  }
}

/** Host names in a map. */
export class MapNames implements Names {
  readonly hosts = new Map<string, readonly string[]>();

  set(host: string, addresses: readonly string[]): void {
    this.hosts.set(host, addresses);
  }

  remove(host: string): void {
    this.hosts.delete(host);
  }

  resolve(host: string): readonly string[] {
    return this.hosts.get(host) ?? [];
  }
}

/** One permission that a call asked for. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
  /** Condition keys. */
  readonly context?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** The service on fakes, with a clock that tests drive. */
export class Simulator {
  readonly clock = new VirtualClock(start);
  readonly engine = new MemoryEngine();
  readonly keys = new OpenKeys();
  readonly names = new MapNames();
  readonly network = new VirtualNetwork();
  readonly events: BusEvent[] = [];
  readonly asked: Asked[] = [];
  /** Actions that the authorizer refuses, such as `rds:CreateDBCluster`. */
  readonly denied = new Set<string>();
  readonly rds: Rds;

  constructor(options: Partial<RdsParts> = {}) {
    this.rds = new Rds({
      clock: this.clock,
      random: new Random(7),
      keys: this.keys,
      events: { put: (event) => void this.events.push(event) },
      names: this.names,
      network: this.network,
      engines: () => this.engine,
      workDirectory: join(tmpdir(), 'understudy-rds-tests'),
      ...options,
    });
  }

  /** Calls an operation as the operator of a place's account. */
  call<T = Record<string, never>>(location: Location, operation: string, input: object) {
    const { accountId } = location;
    const call: Call = {
      requestId: 'test',
      service: 'rds',
      operation,
      location,
      principal: { kind: 'operator', accountId, sessionArn: `arn:aws:iam::${accountId}:root` },
      authorize: (action, resource, more) => {
        this.asked.push({ action, resource, context: more?.context });
        if (this.denied.has(action)) throw new AwsError('AccessDenied', `${action} on ${resource}`);
      },
    };
    const operations = this.rds.operations;
    const handler = operations[operation];
    if (handler === undefined) throw new Error(`no operation ${operation}`);
    const answer = Promise.resolve(handler(input as Record<string, unknown>, call));
    return this.clock.run(answer) as Promise<T>;
  }

  /** Where a host's server really listens; undefined where nobody answers. */
  answering(host: string | undefined): ServerAddress | undefined {
    return this.network.find(this.names.resolve(host ?? ''), 5432);
  }

  /** Lets virtual time pass. */
  pass(milliseconds: number): Promise<void> {
    return this.clock.run(this.clock.sleep(milliseconds));
  }

  /** Looks again every few virtual seconds, for at most three hours, and gives what is found. */
  async until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (let tries = 0; tries < 5400; tries++) {
      const found = await look();
      if (found !== undefined) return found;
      await this.pass(2000);
    }
    throw new Error('three virtual hours have passed in vain');
  }

  /** The ids of the events so far, in their order. */
  eventIds(): unknown[] {
    return this.events.map(({ detail }) => detail['EventID']);
  }
}
