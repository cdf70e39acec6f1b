import { WrongOption } from './wrong-option.ts';

interface Asked {
  readonly kind: string;
}

/** A command of the terminal. */
export interface Command<Request extends Asked> {
  readonly help: string;
  /** @throws WrongOption saying which option and what was expected */
  readOptions(args: readonly string[]): Request;
  /** @returns the exit code */
  run(request: Exclude<Request, { kind: 'help' }>): Promise<number>;
  /** Whether an error is for whoever called, who needs its sentence and not where it arose. */
  isRefusal?(error: unknown): error is Error;
}

/**
 * Performs a command as its arguments ask.
 * @returns the exit code: 2 where it was refused, in a sentence
 */
export async function perform<Request extends Asked>(
  command: Command<Request>,
  args: readonly string[],
): Promise<number> {
  try {
    const request = command.readOptions(args);
    if (request.kind === 'help') {
      console.log(command.help);
      return 0;
    }
    return await command.run(request as Exclude<Request, { kind: 'help' }>);
  } catch (error) {
    if (!(error instanceof WrongOption) && command.isRefusal?.(error) !== true) throw error;
    console.error((error as Error).message);
    return 2;
  }
}
