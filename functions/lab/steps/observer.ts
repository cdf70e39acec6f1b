import type { Connect, Connection } from '../ports/connections.ts';
import type { ProbeClock } from '../ports/probe-clock.ts';
import { labelOf } from '../rules/census.ts';
import type { Session } from '../rules/census.ts';
import type { Statements } from '../rules/statements.ts';

/** Milliseconds. */
const second = 1000;

/** Whoever looks at the database itself, whatever path its clients take. */
export class Observer {
  readonly #connect: Connect;
  readonly #statements: Statements;
  readonly #clock: ProbeClock;
  #connection: Connection | undefined;

  constructor(connect: Connect, statements: Statements, clock: ProbeClock) {
    this.#connect = connect;
    this.#statements = statements;
    this.#clock = clock;
  }

  /** Who is connected to the writer; undefined where none answers. */
  async sessions(): Promise<readonly Session[] | undefined> {
    const rows = await this.#try(async (connection) => {
      await this.#requireWriter(connection);
      return connection.query(this.#statements.sessions);
    });
    return rows?.map(({ id, user, label }) => ({
      id: Number(id),
      user: String(user),
      label: typeof label === 'string' ? label : undefined,
    }));
  }

  /**
   * Reads the ids of a run's rows from a server that takes writes, and clears the rows away. A reader
   * may be late: what it hasn't got yet isn't lost.
   * @param patience milliseconds; @returns undefined where no writer answers within them
   */
  async settle(run: string, patience: number): Promise<readonly number[] | undefined> {
    const deadline = this.#clock.now() + patience;
    for (;;) {
      const ids = await this.#try((connection) => this.#keptAtWriter(connection, run));
      if (ids !== undefined) {
        await this.#try((connection) => connection.query(this.#statements.forget(run)));
        return ids;
      }
      if (this.#clock.now() >= deadline) return undefined;
      await this.#clock.sleep(second);
    }
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }

  async #keptAtWriter(connection: Connection, run: string): Promise<readonly number[]> {
    await this.#requireWriter(connection);
    return (await connection.query(this.#statements.kept(run))).map(({ id }) => Number(id));
  }

  /** After a failover the name leads to a former writer for a while, which is a reader then. */
  async #requireWriter(connection: Connection): Promise<void> {
    const [row] = await connection.query(this.#statements.isWriter);
    if (Number(row?.['writer']) !== 1) throw new Error('the server takes no writes');
  }

  /** Whatever goes wrong: the clients tell it better, and the next look comes soon. */
  async #try<Answer>(
    look: (connection: Connection) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    try {
      this.#connection ??= await this.#connect('direct', labelOf('observer'));
      return await look(this.#connection);
    } catch {
      await this.close();
      return undefined;
    }
  }
}
