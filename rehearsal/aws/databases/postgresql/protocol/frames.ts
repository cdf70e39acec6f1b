/** A message of PostgreSQL's protocol: its type, a letter, and all of its bytes. */
export interface Frame {
  readonly type: string;
  readonly bytes: Buffer;
}

/** A type and a length come before what a message says. */
const headerBytes = 5;

/** Puts the messages of a stream together. Source: PostgreSQL documentation, "Message Flow". */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;

  /** @returns the messages that are whole by now */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const frames: Frame[] = [];
    for (;;) {
      const bytes = this.#take();
      if (bytes === undefined) return frames;
      frames.push({ type: String.fromCodePoint(bytes[0] ?? 0), bytes });
    }
  }

  #take(): Buffer | undefined {
    if (this.#length < headerBytes) return undefined;
    if ((this.#chunks[0]?.length ?? 0) < headerBytes) this.#chunks = [Buffer.concat(this.#chunks)];
    // The length counts itself, and not the type.
    const size = 1 + (this.#chunks[0]?.readInt32BE(1) ?? 0);
    if (this.#length < size) return undefined;
    const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const rest = all?.subarray(size);
    this.#chunks = rest === undefined || rest.length === 0 ? [] : [rest];
    this.#length -= size;
    return all?.subarray(0, size);
  }
}

/** What a message says, without its header. */
export function bodyOf({ bytes }: Frame): Buffer {
  return bytes.subarray(headerBytes);
}

/** The texts that a message begins with, each ended by a zero. */
export function textsOf(body: Buffer, count: number): string[] {
  const texts: string[] = [];
  for (let from = 0; texts.length < count;) {
    const end = body.indexOf(0, from);
    if (end < 0) break;
    texts.push(body.toString('utf8', from, end));
    from = end + 1;
  }
  return texts;
}
