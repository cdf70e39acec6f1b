import { parseArgs } from 'node:util';
import { helpText } from '../../../commands/terminal/help-text.ts';
import {
  fileName,
  helpOption,
  oneOf,
  parsed,
  runsFromSeed,
  wholeNumber,
} from '../../../commands/terminal/option-values.ts';
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

export const help = helpText(import.meta.url);

/** As `parseArgs` of Node takes them. */
export const options = {
  force: { type: 'string', default: 'failover' },
  clients: { type: 'string', default: '4' },
  runs: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  picture: { type: 'string' },
  help: helpOption,
} as const;

/** @throws WrongOption saying which option and what was expected */
export function readFailoverOptions(args: readonly string[]): FailoverRequest {
  const { values } = parsed(() =>
    parseArgs({ args: [...args], options, strict: true, tokens: true }),
  );
  if (values.help) return { kind: 'help' };
  return {
    kind: 'rehearse',
    ...runsFromSeed(values),
    clients: wholeNumber('clients', values.clients, 1, 20),
    force: oneOf('force', values.force, ['failover', 'crash']),
    json: fileName('json', values.json),
    picture: fileName('picture', values.picture),
  };
}
