import type { Socket } from 'node:net';
import type { VirtualClock } from '../../clock.ts';
import type { ProxySurroundings } from '../../proxy-contracts.ts';
import { Exchange } from './exchange.ts';
import { bodyOf, textsOf, type Frame } from '../postgresql/protocol/frames.ts';
import { errorResponse, readError, type Refusal } from '../postgresql/protocol/messages.ts';
import { pinnedByParse, pinnedBySql } from './pinning.ts';
import { BorrowTimedOut, type Pool } from './pool.ts';
import { refusals } from './refusals.ts';
import { ServerRefused, type ServerConnection, type ServerLogin } from './server-connection.ts';

/** What a session works with. */
export interface SessionParts {
  readonly clock: Pick<VirtualClock, 'now' | 'at'>;
  readonly pool: Pool;
  readonly surroundings: Pick<ProxySurroundings, 'idleClientTimeout' | 'refusal'>;
  readonly login: ServerLogin;
  readonly socket: Socket;
  /** Told why it is pinned, once. */
  readonly onPinned: (reason: string) => void;
}

/**
 * A client that has signed in. For each transaction it gets a connection of the pool, and keeps that of
 * its first state that belongs to a session: it is pinned.
 */
export class ClientSession {
  readonly #parts: SessionParts;
  /** What the client has sent, and no server has got yet. */
  #unsent: Frame[] = [];
  #server: ServerConnection | undefined;
  #exchange = new Exchange();
  #isBorrowing = false;
  #isEnded = false;
  /** The server has told the client already that it ends the connection. */
  #isTold = false;
  #pinned: string | undefined;
  #stopIdling: (() => void) | undefined;
  #lastAsked: number;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#lastAsked = parts.clock.now();
    parts.socket.on('close', () => this.end());
    this.#idle();
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  get pinned(): string | undefined {
    return this.#pinned;
  }

  /** Takes a message of the client. */
  take(frame: Frame): void {
    if (this.#isEnded) return;
    if (frame.type === 'X') {
      this.end();
      return;
    }
    // Rows that were on their way when the copy failed, or a Flush with nothing before it.
    const isIdle = this.#server === undefined && this.#unsent.length === 0;
    if (isIdle && ['d', 'c', 'f', 'H'].includes(frame.type)) return;
    this.#unsent.push(frame);
    this.#lastAsked = this.#parts.clock.now();
    if (!this.#isBorrowing) this.#pass();
  }

  /** The client is gone, or is sent away. */
  end(refusal?: Refusal): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#stopIdling?.();
    const { pool, socket } = this.#parts;
    if (refusal) socket.write(errorResponse(refusal));
    socket.end();
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    if (this.#exchange.isOver && this.#pinned === undefined) pool.giveBack(server);
    else pool.discard(server);
  }

  /** Passes on what there is, on the connection that the session has or by one of the pool. */
  #pass(): void {
    const { pool } = this.#parts;
    const server = this.#server;
    if (server === undefined) {
      this.#borrow().catch((error: unknown) => this.end(refusalOf(error)));
      return;
    }
    if (!pool.isCurrent(server)) {
      this.end(refusals.lost);
      return;
    }
    for (const frame of this.#unsent.splice(0)) {
      this.#pinFor(frame);
      this.#exchange.sent(frame);
      if (server.send(frame.bytes)) continue;
      const { socket } = this.#parts;
      socket.pause();
      server.onceDrained(() => socket.resume());
    }
  }

  async #borrow(): Promise<void> {
    const { pool, surroundings, login } = this.#parts;
    const why = surroundings.refusal();
    if (why !== undefined) {
      this.end(refusals.noReader(why));
      return;
    }
    this.#isBorrowing = true;
    const server = await pool.borrow(login).finally(() => (this.#isBorrowing = false));
    if (this.#isEnded) {
      pool.giveBack(server);
      return;
    }
    this.#server = server;
    this.#exchange = new Exchange();
    server.listen({ onFrame: (frame) => this.#hear(frame), onEnd: () => this.#lose() });
    this.#pass();
  }

  /** A message of the server goes to the client; the connection back, if that was all. */
  #hear(frame: Frame): void {
    const { socket, pool } = this.#parts;
    const server = this.#server;
    this.#exchange.received(frame);
    if (frame.type === 'E') this.#isTold = readError(frame).severity === 'FATAL';
    if (!socket.write(frame.bytes)) {
      server?.pause();
      socket.once('drain', () => server?.resume());
    }
    if (frame.type !== 'Z' || server === undefined) return;
    this.#lastAsked = this.#parts.clock.now();
    if (this.#pinned !== undefined || !this.#exchange.isOver || this.#unsent.length > 0) return;
    this.#server = undefined;
    pool.giveBack(server);
  }

  /** The server ended a connection that was in use: what was under way on it is lost. */
  #lose(): void {
    this.end(this.#isTold ? undefined : refusals.lost);
  }

  #pinFor(frame: Frame): void {
    if (this.#pinned !== undefined) return;
    this.#pinned = reasonOf(frame);
    if (this.#pinned !== undefined) this.#parts.onPinned(this.#pinned);
  }

  /** Sends the client away once it has asked for nothing for long. */
  #idle(): void {
    const { clock, surroundings } = this.#parts;
    const due = this.#lastAsked + surroundings.idleClientTimeout();
    const look = (): void => {
      const isWaiting = this.#isBorrowing || this.#exchange.isAnswering;
      if (isWaiting) this.#lastAsked = clock.now();
      if (clock.now() >= this.#lastAsked + surroundings.idleClientTimeout()) this.end();
      else this.#idle();
    };
    this.#stopIdling = clock.at(Math.max(due, clock.now() + 1), look, { standing: true });
  }
}

function reasonOf(frame: Frame): string | undefined {
  if (frame.type === 'Q') return pinnedBySql(textsOf(bodyOf(frame), 1)[0] ?? '');
  if (frame.type !== 'P') return undefined;
  const [name = '', sql = ''] = textsOf(bodyOf(frame), 2);
  return pinnedByParse(name, sql);
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof BorrowTimedOut) return refusals.timedOut;
  if (error instanceof ServerRefused) return refusals.fromServer(error.refusal);
  return refusals.lost;
}
