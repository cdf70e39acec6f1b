import { connect as connectSocket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ServerAddress } from '../../contracts.ts';
import { bodyOf, FrameReader, textsOf, type Frame } from '../postgresql/protocol/frames.ts';
import {
  message,
  readError,
  startup,
  startupCodes,
  type Refusal,
} from '../postgresql/protocol/messages.ts';
import { ScramClient, scramMechanism } from './scram.ts';

/** As whom to sign in, to which database, and with which settings. */
export interface ServerLogin {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Parameters of the startup message, such as `client_encoding`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The server answered with an error. */
export class ServerRefused extends Error {
  override readonly name = 'ServerRefused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`${refusal.code}: ${refusal.message}`);
    this.refusal = refusal;
  }
}

/** The server ended the connection, or there was none. */
export class ServerGone extends Error {
  override readonly name = 'ServerGone';
}

/** Who hears what a server says. */
export interface ServerListener {
  onFrame(frame: Frame): void;
  onEnd(): void;
}

/** A connection to a PostgreSQL server, over verified TLS, signed in. */
export class ServerConnection {
  readonly at: ServerAddress;
  /** What the server says of itself and of the session, by name. */
  readonly parameters = new Map<string, string>();
  readonly #socket: TLSSocket;
  readonly #reader = new FrameReader();
  #listener: ServerListener | undefined;
  #ended = false;

  private constructor(at: ServerAddress, socket: TLSSocket) {
    this.at = at;
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#ended = true;
      this.#listener?.onEnd();
    });
  }

  /**
   * @param ca the authority of the server's certificate, PEM
   * @throws ServerRefused, ServerGone, ScramFailed
   */
  static async open(at: ServerAddress, login: ServerLogin, ca: string): Promise<ServerConnection> {
    const connection = new ServerConnection(at, await secured(at, ca));
    try {
      await connection.#signIn(login);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  get isEnded(): boolean {
    return this.#ended;
  }

  /** Whoever hears it from now on; nobody, when left out. */
  listen(listener?: ServerListener): void {
    this.#listener = listener;
  }

  /** @returns false while the server takes no more */
  send(bytes: Buffer): boolean {
    return this.#socket.write(bytes);
  }

  onceDrained(then: () => void): void {
    this.#socket.once('drain', then);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Runs SQL of the proxy's own. @returns the first column of each row @throws ServerRefused, ServerGone */
  query(sql: string): Promise<string[]> {
    this.send(message('Q', sql));
    return this.#until('Z');
  }

  /** Takes leave. */
  end(): void {
    this.#listener = undefined;
    this.#socket.end(message('X'));
  }

  destroy(): void {
    this.#listener = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    for (const frame of this.#reader.push(chunk)) {
      if (frame.type === 'S') {
        const [name = '', value = ''] = textsOf(bodyOf(frame), 2);
        this.parameters.set(name, value);
      }
      this.#listener?.onFrame(frame);
    }
  }

  async #signIn({ user, password, database, settings }: ServerLogin): Promise<void> {
    const scram = new ScramClient(password);
    const ready = this.#until('Z', (frame) => {
      if (frame.type === 'R') this.#authenticate(scram, bodyOf(frame));
    });
    this.send(startup(startupCodes.version3, { user, database, ...settings }));
    await ready;
  }

  #authenticate(scram: ScramClient, body: Buffer): void {
    const data = body.toString('utf8', 4);
    switch (body.readInt32BE(0)) {
      case 0:
        break;
      case 10: {
        const first = Buffer.from(scram.begin());
        const length = Buffer.alloc(4);
        length.writeInt32BE(first.length);
        this.send(message('p', scramMechanism, length, first));
        break;
      }
      case 11:
        this.send(message('p', Buffer.from(scram.answer(data))));
        break;
      case 12:
        scram.conclude(data);
        break;
      default:
        throw new ServerGone('the server asks for another authentication than SCRAM-SHA-256');
    }
  }

  /** Hears the server until a message of a type, or an error. */
  #until(type: string, meanwhile: (frame: Frame) => void = () => undefined): Promise<string[]> {
    return new Promise((resolve, reject) => {
      const rows: string[] = [];
      let refusal: ServerRefused | undefined;
      const settle = (): void => {
        this.#listener = undefined;
        if (refusal) reject(refusal);
        else resolve(rows);
      };
      this.#listener = {
        onFrame: (frame) => {
          try {
            if (frame.type === 'E') refusal = new ServerRefused(readError(frame));
            if (frame.type === 'D') rows.push(firstColumn(bodyOf(frame)));
            if (frame.type === type) settle();
            else meanwhile(frame);
          } catch (error) {
            reject(error);
          }
        },
        onEnd: () => reject(refusal ?? new ServerGone('the server ended the connection')),
      };
      if (this.#ended) reject(new ServerGone('the server has ended the connection'));
    });
  }
}

function firstColumn(row: Buffer): string {
  return row.toString('utf8', 6, 6 + row.readInt32BE(2));
}

/** Asks for TLS, as a client of PostgreSQL does before anything else. */
function secured(at: ServerAddress, ca: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const gone = (error?: Error): void =>
      reject(new ServerGone(error?.message ?? 'the server ended the connection', { cause: error }));
    const socket = connectSocket({ host: at.address, port: at.port });
    socket.setNoDelay(true);
    socket.once('error', gone).once('close', gone);
    socket.once('connect', () => socket.write(startup(startupCodes.tls)));
    socket.once('data', (answer: Buffer) => {
      if (answer.toString('latin1') !== 'S') {
        socket.destroy();
        return;
      }
      // The servers of this machine prove to be `localhost` besides RDS's names.
      const secure = connectTls({ socket, ca, servername: 'localhost' });
      secure.once('error', gone);
      secure.once('secureConnect', () => {
        socket.off('error', gone).off('close', gone);
        secure.off('error', gone);
        resolve(secure);
      });
    });
  });
}
