import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { VirtualClock } from '../../clock.ts';
import type { ProxyFigures, ProxyServer, ProxySurroundings } from '../../proxy-contracts.ts';
import type { Certificate } from '../certificates.ts';
import { signIn, type LoginDialogue } from './client-login.ts';
import { ClientSession } from './client-session.ts';
import { greet } from './client-socket.ts';
import { FrameReader, type Frame } from '../postgresql/protocol/frames.ts';
import {
  authentication,
  errorResponse,
  int32,
  message,
  parameterStatus,
  readyForQuery,
  startupCodes,
} from '../postgresql/protocol/messages.ts';
import { BorrowTimedOut, Pool } from './pool.ts';
import { Refused } from './refused.ts';
import { refusals } from './refusals.ts';
import { ServerConnection, ServerRefused, type ServerLogin } from './server-connection.ts';

/** What a pooler works with. */
export interface PoolerParts {
  readonly clock: Pick<VirtualClock, 'now' | 'at' | 'letPass'>;
  /** Of the names by which clients know it. */
  readonly certificate: Certificate;
  readonly surroundings: ProxySurroundings;
  /** The authority of the servers' certificates, PEM. */
  readonly serverAuthority: string;
}

/**
 * A pooler for PostgreSQL that does as RDS Proxy does: clients' connections outlive the servers'. It
 * listens on 127.0.0.1.
 */
export class Pooler implements ProxyServer {
  readonly #parts: PoolerParts;
  readonly #pool: Pool;
  readonly #context: SecureContext;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<ClientSession>();
  readonly #pinned = new Map<string, number>();
  /** What servers said of themselves, for clients that sign in while there is none; by user and database. */
  readonly #parameters = new Map<string, readonly (readonly [string, string])[]>();
  #clients = 0;

  private constructor(parts: PoolerParts) {
    this.#parts = parts;
    const { certificate, privateKey } = parts.certificate;
    this.#context = createSecureContext({ cert: certificate, key: privateKey });
    this.#pool = new Pool({
      clock: parts.clock,
      limits: () => parts.surroundings.limits(),
      servers: () => parts.surroundings.servers(),
      open: (at, login) => ServerConnection.open(at, login, parts.serverAuthority),
    });
    this.#server = createServer((socket) => void this.#meet(socket));
  }

  static async open(parts: PoolerParts): Promise<Pooler> {
    const pooler = new Pooler(parts);
    await new Promise<void>((resolve, reject) => {
      pooler.#server.once('error', reject);
      pooler.#server.listen(0, '127.0.0.1', resolve);
    });
    return pooler;
  }

  get at(): { address: string; port: number } {
    const { address, port } = this.#server.address() as AddressInfo;
    return { address, port };
  }

  figures(): ProxyFigures {
    const sessions = [...this.#sessions].filter(({ isEnded }) => !isEnded);
    const pinned = sessions.filter((session) => session.pinned !== undefined);
    return {
      clientConnections: sessions.length,
      databaseConnections: this.#pool.connections,
      databaseConnectionsCurrentlyBorrowed: this.#pool.borrowed,
      databaseConnectionsCurrentlySessionPinned: pinned.length,
      pinned: new Map(this.#pinned),
      waiting: this.#pool.waiting,
    };
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    this.#pool.close();
    await closed;
  }

  async #meet(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    let stream = socket;
    try {
      const client = await greet(socket, this.#context);
      if (client === undefined) return;
      stream = client.socket;
      // Source: RDS User Guide, "Quotas and limitations": RDS Proxy doesn't cancel by a CancelRequest.
      if (client.packet.code === startupCodes.cancel) {
        stream.end();
        return;
      }
      const mailbox = new Mailbox(stream, client.rest);
      const login = await signIn(client, this.#parts.surroundings, mailbox);
      await this.#welcome(stream, login);
      this.#serve(stream, login, mailbox);
    } catch (error) {
      const refusal = error instanceof Refused ? error.refusal : refusals.malformed(String(error));
      stream.end(errorResponse(refusal));
    }
  }

  /** Tells a client that it is in, and of the server; it need not be there at the moment. */
  async #welcome(stream: Socket, login: ServerLogin): Promise<void> {
    const why = this.#parts.surroundings.refusal();
    if (why !== undefined) throw new Refused(refusals.noReader(why));
    const key = `${login.user}/${login.database}/${JSON.stringify(login.settings)}`;
    const parameters = this.#parameters.get(key) ?? (await this.#ask(login));
    this.#parameters.set(key, parameters);
    this.#clients += 1;
    stream.write(
      Buffer.concat([
        authentication.ok,
        ...parameters.map(([name, value]) => parameterStatus(name, value)),
        message('K', int32(this.#clients), int32(0)),
        readyForQuery('I'),
      ]),
    );
  }

  /** The first of its kind has the server asked: whether it lets the proxy in, and what it says. */
  async #ask(login: ServerLogin): Promise<readonly (readonly [string, string])[]> {
    try {
      const server = await this.#pool.borrow(login);
      const parameters = [...server.parameters];
      this.#pool.giveBack(server);
      return parameters;
    } catch (error) {
      if (error instanceof BorrowTimedOut) throw new Refused(refusals.timedOut);
      if (error instanceof ServerRefused) throw new Refused(refusals.fromServer(error.refusal));
      throw error;
    }
  }

  #serve(socket: Socket, login: ServerLogin, mailbox: Mailbox): void {
    const { clock, surroundings } = this.#parts;
    const session = new ClientSession({
      clock,
      pool: this.#pool,
      surroundings,
      login,
      socket,
      onPinned: (reason) => this.#pinned.set(reason, (this.#pinned.get(reason) ?? 0) + 1),
    });
    this.#sessions.add(session);
    socket.on('close', () => this.#sessions.delete(session));
    mailbox.handOver((frame) => session.take(frame));
  }
}

/** A client's messages: one by one while it signs in, and then to whoever takes them all. */
class Mailbox implements LoginDialogue {
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  readonly #frames: Frame[] = [];
  #take: ((frame: Frame) => void) | undefined;
  #gone = (): void => undefined;

  constructor(socket: Socket, rest: Buffer) {
    this.#socket = socket;
    this.#put(rest);
    socket.on('data', (chunk: Buffer) => this.#put(chunk));
    socket.on('close', () => this.#gone());
    socket.resume();
  }

  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  next(): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const frame = this.#frames.shift();
      if (frame) {
        resolve(frame);
        return;
      }
      this.#gone = () => reject(new Refused(refusals.malformed('the client is gone')));
      this.#take = (taken) => {
        this.#take = undefined;
        resolve(taken);
      };
    });
  }

  /** From now on every message goes there. */
  handOver(take: (frame: Frame) => void): void {
    this.#take = take;
    for (const frame of this.#frames.splice(0)) take(frame);
  }

  #put(chunk: Buffer): void {
    for (const frame of this.#reader.push(chunk)) {
      if (this.#take) this.#take(frame);
      else this.#frames.push(frame);
    }
  }
}
