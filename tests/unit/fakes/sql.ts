import type { Connect, SqlConnection } from '../../../functions/target/ports/sql.ts';
import type { Value } from '../../../functions/target/rules/value.ts';
import { turn } from './turn.ts';

type Row = Readonly<Record<string, unknown>>;

/** A server that answers each statement with given rows, or fails with a given error. */
export class FakeServer {
  readonly statements: string[] = [];
  open = 0;
  readonly #answers: Readonly<Record<string, readonly Row[] | Error>>;

  constructor(answers: Readonly<Record<string, readonly Row[] | Error>>) {
    this.#answers = answers;
  }

  readonly connect: Connect = async () => {
    await turn();
    this.open += 1;
    const query = async (statement: string): Promise<readonly Row[]> => {
      await turn();
      this.statements.push(statement);
      const answer = this.#answers[statement] ?? [];
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const connection: SqlConnection = {
      query,
      ask: async (statement) => {
        const [row] = await query(statement);
        return row && valueOf(Object.values(row)[0]);
      },
      close: async () => {
        await turn();
        this.open -= 1;
      },
    };
    return connection;
  };
}

/** Numbers as numbers, `null` as null, and all else as text. */
export function valueOf(plain: unknown): Value {
  if (plain === null) return { kind: 'null' };
  if (typeof plain === 'boolean') return { kind: 'boolean', value: plain };
  if (typeof plain === 'number' || typeof plain === 'bigint') {
    return { kind: 'number', text: String(plain) };
  }
  return { kind: 'text', text: typeof plain === 'string' ? plain : JSON.stringify(plain) };
}
