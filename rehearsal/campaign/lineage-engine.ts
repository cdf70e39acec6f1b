import type { SqlConnection } from '../../functions/shared/ports/sql.ts';
import type { DatabaseEngine, ServerAddress } from '../contracts.ts';
import { answerTo } from './questions.ts';
import type { Entry, TracedEngine } from './traced-engine.ts';

/** A volume or a dump isn't what the call takes it for: a slip of the stage, never of a function. */
export class LineageLost extends Error {
  override readonly name = 'LineageLost';
}

/** What a dump holds, and under which key. */
interface Dump {
  readonly entries: readonly Entry[];
  readonly key: Buffer | undefined;
}

/** A database engine without servers: it remembers what each volume and each dump has to hold. */
export class LineageEngine implements TracedEngine {
  readonly family: DatabaseEngine['family'];
  readonly version: string;
  /** Nobody opens a TLS connection to a lineage. */
  readonly caFile = '/dev/null';
  readonly #volumes = new Map<string, readonly Entry[]>();
  readonly #dumps = new Map<string, Dump>();
  readonly #running = new Set<string>();
  #onServing: () => void = () => undefined;
  #onCopied: (volume: string) => Promise<void> = async () => undefined;

  constructor(family: DatabaseEngine['family'], version: string) {
    this.family = family;
    this.version = version;
  }

  onServing(listener: () => void): void {
    this.#onServing = listener;
  }

  onCopied(listener: (volume: string) => Promise<void>): void {
    this.#onCopied = listener;
  }

  answersAt(volume: string): boolean {
    return this.#running.has(volume);
  }

  expected(volume: string): readonly Entry[] {
    return this.#volumes.get(volume) ?? [];
  }

  async read(volume: string): Promise<readonly Entry[]> {
    return this.expected(volume);
  }

  async write(volume: string, entry: Entry): Promise<void> {
    this.#volumes.set(volume, [...this.#entriesOf(volume), entry]);
  }

  async connect(volume: string): Promise<SqlConnection> {
    return {
      query: async (statement) => [this.#answer(volume, statement)],
      close: async () => undefined,
    };
  }

  async createVolume(volume: string): Promise<void> {
    this.#volumes.set(volume, []);
  }

  async start(volume: string): Promise<ServerAddress> {
    if (!this.#volumes.has(volume) || this.#running.has(volume)) {
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
    this.#dumps.set(file, { entries: this.#entriesOf(volume), key });
    await this.#onCopied(volume);
    return { bytes: 1 };
  }

  async reencrypt(
    from: string,
    fromKey: Buffer | undefined,
    to: string,
    toKey?: Buffer,
  ): Promise<void> {
    this.#dumps.set(to, { entries: this.#open(from, fromKey), key: toKey });
  }

  async restore(file: string, key: Buffer | undefined, volume: string): Promise<void> {
    this.#volumes.set(volume, this.#open(file, key));
  }

  async removeVolume(volume: string): Promise<void> {
    await this.stop(volume);
    this.#volumes.delete(volume);
  }

  async removeDump(file: string): Promise<void> {
    this.#dumps.delete(file);
  }

  async close(): Promise<void> {
    this.#running.clear();
  }

  /** What a database says to VerifyDatabase's statements. */
  #answer(volume: string, statement: string): Readonly<Record<string, unknown>> {
    if (statement === 'SHOW server_version') return { server_version: this.version };
    return answerTo(statement, this.#entriesOf(volume)) ?? { recovering: false, id: 1 };
  }

  #entriesOf(volume: string): readonly Entry[] {
    const entries = this.#volumes.get(volume);
    if (entries === undefined) throw new LineageLost(`expected the volume ${volume} to be there`);
    return entries;
  }

  #open(file: string, key: Buffer | undefined): readonly Entry[] {
    const dump = this.#dumps.get(file);
    if (dump === undefined) throw new LineageLost(`expected the dump ${file} to be there`);
    const fits = dump.key === undefined ? key === undefined : key?.equals(dump.key) === true;
    if (!fits) throw new LineageLost(`the dump ${file} is under another key`);
    return dump.entries;
  }
}
