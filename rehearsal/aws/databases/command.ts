import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** The user and group that a database server runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** A program ended with another status than 0. `message` holds what it wrote to standard error. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/** How a program is run: as which user, with which input and environment. */
export interface CommandOptions {
  /** The program's own user where this process is root; its files belong to that user. */
  readonly user?: ServerUser | undefined;
  readonly input?: string;
  readonly cwd?: string;
}

/** The environment of every program that the engines start: messages in English, times in UTC. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * Runs a program to its end.
 * @returns what it wrote to standard output
 * @throws CommandFailed when it can't be started or its status isn't 0
 */
export async function run(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const child = spawn(program, args, {
    ...options.user,
    cwd: options.cwd ?? '/',
    env: plainEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  // A program that refuses early closes its input: its status tells why, not the broken pipe.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const [output, complaint, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]).catch((cause: unknown) => {
    throw new CommandFailed(`${program} can't be run: ${String(cause)}`, { cause });
  });
  if (status !== 0) {
    throw new CommandFailed(`${program} ended with ${status}: ${complaint.slice(-2000).trim()}`);
  }
  return output;
}
