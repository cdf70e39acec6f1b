import { parseArgs } from 'node:util';
import { fileName, oneOf, parsed, wholeNumber } from '../../../commands/terminal/option-values.ts';
import { WrongOption } from '../../../commands/terminal/wrong-option.ts';
import type { CutOverSetting } from './play.ts';

/** What was asked for. */
export type CutOverRequest =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'rehearse';
      readonly cutOver: CutOverSetting['cutOver'];
      readonly seed: number;
      readonly runs: number;
      readonly json: string | undefined;
    };

export const help = `Recovers a cluster on this machine while clients write to it, through the load balancer of an access
stack and by its name, and measures what they meet at the swap: real PostgreSQL, the real stacks,
workflows and functions. Half of the clients keep their connection, half connect for each write.
Nothing is sent to AWS.

  npm run rehearse:cut-over -- [options]

  --cut-over access|names  whether the load balancer's clients are moved before the names (access)
  --runs N                 recoveries, each with the next seed, 1 to 50 (1)
  --seed N                 everything drawn follows from it (1)
  --json FILE              write the figures to FILE
  --help                   this text

Exit code: 0 when every recovery succeeded, no write that the restored database acknowledged was lost, and
with --cut-over access no client of the load balancer wrote into the old database once one had written into
the restored; 1 when not, 2 for a wrong option.`;

/** As `parseArgs` of Node takes them. */
export const options = {
  'cut-over': { type: 'string', default: 'access' },
  runs: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** @throws WrongOption saying which option and what was expected */
export function readCutOverOptions(args: readonly string[]): CutOverRequest {
  const values = parsed(() => parseArgs({ args: [...args], options, strict: true }).values);
  if (values.help) return { kind: 'help' };
  const runs = wholeNumber('runs', values.runs, 1, 50);
  const seed = wholeNumber('seed', values.seed, 0, 4_294_967_295);
  if (seed + runs - 1 > 4_294_967_295) {
    throw new WrongOption('--seed: expected a seed that leaves room for as many runs as --runs');
  }
  return {
    kind: 'rehearse',
    cutOver: oneOf('cut-over', values['cut-over'], ['access', 'names']),
    seed,
    runs,
    json: fileName('json', values.json),
  };
}
