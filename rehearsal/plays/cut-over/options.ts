import { parseArgs } from 'node:util';
import { helpText } from '../../../commands/terminal/help-text.ts';
import {
  fileName,
  helpOption,
  oneOf,
  parsed,
  runsFromSeed,
} from '../../../commands/terminal/option-values.ts';
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

export const help = helpText(import.meta.url);

/** As `parseArgs` of Node takes them. */
export const options = {
  'cut-over': { type: 'string', default: 'access' },
  runs: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  help: helpOption,
} as const;

/** @throws WrongOption saying which option and what was expected */
export function readCutOverOptions(args: readonly string[]): CutOverRequest {
  const { values } = parsed(() =>
    parseArgs({ args: [...args], options, strict: true, tokens: true }),
  );
  if (values.help) return { kind: 'help' };
  return {
    kind: 'rehearse',
    cutOver: oneOf('cut-over', values['cut-over'], ['access', 'names']),
    ...runsFromSeed(values),
    json: fileName('json', values.json),
  };
}
