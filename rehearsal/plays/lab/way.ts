import type { Reached } from '../../aws/contracts.ts';

/** A way to the database, as one path's clients see it. */
export interface Way {
  /** Whom the server proves to be by its certificate. */
  readonly provenName: string;
  /** Of whom it has the certificate, PEM. */
  readonly authority: string;
  /** What plays it, in words. */
  readonly playedBy: string;
  /** What becomes of a connection at this moment; undefined where the name leads nowhere. */
  readonly reach: () => Reached | undefined;
}
