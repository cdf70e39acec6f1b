import type { Path } from '../rules/path.ts';

/** A client's connection, as a driver gives it. */
export interface Connection {
  /** What the database lists its session by; undefined where the driver wasn't told. */
  readonly sessionId: number | undefined;
  /**
   * Runs one statement, and commits it.
   * @throws the driver's error; nothing that was thrown can end the process later
   */
  query(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Never rejects, and waits for nobody who doesn't answer. */
  close(): Promise<void>;
}

/**
 * Connects on a path, as its clients do.
 * @param label what the connection calls itself to the database
 * @throws the driver's error
 */
export type Connect = (path: Path, label: string) => Promise<Connection>;
