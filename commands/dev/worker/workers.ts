import type { SentEvent } from '../messages.ts';
import { localEnvironment } from '../local-environment.ts';
import type { Code } from './handler-code.ts';
import { Worker } from './worker.ts';
import type { Outcome } from './worker.ts';

/** How workers are run. */
export interface WorkersOptions {
  /** The debugger's port; where several events run at once, the next ones are taken. */
  readonly inspect: number | undefined;
  /** What stands for the certificates of Lambda's image. */
  readonly certificatesFile: string;
  readonly onLine: (line: string) => void;
  readonly now: () => number;
}

interface Held {
  readonly worker: Worker;
  /** Of the deployed function: one for each of its execution environments. */
  readonly environment: string;
  readonly code: Code;
  readonly port: number | undefined;
  isBusy: boolean;
}

/** Execution environments of Lambda come and go: of those that are idle, no more than these are kept. */
const mostIdle = 5;

/**
 * A worker stands for an execution environment of the deployed function: it has that one's environment and
 * credentials, keeps what the handler's module keeps, and takes an event at a time. New code begins in a new
 * worker, and what is under way ends in the one that it began in.
 */
export class Workers {
  readonly #options: WorkersOptions;
  readonly #held = new Set<Held>();

  constructor(options: WorkersOptions) {
    this.#options = options;
  }

  /**
   * Runs an event to its end. A worker that is late is ended, as Lambda does, unless somebody may be
   * looking at it with a debugger.
   */
  async run(sent: SentEvent, code: Code, remainingMilliseconds: number): Promise<Outcome> {
    await this.#endStale(code);
    const held = this.#take(sent, code);
    held.isBusy = true;
    const deadline = this.#options.now() + remainingMilliseconds;
    const late = setTimeout(() => {
      if (this.#options.inspect === undefined) void held.worker.end();
    }, remainingMilliseconds);
    try {
      const { event, context } = sent;
      return await held.worker.run({ event, context, deadline });
    } finally {
      clearTimeout(late);
      held.isBusy = false;
      await this.#endSurplus();
    }
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    const all = [...this.#held];
    this.#held.clear();
    await Promise.all(all.map(({ worker }) => worker.end()));
  }

  #take(sent: SentEvent, code: Code): Held {
    const environment = sent.context.logStreamName;
    for (const held of this.#held) {
      const isIts = held.environment === environment && held.code.version === code.version;
      if (isIts && !held.isBusy && held.worker.isWarm) {
        // The youngest is last.
        this.#held.delete(held);
        this.#held.add(held);
        return held;
      }
    }
    const port = this.#freePort();
    const { onLine, certificatesFile } = this.#options;
    const worker = new Worker({
      file: code.file,
      name: code.name,
      environment: localEnvironment(sent.environment, certificatesFile),
      inspect: port,
      onLine,
    });
    const held = { worker, environment, code, port, isBusy: false };
    this.#held.add(held);
    return held;
  }

  #freePort(): number | undefined {
    const { inspect } = this.#options;
    if (inspect === undefined) return undefined;
    const taken = new Set([...this.#held].map(({ port }) => port));
    let port = inspect;
    while (taken.has(port)) port++;
    return port;
  }

  /** Those of older code and those that ended: before a new one takes the debugger's port. */
  async #endStale({ version }: Code): Promise<void> {
    await this.#end(
      this.#idle().filter(({ code, worker }) => code.version < version || !worker.isWarm),
    );
  }

  /** The oldest ones of too many. */
  async #endSurplus(): Promise<void> {
    const idle = this.#idle();
    await this.#end(idle.slice(0, Math.max(0, idle.length - mostIdle)));
  }

  #idle(): readonly Held[] {
    return [...this.#held].filter(({ isBusy }) => !isBusy);
  }

  async #end(all: readonly Held[]): Promise<void> {
    // They are out of reach at once, and whoever comes meanwhile doesn't take one.
    const ending = all.map((held) => held.worker.end().finally(() => this.#held.delete(held)));
    for (const held of all) held.isBusy = true;
    await Promise.all(ending);
  }
}
