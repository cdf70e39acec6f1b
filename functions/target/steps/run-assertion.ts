import { checkAssertion } from '../rules/assertion.ts';
import type { Assertion, Check } from '../rules/assertion.ts';
import { whyNotAsked } from '../rules/query-text.ts';
import { AnswerLate } from '../ports/sql.ts';
import type { SqlConnection } from '../ports/sql.ts';
import { passes, reasonOf } from './sql-failures.ts';

/**
 * Asks what an assertion asks, and holds the answer against what it expects.
 * @throws what passes; AnswerLate with the assertion's name
 */
export async function runAssertion(
  connection: SqlConnection,
  assertion: Assertion,
  capturedAt: string,
): Promise<Check> {
  const { name, query } = assertion;
  const wrong = whyNotAsked(query);
  if (wrong !== undefined) {
    const detail = `expected a query that only reads, such as SELECT, found ${wrong}`;
    return { name, passed: false, detail };
  }
  try {
    return checkAssertion(assertion, await connection.ask(query), capturedAt);
  } catch (error) {
    if (error instanceof AnswerLate) {
      throw new AnswerLate(`the assertion "${name}": ${error.message}`, { cause: error });
    }
    if (passes(error)) throw error;
    return {
      name,
      passed: false,
      detail: `expected the query to succeed, found: ${reasonOf(error)}`,
    };
  }
}
