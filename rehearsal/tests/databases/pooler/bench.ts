import { readFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import { VirtualClock } from '../../../aws/clock.ts';
import type { ServerAddress } from '../../../aws/contracts.ts';
import type { PoolLimits, ProxyCredentials } from '../../../aws/proxy-contracts.ts';
import { createAuthority, type CertificateAuthority } from '../../../aws/databases/certificates.ts';
import type { Frame } from '../../../aws/databases/postgresql/protocol/frames.ts';
import { Pooler } from '../../../aws/databases/pooler/pooler.ts';
import { ServerConnection } from '../../../aws/databases/pooler/server-connection.ts';
import { createPostgresql } from '../../../aws/databases/postgresql.ts';
import { master, openBench, type Bench } from '../support.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
const host = 'front.proxy-abc.eu-west-1.rds.amazonaws.com';

/** What of a pooler's surroundings a test sets. */
export interface Setting {
  requiresTls: boolean;
  idleClientTimeout: number;
  limits: PoolLimits;
  servers: readonly ServerAddress[];
  refusal: string | undefined;
  client: ProxyCredentials['client'];
}

/** Poolers before a real server, a new one for each test, on a clock that the test drives. */
export class PoolerBench {
  readonly clock = new VirtualClock(start);
  readonly engine: Bench['engine'];
  readonly setting: Setting;
  readonly #bench: Bench;
  readonly #authority: CertificateAuthority;
  readonly #clients: { end(): unknown }[] = [];
  #pooler: Pooler | undefined;

  private constructor(bench: Bench, authority: CertificateAuthority, server: ServerAddress) {
    this.#bench = bench;
    this.engine = bench.engine;
    this.#authority = authority;
    this.setting = { ...defaults(), servers: [server] };
  }

  static async open(): Promise<PoolerBench> {
    const bench = await openBench(createPostgresql);
    await bench.engine.createVolume('writer', master);
    const server = await bench.engine.start('writer');
    const opened = new PoolerBench(bench, await createAuthority('Proxies'), server);
    await opened.reset();
    return opened;
  }

  get pooler(): Pooler {
    if (this.#pooler === undefined) throw new Error('there is no pooler');
    return this.#pooler;
  }

  /** Neither connections nor settings of a test are those of the next. */
  async reset(): Promise<void> {
    await this.#leave();
    Object.assign(this.setting, { ...defaults(), servers: this.setting.servers });
    const { setting } = this;
    this.#pooler = await Pooler.open({
      clock: this.clock,
      certificate: await this.#authority.issue(host, [host, 'localhost']),
      serverAuthority: await readFile(this.engine.caFile, 'utf8'),
      surroundings: {
        requiresTls: () => setting.requiresTls,
        idleClientTimeout: () => setting.idleClientTimeout,
        limits: () => setting.limits,
        servers: () => setting.servers,
        refusal: () => setting.refusal,
        credentials: async (user) =>
          user === 'nobody' ? undefined : { password: master.password, client: setting.client },
        refuseToken: async (_, token) => (token === 'a token' ? undefined : 'it is too old'),
      },
    });
  }

  async #leave(): Promise<void> {
    await Promise.allSettled(this.#clients.splice(0).map((client) => client.end()));
    await this.#pooler?.close();
  }

  /** A client as drivers are. */
  async client(more: ClientConfig = {}): Promise<Client> {
    const client = new Client({
      host: '127.0.0.1',
      port: this.pooler.at.port,
      ...master,
      database: 'postgres',
      ssl: { ca: this.#authority.certificate, servername: host },
      ...more,
    });
    client.on('error', () => undefined);
    this.#clients.push(client);
    await client.connect();
    return client;
  }

  /** A client that says message for message what it wants. */
  async speaker(settings: Readonly<Record<string, string>> = {}): Promise<Speaker> {
    const login = { ...master, database: 'postgres', settings };
    const speaker = new Speaker(
      await ServerConnection.open(this.pooler.at, login, this.#authority.certificate),
    );
    this.#clients.push(speaker);
    return speaker;
  }

  /** Sends bytes before anything else, and gives what is answered until the end. */
  raw(bytes: Buffer, onceAnswered?: Buffer): Promise<string> {
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const socket = connectSocket({ host: '127.0.0.1', port: this.pooler.at.port });
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
      socket.on('error', () => undefined);
      if (onceAnswered) socket.once('data', () => socket.write(onceAnswered));
      socket.write(bytes);
    });
  }

  /** A server with nothing behind it but the pooler's clients, straight. */
  async direct(): Promise<Client> {
    const [at] = this.setting.servers;
    const ca = await readFile(this.engine.caFile, 'utf8');
    const ssl = { ca, servername: 'localhost' };
    const client = new Client({
      host: at?.address,
      port: at?.port,
      ...master,
      database: 'postgres',
      ssl,
    });
    client.on('error', () => undefined);
    this.#clients.push(client);
    await client.connect();
    return client;
  }

  /** How many connections the server takes. */
  async places(): Promise<number> {
    const sql = await this.direct();
    const { rows } = await sql.query<{ max_connections: string }>('SHOW max_connections');
    return Number(rows[0]?.max_connections);
  }

  async end(): Promise<void> {
    await this.#leave();
    await this.#bench.end();
  }
}

/** Hears what is answered to messages, by their types. */
export class Speaker {
  readonly #connection: ServerConnection;
  readonly frames: Frame[] = [];
  #wake = (): void => undefined;

  constructor(connection: ServerConnection) {
    this.#connection = connection;
    connection.listen({
      onFrame: (frame) => {
        this.frames.push(frame);
        this.#wake();
      },
      onEnd: () => this.#wake(),
    });
  }

  get isEnded(): boolean {
    return this.#connection.isEnded;
  }

  send(...messages: readonly Buffer[]): void {
    this.#connection.send(Buffer.concat(messages));
  }

  /** The types of what has come once there are so many of one, or the connection ends. */
  async heard(type: string, count = 1): Promise<string> {
    while (this.frames.filter((frame) => frame.type === type).length < count) {
      if (this.#connection.isEnded) break;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.frames
      .splice(0)
      .map((frame) => frame.type)
      .join('');
  }

  /** The first column of the row that is answered. */
  async answer(): Promise<string> {
    while (!this.frames.some(({ type }) => type === 'Z')) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const row = this.frames.splice(0).find(({ type }) => type === 'D');
    return row?.bytes.toString('utf8', 11) ?? 'nothing';
  }

  end(): void {
    this.#connection.end();
  }
}

/** What was sent over this machine's sockets has arrived. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function defaults(): Setting {
  return {
    requiresTls: true,
    idleClientTimeout: 1_800_000,
    limits: {
      maxConnectionsPercent: 100,
      maxIdleConnectionsPercent: 50,
      borrowTimeout: 120_000,
      initQuery: undefined,
    },
    servers: [],
    refusal: undefined,
    client: 'scram',
  };
}
