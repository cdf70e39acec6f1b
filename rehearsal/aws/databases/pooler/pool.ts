import type { VirtualClock } from '../../clock.ts';
import type { ServerAddress } from '../../contracts.ts';
import type { PoolLimits } from '../../proxy-contracts.ts';
import { ServerRefused, type ServerConnection, type ServerLogin } from './server-connection.ts';

/** Nobody gave a connection back in time. */
export class BorrowTimedOut extends Error {
  override readonly name = 'BorrowTimedOut';
}

/** What a pool works with. */
export interface PoolParts {
  readonly clock: Pick<VirtualClock, 'now' | 'at' | 'letPass'>;
  /** As they are now. */
  readonly limits: () => PoolLimits;
  /** The servers that may be used now; none while the database is away. */
  readonly servers: () => readonly ServerAddress[];
  readonly open: (at: ServerAddress, login: ServerLogin) => Promise<ServerConnection>;
}

/** A connection, and whom it is for. */
interface Seat {
  readonly connection: ServerConnection;
  readonly key: string;
  idleSince: number;
}

interface Waiter {
  readonly login: ServerLogin;
  readonly key: string;
  /** Settles the wait with a free seat, or with a server to open a connection to. */
  readonly serve: (offer: Seat | ServerAddress) => void;
}

/** How often a pool looks for servers while somebody waits, in virtual milliseconds. */
const lookAgain = 100;
/** Source: RDS User Guide, "MaxIdleConnectionsPercent": idle is what had nothing to do for five minutes. */
const idleAfter = 5 * 60_000;
/** SQLSTATE too_many_connections: others than the proxy have taken the server's places. */
const noPlace = '53300';

/**
 * Connections that several sessions use in turn, of all users and databases of a proxy's endpoint. Who
 * finds none waits, in order, and virtual time passes meanwhile.
 */
export class Pool {
  readonly #parts: PoolParts;
  readonly #idle: Seat[] = [];
  readonly #busy = new Map<ServerConnection, Seat>();
  readonly #waiters: Waiter[] = [];
  /** How many connections a server takes, as it says itself. */
  readonly #places = new Map<ServerAddress, number>();
  readonly #opening = new Map<ServerAddress, number>();
  #stopLooking: (() => void) | undefined;
  #stopTrimming: (() => void) | undefined;
  #isClosed = false;

  constructor(parts: PoolParts) {
    this.#parts = parts;
  }

  get connections(): number {
    return this.#idle.length + this.#busy.size;
  }

  get borrowed(): number {
    return this.#busy.size;
  }

  get waiting(): number {
    return this.#waiters.length;
  }

  /**
   * A connection of one's own until it is given back or discarded.
   * @throws BorrowTimedOut, or what signing in throws where waiting doesn't help
   */
  async borrow(login: ServerLogin): Promise<ServerConnection> {
    const deadline = this.#parts.clock.now() + this.#parts.limits().borrowTimeout;
    for (let isRetry = false; ; isRetry = true) {
      const offer = await this.#place(login, deadline, isRetry);
      if ('connection' in offer) return offer.connection;
      const opened = await this.#open(offer, login);
      if (opened) return opened;
    }
  }

  /** For the next one. */
  giveBack(connection: ServerConnection): void {
    const seat = this.#busy.get(connection);
    this.#busy.delete(connection);
    if (seat === undefined) return;
    if (connection.isEnded || this.#isClosed) {
      connection.destroy();
    } else {
      seat.idleSince = this.#parts.clock.now();
      connection.listen({ onFrame: () => undefined, onEnd: () => this.#forget(seat) });
      this.#idle.push(seat);
    }
    this.#serve();
    this.#trimLater();
  }

  /** For nobody: what its session left behind isn't for others. */
  discard(connection: ServerConnection): void {
    this.#busy.delete(connection);
    connection.end();
    this.#serve();
  }

  /** Whether the server behind a connection is still one to use. */
  isCurrent({ at, isEnded }: ServerConnection): boolean {
    return !isEnded && this.#parts.servers().includes(at);
  }

  close(): void {
    this.#isClosed = true;
    this.#stopLooking?.();
    this.#stopTrimming?.();
    for (const { connection } of [...this.#idle.splice(0), ...this.#busy.values()]) {
      connection.destroy();
    }
    this.#busy.clear();
  }

  /** Waits for a seat or for room to make one; at once where there is any. */
  async #place(
    login: ServerLogin,
    deadline: number,
    isRetry: boolean,
  ): Promise<Seat | ServerAddress> {
    const key = keyOf(login);
    const offers: (Seat | ServerAddress)[] = [];
    let wake: (() => void) | undefined;
    const waiter: Waiter = {
      login,
      key,
      serve: (offer) => {
        offers.push(offer);
        wake?.();
      },
    };
    // Who comes back has waited already.
    if (isRetry) this.#waiters.unshift(waiter);
    else this.#waiters.push(waiter);
    if (!isRetry) this.#serve();
    const [offer] = offers;
    if (offer) return offer;
    const { clock } = this.#parts;
    const stop = clock.at(deadline, () => wake?.());
    this.#lookLater();
    await clock.letPass(() => new Promise<void>((resolve) => (wake = resolve)));
    stop();
    const [late] = offers;
    if (late) return late;
    this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
    throw new BorrowTimedOut('Timed-out waiting to acquire database connection');
  }

  /** @returns undefined where the server has no place, or is gone: the caller waits on */
  async #open(at: ServerAddress, login: ServerLogin): Promise<ServerConnection | undefined> {
    const { limits, open } = this.#parts;
    try {
      const connection = await open(at, login);
      const [places] = await connection.query('SHOW max_connections');
      this.#places.set(at, Number(places));
      const { initQuery } = limits();
      if (initQuery !== undefined) await connection.query(initQuery);
      this.#busy.set(connection, { connection, key: keyOf(login), idleSince: 0 });
      return connection;
    } catch (error) {
      if (error instanceof ServerRefused && error.refusal.code !== noPlace) {
        // Class 57: the server is going down or coming up, which passes.
        if (!error.refusal.code.startsWith('57')) throw error;
      }
      return undefined;
    } finally {
      this.#opening.set(at, (this.#opening.get(at) ?? 1) - 1);
      this.#serve();
    }
  }

  /** Serves whoever waits, in order, as far as there are seats and room. */
  #serve(): void {
    const servers = this.#parts.servers();
    for (const seat of this.#idle.slice()) {
      if (servers.includes(seat.connection.at)) continue;
      this.#forget(seat);
      seat.connection.destroy();
    }
    for (const waiter of this.#waiters.slice()) {
      const offer = this.#offer(waiter.key, servers);
      if (offer === undefined) continue;
      this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
      waiter.serve(offer);
    }
  }

