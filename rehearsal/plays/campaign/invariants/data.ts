import { isDeepStrictEqual } from 'node:util';
import type { Invariant } from './invariant.ts';

/** Every database that answers holds what was written to it or restored into it, and nothing else. */
export const dataIsWhole: Invariant = ({ contents }) =>
  contents
    .filter(({ found, expected }) => !isDeepStrictEqual(found, expected))
    .map(({ identifier, found, expected }) => {
      const [holds, has] = [found, expected].map((entries) => JSON.stringify(entries));
      return `the database "${identifier}" holds ${holds}, and has to hold ${has}`;
    });
