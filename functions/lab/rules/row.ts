import type { Path } from './path.ts';

/** A row that a probe writes. No key is unique: a row that was committed twice is there twice. */
export interface Row {
  /** Hexadecimal digits, new in each run. */
  readonly run: string;
  readonly path: Path;
  readonly client: number;
  /** Rises over all clients of a run. */
  readonly id: number;
}
