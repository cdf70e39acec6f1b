import type { VirtualClock } from '../../aws/clock.ts';
import type { Reached, ServerAddress } from '../../aws/contracts.ts';
import type { Random } from '../../aws/random.ts';
import type { Attempt } from './attempt.ts';
import type { Session } from './session.ts';
import { settled } from '../scene/settled.ts';

/** What a client works with. */
export interface ClientParts {
  readonly clock: Pick<VirtualClock, 'now' | 'sleep' | 'hold'>;
  readonly random: Random;
  /** From 1; its ids begin with it, and rise. */
  readonly number: number;
  readonly firstId: number;
  /** Virtual milliseconds from one write to the next. */
  readonly interval: number;
  /** What becomes of connections to the addresses of the private name at this moment; one by one. */
  readonly routes: () => readonly Reached[];
  readonly open: (at: ServerAddress) => Promise<Session>;
  /** The DB instance whose server really listens on a port. */
  readonly serverAt: (port: number) => string;
  readonly onAttempt: (attempt: Attempt) => void;
  /** Whether it connects for each write, as a client without a pool does. */
  readonly connectsAnew?: boolean;
}

/** Virtual milliseconds in which a connection must come about. */
const connectTimeout = 5000;
/** Virtual milliseconds from a write to its answer: through endpoint and load balancer, in a Region. */
const roundTrip = [2, 8] as const;

/**
 * An application's client as most connection pools are: it keeps its connection until that breaks,
 * connects anew at the next write, and takes an error of SQL for the statement's fault and not the
 * connection's. Each write has an id of its own and is tried once, so whatever is lost or doubled is
 * the database's doing.
 */
export class PoolClient {
  readonly #parts: ClientParts;
  #nextId: number;
  #session: Session | undefined;
  #stopped = false;

  constructor(parts: ClientParts) {
    this.#parts = parts;
    this.#nextId = parts.firstId;
  }

  /** Writes until it is stopped. @param delay virtual milliseconds until the first write */
  async run(delay: number): Promise<void> {
    const { clock, interval } = this.#parts;
    let next = clock.now() + delay;
    for (;;) {
      await clock.sleep(next - clock.now());
      if (this.#stopped) break;
      await this.#write();
      while (next <= clock.now()) next += interval;
    }
    await clock.hold(async () => this.#session?.end());
  }

  /** Ends it before its next write. */
  stop(): void {
    this.#stopped = true;
  }

  async #write(): Promise<void> {
    const { clock, random, onAttempt, number: client } = this.#parts;
    const at = clock.now();
    const id = this.#nextId++;
    const tried = await clock.hold(() => this.#try(id));
    const took = tried.timedOut ? connectTimeout : Math.round(random.between(...roundTrip));
    await clock.sleep(took);
    await clock.hold(settled);
    // The answer was on its way when the connection broke: the client never got it.
    const cut = tried.outcome === 'acknowledged' && this.#session?.isBroken === true;
    if (this.#parts.connectsAnew === true) await clock.hold(() => this.#leave());
    const { outcome, server, reason, realMilliseconds } = tried;
    onAttempt({
      id,
      client,
      at,
      answeredAt: clock.now(),
      outcome: cut ? 'unknown' : outcome,
      server,
      ...(reason !== undefined && { reason }),
      ...(realMilliseconds !== undefined && { realMilliseconds }),
    });
  }

  async #leave(): Promise<void> {
    await this.#session?.end();
    this.#session = undefined;
  }

  /** Does what is real, while time stands still. */
  async #try(id: number): Promise<Tried> {
    await settled();
    const { serverAt } = this.#parts;
    if (this.#session?.isBroken !== false) {
      const refusal = await this.#connect();
      if (refusal) return refusal;
    }
    const session = this.#session;
    if (session === undefined) return { outcome: 'unreachable', server: undefined };
    const server = serverAt(session.serverPort);
    const begun = performance.now();
    try {
      await session.write(id, this.#parts.number);
      return { outcome: 'acknowledged', server, realMilliseconds: performance.now() - begun };
    } catch (error) {
      return { outcome: outcomeOf(error), server, reason: (error as Error).message };
    }
  }

  /** Tries one address after the other, as libpq does. @returns why there is no connection */
  async #connect(): Promise<Tried | undefined> {
    const { routes, open } = this.#parts;
    this.#session = undefined;
    let refusal: Tried = { outcome: 'unreachable', server: undefined, reason: 'no address' };
    for (const route of routes()) {
      if (route.kind !== 'open') {
        const timedOut = route.kind === 'silent' || refusal.timedOut === true;
        refusal = { ...refusal, reason: route.kind, timedOut };
        continue;
      }
      try {
        this.#session = await open(route.at);
        return undefined;
      } catch (error) {
        refusal = { ...refusal, reason: (error as Error).message };
      }
    }
    return refusal;
  }
}

interface Tried extends Pick<Attempt, 'outcome' | 'server' | 'reason' | 'realMilliseconds'> {
  readonly timedOut?: boolean;
}

/** Source: PostgreSQL documentation, "PostgreSQL Error Codes". */
function outcomeOf(error: unknown): Attempt['outcome'] {
  const code = (error as { code?: unknown }).code;
  if (code === '25006') return 'read-only';
  // Class 57: the server is going down. Anything without an SQLSTATE is the connection's end.
  const isSqlState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  return isSqlState && !code.startsWith('57') ? 'refused' : 'unknown';
}
