import type { Readable } from 'node:stream';

/** What the runtime writes to both streams when an invocation's own output is complete. */
const endOfOutput = /\0end:([^\n]*)$/;

/**
 * Reads a process's output line by line, and tells when all that an invocation wrote has arrived:
 * its answer comes on another way, and may overtake it.
 */
export class OutputLines {
  readonly #onLine: (line: string) => void;
  readonly #ended = new Set<string>();
  #pending = '';
  #closed = false;
  #waiting: (() => void)[] = [];

  constructor(stream: Readable, onLine: (line: string) => void) {
    this.#onLine = onLine;
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => this.#take(chunk));
    stream.on('close', () => {
      if (this.#pending !== '') this.#onLine(this.#pending);
      this.#closed = true;
      this.#wake();
    });
  }

  /** Resolves once all output of the request (or of the whole process) has been read. */
  async complete(requestId: string): Promise<void> {
    while (!this.#closed && !this.#ended.delete(requestId)) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #take(chunk: string): void {
    const lines = (this.#pending + chunk).split('\n');
    this.#pending = lines.pop() ?? '';
    for (const line of lines) {
      const end = endOfOutput.exec(line);
      if (end?.[1] !== undefined) this.#ended.add(end[1]);
      const own = end === null ? line : line.slice(0, end.index);
      if (end === null || own !== '') this.#onLine(own);
    }
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}