  #offer(key: string, servers: readonly ServerAddress[]): Seat | ServerAddress | undefined {
    const free = this.#idle.findLast((seat) => seat.key === key);
    if (free) {
      this.#forget(free);
      this.#busy.set(free.connection, free);
      return free;
    }
    const at = leastUsed(servers, (server) => this.#used(server));
    if (at === undefined) return undefined;
    if (this.#used(at) >= this.#room(at)) {
      // Somebody else's idle connection makes room.
      const other = this.#idle.find(({ connection }) => connection.at === at);
      if (other === undefined) return undefined;
      this.#forget(other);
      other.connection.end();
    }
    this.#opening.set(at, (this.#opening.get(at) ?? 0) + 1);
    return at;
  }

  #used(server: ServerAddress): number {
    const seats = [...this.#idle, ...this.#busy.values()];
    const open = seats.filter(({ connection }) => connection.at === server).length;
    return open + (this.#opening.get(server) ?? 0);
  }

  /** One, until the server has said how many it takes. */
  #room(server: ServerAddress): number {
    return this.#share(server, this.#parts.limits().maxConnectionsPercent, 1);
  }

  #share(server: ServerAddress, percent: number, least: number): number {
    const places = this.#places.get(server);
    return places === undefined ? 1 : Math.max(least, Math.floor((places * percent) / 100));
  }

  #forget(seat: Seat): void {
    const index = this.#idle.indexOf(seat);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  #lookLater(): void {
    const { clock } = this.#parts;
    if (this.#stopLooking || this.#waiters.length === 0) return;
    this.#stopLooking = clock.at(clock.now() + lookAgain, () => {
      this.#stopLooking = undefined;
      this.#serve();
      this.#lookLater();
    });
  }

  /** Closes what has been idle for long, as far as there are more than may be kept. */
  #trimLater(): void {
    const { clock } = this.#parts;
    const [first] = this.#idle;
    if (this.#stopTrimming || first === undefined) return;
    const trim = (): void => {
      this.#stopTrimming = undefined;
      this.#trim();
      this.#trimLater();
    };
    this.#stopTrimming = clock.at(clock.now() + idleAfter, trim, { standing: true });
  }

  #trim(): void {
    const { clock, limits } = this.#parts;
    const since = clock.now() - idleAfter;
    const long = this.#idle.filter(({ idleSince }) => idleSince <= since);
    for (const [index, seat] of long.toReversed().entries()) {
      const kept = this.#share(seat.connection.at, limits().maxIdleConnectionsPercent, 0);
      if (index < kept) continue;
      this.#forget(seat);
      seat.connection.end();
    }
  }
}

/** Sessions of one user, database and settings may use each other's connections. */
function keyOf({ user, database, settings }: ServerLogin): string {
  return JSON.stringify([user, database, Object.entries(settings).toSorted(byName)]);
}

function byName([one]: [string, string], [other]: [string, string]): number {
  return one < other ? -1 : 1;
}

function leastUsed(
  servers: readonly ServerAddress[],
  used: (server: ServerAddress) => number,
): ServerAddress | undefined {
  const [least] = servers.toSorted((one, other) => used(one) - used(other));
  return least;
}
