import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import process from 'node:process';
import { pythonEnvironment } from '../../../../scripts/checks/python-environment.ts';

/** moto didn't come up. */
export class MotoMissing extends Error {
  override readonly name = 'MotoMissing';
}

/** The part of the machine's environment that a Python program needs, and nothing of AWS's. */
const inherited = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR'];

/** Why moto answered with 500: it says so in its log alone. */
export type Breakdown = "doesn't know" | 'breaks';

/** moto as a server of its own on a free port of this machine. */
export class MotoServer {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #log: AsyncIterator<string>;

  private constructor(url: string, running: ChildProcess, log: AsyncIterator<string>) {
    this.url = url;
    this.#process = running;
    this.#log = log;
  }

  /**
   * Starts it.
   * @param snapshotLimit how many snapshots moto lets an account have: AWS's quota, as in the
   *   simulator
   * @throws MotoMissing with what it printed, when it ends instead of listening
   */
  static async start(snapshotLimit: number): Promise<MotoServer> {
    const commands = await pythonEnvironment(console.error);
    const running = spawn(path.join(commands, 'moto_server'), ['-H', '127.0.0.1', '-p', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...Object.fromEntries(inherited.map((name) => [name, process.env[name]])),
        MOTO_RDS_SNAPSHOT_LIMIT: String(snapshotLimit),
      },
    });
    const log = createInterface({ input: running.stderr })[Symbol.asyncIterator]();
    const printed: string[] = [];
    for (let next = await log.next(); next.done !== true; next = await log.next()) {
      printed.push(next.value);
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(next.value)?.[1];
      if (url !== undefined) return new MotoServer(url, running, log);
    }
    throw new MotoMissing(`expected moto_server to listen, found:\n${printed.join('\n')}`);
  }

  /**
   * Reads the log up to the next answer with 500, which must be there or on its way, and the error
   * that is logged after it.
   */
  async nextBreakdown(): Promise<Breakdown> {
    await this.#lineWith(/" 500 -$/);
    await this.#lineWith(/^Traceback /);
    const error = await this.#lineWith(/^\S/);
    return error.startsWith('NotImplementedError') ? "doesn't know" : 'breaks';
  }

  async #lineWith(pattern: RegExp): Promise<string> {
    for (;;) {
      const { done, value: line } = await this.#log.next();
      if (done === true) throw new MotoMissing(`expected moto to log ${String(pattern)}`);
      if (pattern.test(line)) return line;
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'close');
    this.#process.kill();
    await ended;
  }
}
