import { parseArgs } from 'node:util';
import { fileName, oneOf, parsed, wholeNumber } from '../../../commands/terminal/option-values.ts';
import { WrongOption } from '../../../commands/terminal/wrong-option.ts';
import type { Force } from './report.ts';

/** What was asked for. */
export type FailoverRequest =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'rehearse';
      readonly seed: number;
      readonly runs: number;
      readonly clients: number;
      readonly force: Force;
      readonly json: string | undefined;
      readonly picture: string | undefined;
    };

export const help = `Fails a cluster over on this machine while clients write through the private endpoint, and measures
how long they can't: real PostgreSQL with a reader that follows the writer, the real access and
consumer stacks, the real workflow and function. Beside it, in the same failover, the same clients
behind a target group that one look-up at each event keeps. Nothing is sent to AWS.

  npm run rehearse:failover -- [options]

  --force failover|crash   FailoverDBCluster, or the writer's host is gone (failover)
  --clients N              clients of each design, 1 to 20; together they write every 100 ms (4)
  --runs N                 failovers, each with the next seed, 1 to 50 (1)
  --seed N                 everything drawn follows from it (1)
  --json FILE              write the figures to FILE
  --picture FILE           draw the first run to FILE, as SVG
  --help                   this text

Exit code: 0 when in every run this design lost and doubled no write, gave no read-only error after the
re-point and ended with exactly the writer as target; 1 when not, 2 for a wrong option.`;

/** As `parseArgs` of Node takes them. */
export const options = {
  force: { type: 'string', default: 'failover' },
  clients: { type: 'string', default: '4' },
  runs: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  picture: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** @throws WrongOption saying which option and what was expected */
export function readFailoverOptions(args: readonly string[]): FailoverRequest {
  const values = parsed(() => parseArgs({ args: [...args], options, strict: true }).values);
  if (values.help) return { kind: 'help' };
  const runs = wholeNumber('runs', values.runs, 1, 50);
  const seed = wholeNumber('seed', values.seed, 0, 4_294_967_295);
  if (seed + runs - 1 > 4_294_967_295) {
    throw new WrongOption('--seed: expected a seed that leaves room for as many runs as --runs');
  }
  return {
    kind: 'rehearse',
    seed,
    runs,
    clients: wholeNumber('clients', values.clients, 1, 20),
    force: oneOf('force', values.force, ['failover', 'crash']),
    json: fileName('json', values.json),
    picture: fileName('picture', values.picture),
  };
}
