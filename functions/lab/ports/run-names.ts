import { randomBytes } from 'node:crypto';

/** Names for runs. */
export interface RunNames {
  /** Hexadecimal digits that no earlier run has. */
  next(): string;
}

export const randomRunNames: RunNames = { next: () => randomBytes(8).toString('hex') };
