import type { Endpoint } from '../../shared/rules/endpoint.ts';
import type { ServerVersion } from '../rules/server-version.ts';
import type { Value } from '../rules/value.ts';

/** A connection to the database, made as an application makes it. */
export interface SqlConnection {
  /**
   * Each row as column name → value, as the driver reads it.
   * @throws NotAnswering where the connection breaks; ServerBusy at a limit; ReadOnly; AnswerLate
   */
  query(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /**
   * The first value of the first row that one statement of somebody else's gives; undefined without a
   * row. It runs in a transaction that only reads and is rolled back, in the session's own time zone,
   * which is the server's: a time without a zone is meant in that one, as an application that sets none
   * writes it (`now()` into a `timestamp` or DATETIME).
   * @throws the same
   */
  ask(statement: string): Promise<Value | undefined>;
  close(): Promise<void>;
}

/** What an SQL dialect must offer for a database to be verified. */
export interface Dialect {
  serverVersion(connection: SqlConnection): Promise<ServerVersion>;
  /**
   * Writes, reads back and leaves nothing behind. Rejects where the server takes no writes.
   * @throws ReadOnly where it is a reader
   */
  proveWrites(connection: SqlConnection): Promise<void>;
  /**
   * Leaves a mark in the database, in place of an earlier one: by it whoever connects later, under
   * whatever name, knows this database again. It travels with every copy that is taken of it.
   * @param mark letters, digits, hyphens and underscores
   */
  writeMark(connection: SqlConnection, mark: string): Promise<void>;
  /** @returns the mark that was left last; undefined where there is none. Writes nothing. */
  readMark(connection: SqlConnection): Promise<string | undefined>;
}

/**
 * @throws NotAnswering while the name doesn't resolve, or no server listens there yet; ServerBusy;
 * LoginRefused
 */
export type Connect = (endpoint: Endpoint) => Promise<SqlConnection>;

/** The endpoint doesn't answer yet, or no longer: no name, no server listening, or starting again. */
export class NotAnswering extends Error {
  override readonly name = 'NotAnswering';
}

/** The server is there, and at a limit: of connections, of memory, of a lock. It passes. */
export class ServerBusy extends Error {
  override readonly name = 'ServerBusy';
}

/** The server takes no writes: it is a reader, or about to become the writer. */
export class ReadOnly extends Error {
  override readonly name = 'ReadOnly';
}

/** A statement was cut off: it took longer than it may. The next time it may be faster. */
export class AnswerLate extends Error {
  override readonly name = 'AnswerLate';
}

/**
 * The server answers, and refuses the login: a wrong password, certificate or database. It needn't last:
 * a throttled login of IAM looks the same. `isFinal` where it does last.
 */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
  readonly isFinal: boolean;

  constructor(
    message: string,
    { isFinal = false, ...options }: ErrorOptions & { isFinal?: boolean } = {},
  ) {
    super(message, options);
    this.isFinal = isFinal;
  }
}
