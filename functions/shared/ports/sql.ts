/** A connection to the database, made as an application makes it. */
export interface SqlConnection {
  /**
   * Each row as column name → value, as the driver reads it.
   * @throws NotAnswering where the connection breaks
   */
  query(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

/** What an SQL dialect must offer for a database to be verified. */
export interface Dialect {
  /** The server's version, as far as AWS's engine version tells it. */
  serverVersion(connection: SqlConnection): Promise<string>;
  /** The part of AWS's engine version that the server itself reports. */
  expectedVersion(engineVersion: string): string;
  /** Writes, reads back and leaves nothing behind. Rejects where the server takes no writes. */
  proveWrites(connection: SqlConnection): Promise<void>;
}

/** @throws NotAnswering while the name doesn't resolve, or nobody listens there yet; LoginRefused */
export type Connect = (endpoint: {
  readonly host: string;
  readonly port: number;
}) => Promise<SqlConnection>;

/** The endpoint doesn't answer yet, or no longer: no name, nobody listening, or starting again. */
export class NotAnswering extends Error {
  override readonly name = 'NotAnswering';
}

/** The server answers, and lets nobody in: a wrong password, certificate or database. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
}
