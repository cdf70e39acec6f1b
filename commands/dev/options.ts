import { parseArgs } from 'node:util';
import { parsed, wholeNumber } from '../terminal/option-values.ts';
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

export const help = `Runs a deployed function's handler on this machine, with the function's role and environment. Real
events reach it over two SQS queues; the deployed code comes back when the command ends or dies.

  npm run dev -- <Function> --stack <stack> [options]
  npm run dev -- --restore [<Function>]

  <Function>        its logical id in the stack (Nested/Function in a nested one); its name or ARN,
                    without --stack
  --stack NAME      the stack that it is in
  --profile NAME    the profile of the AWS configuration
  --region REGION   the Region, where the profile has another
  --event FILE      run once with the event in FILE, print the result and end
  --entry FILE      the handler's file, where stacks/*.yaml don't say which it is
  --inspect [PORT]  let a debugger connect (9229)
  --restore         put back what a command of this machine left that died
  --help            this text

The function has to be tagged understudy:live-code = allowed. docs/live-code.md says what travels
through the queues.

Exit code: 0, 1 when a handler of --event or the command failed, 2 for what is refused.`;

const options = {
  stack: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
  event: { type: 'string' },
  entry: { type: 'string' },
  inspect: { type: 'string' },
  restore: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Node's own default. */
const debuggerPort = '9229';

/** @throws WrongOption saying which option and what was expected */
export function readOptions(args: readonly string[]): Request {
  const { values, positionals } = parsed(() =>
    parseArgs({ args: withPort(args), options, strict: true, allowPositionals: true }),
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
