import type { Connect, SqlConnection } from '../../../functions/target/ports/sql.ts';
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
    const connection: SqlConnection = {
      query: async (statement) => {
        await turn();
        this.statements.push(statement);
        const answer = this.#answers[statement] ?? [];
        if (answer instanceof Error) throw answer;
        return answer;
      },
      close: async () => {
        await turn();
        this.open -= 1;
      },
    };
    return connection;
  };
}
