import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OutputLines } from './output-lines.ts';
import type { HandedInvocation, RuntimeClient } from './runtime-api.ts';

/** What an execution environment does next with an invocation. */
export type Progress =
  | { readonly kind: 'response'; readonly body: string }
  | { readonly kind: 'error'; readonly body: string }
  | { readonly kind: 'init error'; readonly body: string }
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'sleep'; readonly milliseconds: number; readonly wake: () => void }
  | {
      /** It waits for a service that answers once something happens, such as a long poll. */
      readonly kind: 'wait';
      /** Resolves when the wait is over; given up when the signal aborts. */
      readonly until: (signal: AbortSignal) => Promise<void>;
      readonly wake: () => void;
    };

const bootstrap = fileURLToPath(new URL('runtime/bootstrap.mjs', import.meta.url));

/**
 * An execution environment: a process that runs a function's bundle for one invocation at a time,
 * and stays warm between them.
 */
export class ExecutionEnvironment implements RuntimeClient {
  readonly #process: ChildProcess;
  readonly #outputs: readonly OutputLines[];
  readonly #progress: Progress[] = [];
  readonly #exited: Promise<void>;
  readonly #ready: Promise<void>;
  #onReady: (() => void) | undefined;
  #onProgress: (() => void) | undefined;
  #invocation: HandedInvocation | undefined;
  #onInvocation: (() => void) | undefined;
  #isOver = false;

  /**
   * @param environment the whole environment of the process
   * @param onLine gets each line that the process writes to stdout or stderr
   */
  constructor(
    codeDirectory: string,
    environment: Readonly<Record<string, string>>,
    onLine: (line: string) => void,
  ) {
    this.#process = spawn(process.execPath, [bootstrap], {
      cwd: codeDirectory,
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.#process;
    this.#outputs = [stdout, stderr].flatMap((stream) =>
      stream === null ? [] : [new OutputLines(stream, onLine)],
    );
    this.#ready = new Promise((resolve) => (this.#onReady = resolve));
    this.#exited = new Promise((resolve) => {
      this.#process.once('close', (code, signal) => {
        this.#isOver = true;
        this.#tell({ kind: 'exit', code, signal });
        resolve();
      });
      this.#process.once('error', () => {
        this.#isOver = true;
        this.#tell({ kind: 'exit', code: null, signal: 'not started' });
        resolve();
      });
    });
  }

  /** Whether it can take another invocation. */
  get isWarm(): boolean {
    return !this.#isOver;
  }

  /** Resolves once the function has loaded, or can't. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** Hands an invocation over; `progress` tells what becomes of it. */
  hand(invocation: HandedInvocation): void {
    this.#invocation = invocation;
    this.#onInvocation?.();
  }

  /** Waits for what the environment does next, with all that it logged before. */
  async progress(requestId: string): Promise<Progress> {
    while (this.#progress.length === 0) {
      await new Promise<void>((resolve) => (this.#onProgress = resolve));
    }
    const progress = this.#progress.shift() as Progress;
    if (progress.kind === 'response' || progress.kind === 'error') {
      await Promise.all(this.#outputs.map((output) => output.complete(requestId)));
    } else if (progress.kind === 'init error') {
      await this.#exited;
    }
    return progress;
  }

  /** Ends the process, whatever it is doing. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  async next(): Promise<HandedInvocation> {
    this.#onReady?.();
    while (this.#invocation === undefined) {
      await new Promise<void>((resolve) => (this.#onInvocation = resolve));
    }
    const invocation = this.#invocation;
    this.#invocation = undefined;
    return invocation;
  }

  settled(_requestId: string, kind: 'response' | 'error', body: string): void {
    this.#tell({ kind, body });
  }

  initFailed(body: string): void {
    this.#isOver = true;
    this.#tell({ kind: 'init error', body });
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#tell({ kind: 'sleep', milliseconds, wake: resolve }));
  }

  /** Lets virtual time pass, and others run, until `until` resolves. */
  wait(until: (signal: AbortSignal) => Promise<void>): Promise<void> {
    return new Promise((resolve) => this.#tell({ kind: 'wait', until, wake: resolve }));
  }

  #tell(progress: Progress): void {
    this.#onReady?.();
    this.#progress.push(progress);
    this.#onProgress?.();
  }
}
