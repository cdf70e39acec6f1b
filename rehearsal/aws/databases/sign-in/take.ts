import type { Readable } from 'node:stream';

/**
 * The next bytes of a stream, which keeps what follows them.
 * @returns undefined where it ends before
 */
export async function take(stream: Readable, length: number): Promise<Buffer | undefined> {
  if (length === 0) return Buffer.alloc(0);
  for (;;) {
    const bytes = stream.read(length) as Buffer | null;
    // At its end a stream gives what is left, however little.
    if (bytes !== null) return bytes.length === length ? bytes : undefined;
    if (stream.readableEnded || stream.destroyed || stream.errored) return undefined;
    if (!(await more(stream))) return undefined;
  }
}

/** Waits for more bytes. @returns false where none come */
function more(stream: Readable): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (answer: boolean) => (): void => {
      for (const [event, listener] of listeners) stream.off(event, listener);
      resolve(answer);
    };
    const listeners: readonly (readonly [string, () => void])[] = [
      ['readable', settle(true)],
      ['end', settle(false)],
      ['close', settle(false)],
      ['error', settle(false)],
    ];
    for (const [event, listener] of listeners) stream.on(event, listener);
  });
}
