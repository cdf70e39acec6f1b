import type { Entry } from './traced-engine.ts';

/** A query of an operator's assertion, and what a database that holds certain entries answers. */
export interface Question {
  readonly sql: string;
  answer(entries: readonly Entry[]): Readonly<Record<string, unknown>>;
}

/** The queries that a deployed target may put to its databases. */
export const questions = {
  /** Whether the data is the source's. */
  own: count("SELECT count(*) FROM entries WHERE place = 'source'", ({ place }) => {
    return place === 'source';
  }),
  /** What applications in the target have written since. */
  foreign: count("SELECT count(*) FROM entries WHERE place = 'target'", ({ place }) => {
    return place === 'target';
  }),
  one: { sql: 'SELECT 1 AS one', answer: () => ({ one: 1 }) },
  /** When the source's application last wrote. */
  latest: {
    sql: "SELECT to_timestamp(max(at) / 1000) AS latest FROM entries WHERE place = 'source'",
    answer: (entries) => {
      const times = entries.filter(({ place }) => place === 'source').map(({ at }) => at);
      return { latest: times.length === 0 ? null : new Date(Math.max(...times)) };
    },
  },
} as const satisfies Readonly<Record<string, Question>>;

/** So many entries of the target's applications a recovery outgrows once it is live for a while. */
export const fewRows = 8;

/** @returns undefined where a statement is none of an assertion's */
export function answerTo(
  statement: string,
  entries: readonly Entry[],
): Readonly<Record<string, unknown>> | undefined {
  return Object.values(questions)
    .find(({ sql }) => sql === statement)
    ?.answer(entries);
}

/** As the driver gives a count: a 64-bit number is a text. */
function count(sql: string, isMeant: (entry: Entry) => boolean): Question {
  return { sql, answer: (entries) => ({ count: String(entries.filter(isMeant).length) }) };
}
