/** A connection to the database, made as an application makes it. */
export interface SqlConnection {
  /** Each row as column name → value, as the driver reads it. */
  query(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

/** @throws NotAnswering while the name doesn't resolve, or nobody listens there yet */
export type Connect = (endpoint: {
  readonly host: string;
  readonly port: number;
}) => Promise<SqlConnection>;

/** The endpoint doesn't answer yet: no name, nobody listening, or still starting. */
export class NotAnswering extends Error {
  override readonly name = 'NotAnswering';
}
