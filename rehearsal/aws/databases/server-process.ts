import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';

import { plainEnvironment } from './command.ts';
import type { ServerCommand } from './server-software.ts';
import type { ServerUser } from './command.ts';

/** A server ended that nobody had asked to. The message holds the tail of its log. */
export class ServerDied extends Error {
  override readonly name = 'ServerDied';
  readonly volume: string;

  constructor(volume: string, status: number | string | null, logFile: string, tail: string) {
    super(
      `the server on ${volume} ended by itself with ${status}; the end of ${logFile}:\n${tail}`,
    );
    this.volume = volume;
  }
}

/** What a server needs to be started. */
export interface ServerStart {
  readonly volume: string;
  readonly directory: string;
  readonly logFile: string;
  readonly user: ServerUser | undefined;
  readonly command: ServerCommand;
  /** Called once if it ends, after it was ready, without having been stopped. */
  readonly onDeath: (death: ServerDied) => void;
}

/** One running server. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #start: ServerStart;
  readonly #ended: Promise<void>;
  #tail = '';
  #ready = false;
  /** In good order, it ends with 0 or by the signal; at once, it may end anyhow. */
  #asked: { readonly signal: NodeJS.Signals; readonly atOnce: boolean } | undefined;
  #death: ServerDied | undefined;

  private constructor(start: ServerStart, log: WriteStream) {
    const { command, directory, user } = start;
    this.#start = start;
    this.#child = spawn(command.program, command.args, {
      ...user,
      cwd: directory,
      env: plainEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr?.pipe(log);
    this.#ended = new Promise((resolve) => {
      const end = (status: number | string | null): void => {
        // One that was killed before it could follow the request died by itself all the same.
        const asked = this.#asked;
        if (!(asked?.atOnce === true || (asked && (status === 0 || status === asked.signal)))) {
          const { volume, logFile } = this.#start;
          this.#death = new ServerDied(volume, status, logFile, this.#tail);
          if (this.#ready) this.#start.onDeath(this.#death);
        }
        log.end(resolve);
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('close', (code, signal) => end(code ?? signal));
    });
  }

  /**
   * Starts a server; resolves once it answers.
   * @throws ServerDied when it ends before
   */
  static async start(start: ServerStart): Promise<ServerProcess> {
    const server = new ServerProcess(start, createWriteStream(start.logFile, { flags: 'a' }));
    const ready = new Promise<void>((resolve) => {
      server.#child.stderr?.on('data', (chunk: Buffer) => {
        server.#tail = (server.#tail + chunk.toString()).slice(-4000);
        if (server.#ready || !start.command.ready.test(server.#tail)) return;
        server.#ready = true;
        resolve();
      });
    });
    await Promise.race([ready, server.#ended]);
    if (server.#death !== undefined) throw server.#death;
    return server;
  }

  /** The operating system's id of the process. */
  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    await this.#end(this.#start.command.stopSignal, false);
  }

  /** Ends it with nothing put in order: it recovers from its log at the next start. */
  async crash(): Promise<void> {
    await this.#end(this.#start.command.crashSignal, true);
  }

  /** Ends it at once; for when this process itself is about to end. */
  killNow(): void {
    this.#asked = { signal: this.#start.command.crashSignal, atOnce: true };
    this.#child.kill(this.#asked.signal);
  }

  async #end(signal: NodeJS.Signals, atOnce: boolean): Promise<void> {
    this.#asked = { signal, atOnce };
    this.#child.kill(signal);
    await this.#ended;
  }
}
