import './surroundings.ts';
import { mysqlDialect } from '../../functions/target/sql/mysql.ts';
import { postgresql } from '../../functions/target/sql/postgresql.ts';
import { verifyHandler } from '../../functions/target/handler/verify.ts';
import { NotAnswering } from '../../functions/target/ports/sql.ts';
import type { Endpoint } from '../../functions/shared/rules/endpoint.ts';
import type { Value } from '../../functions/target/rules/value.ts';
import type { Connect } from '../../functions/target/ports/sql.ts';
import { functionFiles, load, readJson } from '../unit/shared/handler/function-files.ts';
import type { FunctionFile, FunctionModule } from '../unit/shared/handler/function-files.ts';
import { labHandler } from './lab-subjects.ts';
import { choose } from './mutation.ts';

/** A function under fuzz, found by its file: who adds one has it here, too. */
export interface Subject extends FunctionFile {
  /** As its sample event is called. */
  readonly name: string;
  readonly sample: unknown;
}

export const subjects: readonly Subject[] = functionFiles().map((file) => {
  const name = `${file.place}-${file.step}`;
  return { ...file, name, sample: readJson(name) };
});

/**
 * Loads a function. The drivers of those that speak SQL would leave this machine: where an event
 * is good enough for them to be used, a database in their place answers anything.
 */
export async function handlerOf(
  subject: Subject,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FunctionModule['handler']> {
  const { handler, input } = await load(subject, environment);
  if (subject.place === 'lab') {
    const inMemory = labHandler(subject.step);
    return (event, context) =>
      (input.safeParse(event).success ? inMemory : handler)(event, context);
  }
  if (!subject.step.startsWith('verify-')) return handler;
  const dialect = subject.step === 'verify-mysql' ? mysqlDialect : postgresql;
  const inMemory = verifyHandler({ dialect, connect: hostileDatabase });
  return (event, context) => {
    const { success } = input.safeParse(event);
    return (success ? inMemory : handler)(event, context);
  };
}

let queries = 0;

function hostileDatabase(login: (endpoint: Endpoint) => Promise<unknown>): Connect {
  return async (endpoint) => {
    queries += 1;
    if (queries % 5 === 0) throw new NotAnswering('nobody listens');
    await login(endpoint);
    return {
      query: () => {
        queries += 1;
        if (queries % 11 === 0) return Promise.reject(new TypeError('a driver that breaks'));
        return Promise.resolve(choose(rows, queries));
      },
      ask: () => {
        queries += 1;
        if (queries % 11 === 0) return Promise.reject(new TypeError('a driver that breaks'));
        return Promise.resolve(choose(values, queries));
      },
      close: () => Promise.resolve(),
    };
  };
}

const values: readonly (Value | undefined)[] = [
  undefined,
  { kind: 'null' },
  { kind: 'number', text: '12' },
  { kind: 'number', text: 'NaN' },
  { kind: 'number', text: '-Infinity' },
  { kind: 'text', text: '\u0000' },
  { kind: 'moment', text: '0044-03-15 BC', at: -63_549_360_000_000 },
  { kind: 'moment', text: '294276-12-31', at: 9_007_199_254_740_991 },
  { kind: 'other', type: 'integer[]', text: '{1}' },
];

const rows: readonly (readonly Readonly<Record<string, unknown>>[])[] = [
  [{ server_version: '16.6', version: '8.0.36', recovering: false, id: 1 }],
  [{ server_version: '16.6', version: '8.0.36', recovering: false, id: 1 }],
  [],
  [{}],
  [{ count: null }],
  [{ count: 12n }],
  [{ count: new Date(Number.NaN) }],
  [{ count: { nested: true } }],
  [{ count: Number.POSITIVE_INFINITY }],
];
