import type { SecureContext } from 'node:tls';
import type { Reached } from '../../aws/contracts.ts';

/** A way to the database, as one path's clients see it. */
export interface Way {
  /** Whom the server proves to be by its certificate. */
  readonly provenName: string;
  /** Who vouches for it, made once: thousands of connections are opened. */
  readonly trust: SecureContext;
  /** What plays it, in words. */
  readonly playedBy: string;
  /** What becomes of a connection at this moment; undefined where the name leads nowhere. */
  readonly reach: () => Reached | undefined;
}
