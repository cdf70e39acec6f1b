import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SentContext } from '../messages.ts';
import type { FunctionError } from '../ports/functions.ts';

/** What a handler gave. */
export type Outcome =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'failure'; readonly error: FunctionError };

/** An event to run. */
export interface Run {
  readonly event: unknown;
  readonly context: SentContext;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly deadline: number;
}

/** What a worker is started with. */
export interface WorkerSettings {
  /** The handler's bundle. */
  readonly file: string;
  /** The handler's export. */
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The port of the debugger. */
  readonly inspect?: number | undefined;
  readonly onLine: (line: string) => void;
}

const program = fileURLToPath(new URL('main.mjs', import.meta.url));

/** A process that runs a handler, one event at a time, and stays warm between them. */
export class Worker {
  readonly #process: ChildProcess;
  readonly #ended: Promise<Outcome>;
  #settle: ((outcome: Outcome) => void) | undefined;
  #isOver = false;
  readonly #ready: Promise<void>;

  constructor({ file, name, environment, inspect, onLine }: WorkerSettings) {
    const flags = inspect === undefined ? [] : [`--inspect=127.0.0.1:${inspect}`];
    this.#process = spawn(
      process.execPath,
      ['--enable-source-maps', ...flags, program, file, name],
      { env: { ...environment }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    );
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream !== null) createInterface(stream).on('line', onLine);
    }
    this.#ended = new Promise((resolve) => {
      const end = (errorMessage: string): void => {
        this.#isOver = true;
        resolve({ kind: 'failure', error: { errorType: 'Runtime.ExitError', errorMessage } });
      };
      this.#process.once('error', (error) => end(error.message));
      this.#process.once('close', (code, signal) =>
        end(
          `the worker exited ${signal === null ? `with status ${code ?? 0}` : `by ${signal}`} before the handler was done`,
        ),
      );
    });
    this.#ready = new Promise((resolve) => {
      this.#process.on('message', (message: Outcome | { readonly kind: 'ready' }) => {
        if (message.kind === 'ready') resolve();
        else this.#settle?.(message);
      });
    });
  }

  /** Whether it can take another event. */
  get isWarm(): boolean {
    return !this.#isOver;
  }

  /** Runs one event to its end; whatever happens is an outcome. */
  async run(run: Run): Promise<Outcome> {
    const settled = new Promise<Outcome>((resolve) => (this.#settle = resolve));
    await Promise.race([this.#ready, settled, this.#ended]);
    if (this.isWarm && this.#process.connected) this.#process.send(run);
    return Promise.race([settled, this.#ended]);
  }

  /** Ends it, whatever it is doing. */
  async end(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }
}
