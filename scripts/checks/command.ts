import { spawn } from 'node:child_process';

/** How a command ended, and what it printed on either stream, in order. */
export interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

/** An outcome that tells apart what a command prints as its result. */
export interface CommandOutcome extends Outcome {
  readonly result: string;
}

/**
 * Runs a command to its end.
 * @returns not passed, with the reason, when it can't be started at all
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: string[] = [];
    const results: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed.push(text);
      results.push(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => printed.push(text));
    child.on('error', ({ message }) => resolve({ passed: false, output: message, result: '' }));
    child.on('close', (code) =>
      resolve({ passed: code === 0, output: printed.join(''), result: results.join('') }),
    );
  });
}
