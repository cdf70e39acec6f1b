import { parseArgs } from 'node:util';
import { helpText } from '../terminal/help-text.ts';
import { helpOption, parsed, wholeNumber } from '../terminal/option-values.ts';
import { WrongOption } from '../terminal/wrong-option.ts';

/** What was asked for. */
export type Request =
  | { readonly kind: 'help' }
  | LiveRequest
  | {
      readonly kind: 'restore';
      /** As it was named when it was replaced; all when left out. */
      readonly function: string | undefined;
    };

/** A function that is to run on this machine. */
export interface LiveRequest {
  readonly kind: 'live';
  /** Logical id in the stack (with a nested stack before a slash), physical name or ARN. */
  readonly function: string;
  readonly stack: string | undefined;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  /** A file with a sample event: it runs once, and the command ends. */
  readonly event: string | undefined;
  /** The handler's file, where the templates don't say it. */
  readonly entry: string | undefined;
  /** The port of the debugger. */
  readonly inspect: number | undefined;
}

export const help = helpText(import.meta.url);

const options = {
  stack: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
  event: { type: 'string' },
  entry: { type: 'string' },
  inspect: { type: 'string' },
  restore: { type: 'boolean', default: false },
  help: helpOption,
} as const;

/** Node's own default. */
const debuggerPort = '9229';

/** @throws WrongOption saying which option and what was expected */
export function readOptions(args: readonly string[]): Request {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: withPort(args),
      options,
      strict: true,
      tokens: true,
      allowPositionals: true,
    }),
  );
  if (values.help) return { kind: 'help' };
  const [name, ...others] = positionals;
  if (others.length > 0) {
    throw new WrongOption(`expected one function, found ${positionals.join(' and ')}`);
  }
  for (const [option, value] of Object.entries(values)) {
    if (value === '') throw new WrongOption(`--${option}: expected a value, found ""`);
  }
  const { restore, help: _help, inspect, ...rest } = values;
  if (restore) {
    const [other] = Object.keys({ ...rest, ...(inspect !== undefined && { inspect }) });
    if (other === undefined) return { kind: 'restore', function: name };
    throw new WrongOption(`--restore goes without --${other}: what it needs was saved`);
  }
  if (name === undefined || name === '') {
    throw new WrongOption('expected a function, found none; --help shows how it is named');
  }
  if (name.startsWith('arn:') && rest.stack !== undefined) {
    throw new WrongOption('an ARN names the function by itself: it goes without --stack');
  }
  return {
    kind: 'live',
    function: name,
    stack: rest.stack,
    profile: rest.profile,
    region: rest.region,
    event: rest.event,
    entry: rest.entry,
    inspect: inspect === undefined ? undefined : wholeNumber('inspect', inspect, 1024, 65_535),
  };
}

/** `--inspect` may stand alone. */
function withPort(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const isAlone = arg === '--inspect' && !/^\d+$/.test(args[index + 1] ?? '');
    return isAlone ? [`--inspect=${debuggerPort}`] : [arg];
  });
}
