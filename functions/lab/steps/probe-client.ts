import type { Attempt } from '../rules/attempt.ts';
import { labelOf } from '../rules/census.ts';
import { leavesOutcomeOpen } from '../rules/error-class.ts';
import type { Path } from '../rules/path.ts';
import { errorClassOf } from '../rules/sort-error.ts';
import type { Statements } from '../rules/statements.ts';
import type { Connect, Connection } from '../ports/connections.ts';
import type { ProbeClock } from '../ports/probe-clock.ts';

/** What a client works with. */
export interface ClientParts {
  readonly path: Path;
  readonly run: string;
  /** From 1. */
  readonly number: number;
  /** The next row's id, of all clients. */
  readonly nextId: () => number;
  readonly statements: Statements;
  readonly connect: Connect;
  readonly clock: ProbeClock;
  readonly onAttempt: (attempt: Attempt) => void;
}

/**
 * A client as a well-behaved application's: it keeps its connection, gives it up after any error,
 * connects anew at its next attempt, and never sends a row twice. So whatever is lost or doubled is the
 * database's doing, or that of what lies before it.
 */
export class ProbeClient {
  readonly #parts: ClientParts;
  #connection: Connection | undefined;
  #turn = 0;

  constructor(parts: ClientParts) {
    this.#parts = parts;
  }

  /** What the database lists its session by; undefined while it has none. */
  get sessionId(): number | undefined {
    return this.#connection?.sessionId;
  }

  /** Connects before the first attempt. Where that fails it counts as one. */
  async open(): Promise<void> {
    const { path, connect, clock } = this.#parts;
    const at = clock.now();
    try {
      this.#connection = await connect(path, labelOf(path));
    } catch (error) {
      this.#failed(at, undefined, error);
    }
  }

  /** One attempt at each moment from `from` on, every `interval`, before `until`; late ones are left out. */
  async run(from: number, interval: number, until: number): Promise<void> {
    const { clock } = this.#parts;
    let next = from;
    while (next < until) {
      await clock.sleep(next - clock.now());
      await this.#attempt();
      next += interval * Math.max(1, Math.ceil((clock.now() - next) / interval));
    }
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }

  async #attempt(): Promise<void> {
    const {
      path,
      run,
      number: client,
      statements,
      connect,
      clock,
      nextId,
      onAttempt,
    } = this.#parts;
    const at = clock.now();
    let id: number | undefined;
    try {
      const connection = (this.#connection ??= await connect(path, labelOf(path)));
      await connection.query(statements.ask(this.#turn++));
      id = nextId();
      await connection.query(statements.write({ run, path, client, id }));
    } catch (error) {
      this.#failed(at, id, error);
      await this.close();
      return;
    }
    const answeredAt = clock.now();
    onAttempt({ client, id, at, answeredAt, outcome: 'acknowledged', error: undefined });
  }

  #failed(at: number, id: number | undefined, error: unknown): void {
    const { number: client, clock, onAttempt } = this.#parts;
    const kind = errorClassOf(error);
    const message = error instanceof Error ? error.message : String(error);
    const outcome = id === undefined ? 'not-sent' : leavesOutcomeOpen(kind) ? 'unknown' : 'refused';
    const answeredAt = clock.now();
    onAttempt({ client, id, at, answeredAt, outcome, error: { class: kind, message } });
  }
}
