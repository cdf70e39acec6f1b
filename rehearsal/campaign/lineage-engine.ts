import type { DatabaseEngine, ServerAddress } from '../contracts.ts';
import type { Stage } from '../stage/stage.ts';

/** A volume or a dump isn't what the call takes it for: a slip of the stage, never of a function. */
export class LineageLost extends Error {
  override readonly name = 'LineageLost';
}

/** What a dump holds, and under which key. */
interface Dump {
  readonly origin: string;
  readonly key: Buffer | undefined;
}

/**
 * A database engine that keeps no data, only where it comes from: a volume's content is the volume
 * in which it was written first. Where a server would listen stands the volume's name, so whoever
 * reaches it knows which volume answers.
 */
export class LineageEngine implements DatabaseEngine {
  readonly family: DatabaseEngine['family'];
  readonly version: string;
  /** Nobody opens a TLS connection to a lineage. */
  readonly caFile = '/dev/null';
  readonly #origins = new Map<string, string>();
  readonly #dumps = new Map<string, Dump>();
  readonly #running = new Set<string>();
  #onServing: () => void = () => undefined;

  constructor(family: DatabaseEngine['family'], version: string) {
    this.family = family;
    this.version = version;
  }

  /** Calls `listener` after each start and stop of a server. */
  onServing(listener: () => void): void {
    this.#onServing = listener;
  }

  /** Whether a server runs on the volume at this address. */
  answersAt(address: string): boolean {
    return this.#running.has(address);
  }

  /** The volume in which the content of the volume at this address was written first. */
  originAt(address: string): string | undefined {
    return this.#origins.get(address);
  }

  async createVolume(volume: string): Promise<void> {
    this.#origins.set(volume, volume);
  }

  async start(volume: string): Promise<ServerAddress> {
    if (!this.#origins.has(volume) || this.#running.has(volume)) {
      throw new LineageLost(`expected the volume ${volume} to be there and stopped`);
    }
    this.#running.add(volume);
    this.#onServing();
    return { address: volume, port: this.family === 'postgresql' ? 5432 : 3306 };
  }

  async stop(volume: string): Promise<void> {
    this.#running.delete(volume);
    this.#onServing();
  }

  async dump(volume: string, file: string, key?: Buffer): Promise<{ bytes: number }> {
    const origin = this.#origins.get(volume);
    if (origin === undefined) throw new LineageLost(`expected the volume ${volume} to be there`);
    this.#dumps.set(file, { origin, key });
    return { bytes: 1 };
  }

  async reencrypt(
    from: string,
    fromKey: Buffer | undefined,
    to: string,
    toKey?: Buffer,
  ): Promise<void> {
    this.#dumps.set(to, { origin: this.#open(from, fromKey), key: toKey });
  }

  async restore(file: string, key: Buffer | undefined, volume: string): Promise<void> {
    this.#origins.set(volume, this.#open(file, key));
  }

  async removeVolume(volume: string): Promise<void> {
    await this.stop(volume);
    this.#origins.delete(volume);
  }

  async removeDump(file: string): Promise<void> {
    this.#dumps.delete(file);
  }

  async close(): Promise<void> {
    this.#running.clear();
  }

  #open(file: string, key: Buffer | undefined): string {
    const dump = this.#dumps.get(file);
    if (dump === undefined) throw new LineageLost(`expected the dump ${file} to be there`);
    const fits = dump.key === undefined ? key === undefined : key?.equals(dump.key) === true;
    if (!fits) throw new LineageLost(`the dump ${file} is under another key`);
    return dump.origin;
  }
}

/** The volume to which a host name leads; undefined where it doesn't resolve, or nobody listens. */
export function volumeAt({ names, network }: Stage, host: string): string | undefined {
  return network.find(names.resolve(host), 5432)?.address;
}
