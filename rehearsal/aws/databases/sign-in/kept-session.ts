import type { ServerAddress } from '../../contracts.ts';

/** A session that answers questions until it breaks. */
export interface Session {
  ask(sql: string, values: readonly string[]): Promise<boolean>;
  /** Resolves once it is of no more use. */
  readonly over: Promise<void>;
}

/**
 * A session of the internal user on each server, kept for the next sign-in: to open one takes longer
 * than all the rest of it.
 */
export class KeptSessions {
  readonly #connect: (server: ServerAddress) => Promise<Session>;
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(connect: (server: ServerAddress) => Promise<Session>) {
    this.#connect = connect;
  }

  /** @param sql asks for one truth value */
  async ask(server: ServerAddress, sql: string, values: readonly string[]): Promise<boolean> {
    return (await this.#session(server)).ask(sql, values);
  }

  #session(server: ServerAddress): Promise<Session> {
    const place = `${server.address}:${server.port}`;
    const kept = this.#sessions.get(place);
    if (kept !== undefined) return kept;
    const session = this.#connect(server);
    const forget = (): void => {
      if (this.#sessions.get(place) === session) this.#sessions.delete(place);
    };
    session.then(({ over }) => over.then(forget), forget);
    this.#sessions.set(place, session);
    return session;
  }
}
