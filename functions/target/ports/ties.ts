import type { Database } from '../../shared/rules/database.ts';
import type { TieKind, TiesSeen } from '../rules/ties.ts';

/** What else in AWS names a database, hangs on it or is fed by it. */
export interface Ties {
  /**
   * Looks for ties of these kinds. What AWS doesn't let be looked at, by permission or because the
   * Region doesn't have it, is told and no error.
   */
  of(database: Database, kinds: readonly TieKind[]): Promise<TiesSeen>;
}
