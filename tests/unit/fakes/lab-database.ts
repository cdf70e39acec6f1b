import type { Connection } from '../../../functions/lab/ports/connections.ts';
import type { Path } from '../../../functions/lab/rules/path.ts';
import { VirtualClock } from '../../../rehearsal/aws/clock.ts';

/** What happens to a statement: it may be refused, lost on its way back, kept twice, or dropped. */
export type Fate =
  'done' | 'doubled' | 'dropped' | { readonly error: Error; readonly kept?: boolean };

/**
 * A database that knows a probe's statements, in virtual time: connecting takes 3 ms and a statement 2.
 * `connecting` and `writing` decide what becomes of either at a moment.
 */
export class LabDatabase {
  readonly start = Date.UTC(2026, 2, 2, 8);
  readonly clock = new VirtualClock(this.start);
  /** Every statement that was said. */
  readonly said: string[] = [];
  readonly rows: { readonly run: string; readonly id: number }[] = [];
  readonly open = new Map<number, string>();
  isWriter = true;
  /** @returns why nobody is let in */
  connecting: (path: Path, label: string) => Error | undefined = () => undefined;
  writing: (at: number) => Fate = () => 'done';
  #sessions = 0;

  /** Seconds since the start. */
  get seconds(): number {
    return (this.clock.now() - this.start) / 1000;
  }

  readonly connect = async (path: Path, label: string): Promise<Connection> => {
    await this.clock.sleep(3);
    const refusal = this.connecting(path, label);
    if (refusal) throw refusal;
    const sessionId = ++this.#sessions;
    this.open.set(sessionId, label);
    return {
      sessionId,
      query: async (statement) => {
        await this.clock.sleep(2);
        this.said.push(statement);
        return this.#answer(statement, sessionId);
      },
      close: async () => {
        this.open.delete(sessionId);
      },
    };
  };

  #answer(statement: string, asking: number): readonly Readonly<Record<string, unknown>>[] {
    if (statement.startsWith('INSERT INTO probe_rows')) return this.#write(statement);
    if (statement.includes('AS writer')) return [{ writer: this.isWriter ? 1 : 0 }];
    if (statement.includes('pg_stat_activity')) {
      const others = [...this.open].filter(([id]) => id !== asking);
      return others.map(([id, label]) => ({ id, user: 'probe', label }));
    }
    const [, run] = /run = '(\w+)'/.exec(statement) ?? [];
    if (statement.startsWith('SELECT id')) {
      // As PostgreSQL's driver gives a bigint.
      return this.rows.filter((row) => row.run === run).map(({ id }) => ({ id: String(id) }));
    }
    if (statement.startsWith('DELETE')) {
      this.rows.splice(0, this.rows.length, ...this.rows.filter((row) => row.run !== run));
    }
    return [];
  }

  #write(statement: string): readonly never[] {
    const [, run = '', id] = /VALUES \('(\w+)', '\w+', \d+, (\d+)\)/.exec(statement) ?? [];
    const fate = this.writing(this.seconds);
    const row = { run, id: Number(id) };
    if (fate === 'dropped') return [];
    if (typeof fate === 'object') {
      if (fate.kept === true) this.rows.push(row);
      throw fate.error;
    }
    this.rows.push(row);
    if (fate === 'doubled') this.rows.push(row);
    return [];
  }
}

/** An error as a driver throws it. */
export function driverError(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}
