import type { Ties } from '../../../functions/target/ports/ties.ts';
import type { TiesSeen } from '../../../functions/target/rules/ties.ts';
import { turn } from './turn.ts';

/** Ties as AWS shows them: of each kind that is asked for, what is given here. */
export function fakeTies({ found = [], unseen = [] }: Partial<TiesSeen> = {}): Ties {
  return {
    async of(_database, kinds) {
      await turn();
      return {
        found: found.filter(({ kind }) => kinds.includes(kind)),
        unseen: unseen.filter(({ kind }) => kinds.includes(kind)),
      };
    },
  };
}
