import { exitCodeOf, onEnding } from './signals.mjs';
import { machineTrouble } from './machine-trouble.ts';
import { WrongOption } from './wrong-option.ts';

interface Asked {
  readonly kind: string;
}

/** How a command is ended by a person. */
export interface Leave {
  /** From here on the first signal only aborts this; the next one ends the process as ever. */
  told(): AbortSignal;
}

/** A command of the terminal. */
export interface Command<Request extends Asked> {
  readonly help: string;
  /** @throws WrongOption saying which option and what was expected */
  readOptions(args: readonly string[]): Request;
  /** @returns the exit code */
  run(request: Exclude<Request, { kind: 'help' }>, leave: Leave): Promise<number>;
  /** Whether an error is for whoever called, who needs its sentence and not where it arose. */
  isRefusal?(error: unknown): error is Error;
}

/** The exit codes that all commands have in common; 1 is the command's own bad news. */
export const exitCodes = { refused: 2, machine: 3 } as const;

/**
 * Performs a command as its arguments ask, and sees to every way in which it can end: docs/checks.md,
 * "Exit codes".
 * @returns the exit code
 */
export async function perform<Request extends Asked>(
  command: Command<Request>,
  args: readonly string[],
): Promise<number> {
  endWithOutput();
  process.on('uncaughtException', (error) => {
    console.error(machineTrouble(error) ?? error);
    process.exit(machineTrouble(error) === undefined ? 1 : exitCodes.machine);
  });
  try {
    const request = command.readOptions(args);
    if (request.kind === 'help') {
      console.log(command.help);
      return 0;
    }
    const leave = endWithSignals();
    return await command.run(request as Exclude<Request, { kind: 'help' }>, leave);
  } catch (error) {
    // First, and as what it is: whatever it made fail says something else.
    const trouble = machineTrouble(error);
    if (trouble !== undefined) {
      console.error(trouble);
      return exitCodes.machine;
    }
    if (!(error instanceof WrongOption) && command.isRefusal?.(error) !== true) throw error;
    console.error((error as Error).message);
    return exitCodes.refused;
  }
}

/** By `exit`, so that servers are ended and what lies in memory is removed. */
function end(signal: NodeJS.Signals): void {
  console.error(`Ended by ${signal}.`);
  process.exit(exitCodeOf(signal));
}

function endWithSignals(): Leave {
  let hear = end;
  onEnding((signal) => hear(signal));
  return {
    told: () => {
      const told = new AbortController();
      hear = (signal) => {
        hear = end;
        told.abort(signal);
      };
      return told.signal;
    },
  };
}

/** Nobody reads any more, as with `| head`: that is no news. Or what is read can't be kept. */
function endWithOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') process.exit(exitCodeOf('SIGPIPE'));
      if (stream === process.stdout) console.error(`The output can't be written: ${message}`);
      process.exit(exitCodes.machine);
    });
  }
}
