import { refusedBy, unlessBroken } from '../../../functions/target/sql/connection-errors.ts';
import type { SqlConnection } from '../../../functions/target/ports/sql.ts';
import { firstValue } from './plain-value.ts';
import type { DatabaseEngine, ServerAddress } from '../../aws/contracts.ts';
import { answerTo } from './questions.ts';
import type { Entry, TracedEngine } from './traced-engine.ts';

/**
 * A volume or a dump isn't what the call takes it for: a slip of the simulator, never of a
 * function.
 */
export class LineageLost extends Error {
  override readonly name = 'LineageLost';
}

/** What a volume holds. */
interface Content {
  readonly entries: readonly Entry[];
  /** What VerifyDatabase left in it, or in what it is a copy of. */
  readonly mark: string | undefined;
}

/** What a dump holds, and under which key. */
interface Dump extends Content {
  readonly key: Buffer | undefined;
}

/** How the mark is written. */
const marking = /^INSERT INTO understudy_mark VALUES \('([\w-]+)'\)$/;

/** A database engine without servers: it remembers what each volume and each dump has to hold. */
export class LineageEngine implements TracedEngine {
  readonly family: DatabaseEngine['family'];
  readonly version: string;
  /** Nobody opens a TLS connection to a lineage. */
  readonly caFile = '/dev/null';
  readonly #volumes = new Map<string, Content>();
  readonly #dumps = new Map<string, Dump>();
  readonly #running = new Set<string>();
  #turnedAway: Error | undefined;
  #cutOff: Error | undefined;
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
    return this.#volumes.get(volume)?.entries ?? [];
  }

  /** The mark that VerifyDatabase finds in a volume. */
  markIn(volume: string): string | undefined {
    return this.#volumes.get(volume)?.mark;
  }

  /** Remembers what a statement of VerifyDatabase has left in a volume. */
  heard(volume: string, statement: string): void {
    const [, mark] = marking.exec(statement) ?? [];
    if (mark !== undefined) this.#volumes.set(volume, { ...this.#contentOf(volume), mark });
  }

  async read(volume: string): Promise<readonly Entry[]> {
    return this.expected(volume);
  }

  async write(volume: string, entry: Entry): Promise<void> {
    const content = this.#contentOf(volume);
    this.#volumes.set(volume, { ...content, entries: [...content.entries, entry] });
  }

  async connect(volume: string, host: string): Promise<SqlConnection> {
    // By a token, which is what is refused in passing.
    const token = { user: 'verifier' };
    if (this.#turnedAway !== undefined) throw refusedBy(host, this.#turnedAway, token);
    const query = async (
      statement: string,
    ): Promise<readonly Readonly<Record<string, unknown>>[]> => {
      this.heard(volume, statement);
      return [this.#answer(volume, statement)];
    };
    return {
      query,
      ask: (statement) =>
        unlessBroken(async () => {
          if (this.#cutOff !== undefined) throw this.#cutOff;
          return firstValue(await query(statement));
        }),
      close: async () => undefined,
    };
  }

  cutOff(why: Error | undefined): void {
    this.#cutOff = why;
  }

  turnAway(why: Error | undefined): void {
    this.#turnedAway = why;
  }

  async createVolume(volume: string): Promise<void> {
    this.#volumes.set(volume, { entries: [], mark: undefined });
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
    this.#dumps.set(file, { ...this.#contentOf(volume), key });
    await this.#onCopied(volume);
    return { bytes: 1 };
  }

  async reencrypt(
    from: string,
    fromKey: Buffer | undefined,
    to: string,
    toKey?: Buffer,
  ): Promise<void> {
    this.#dumps.set(to, { ...this.#open(from, fromKey), key: toKey });
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
    const { entries, mark } = this.#contentOf(volume);
    return (
      answerTo(statement, entries) ?? {
        recovering: false,
        id: 1,
        marked: mark !== undefined,
        resource_id: mark,
      }
    );
  }

  #contentOf(volume: string): Content {
    const content = this.#volumes.get(volume);
    if (content === undefined) throw new LineageLost(`expected the volume ${volume} to be there`);
    return content;
  }

  #open(file: string, key: Buffer | undefined): Content {
    const dump = this.#dumps.get(file);
    if (dump === undefined) throw new LineageLost(`expected the dump ${file} to be there`);
    const fits = dump.key === undefined ? key === undefined : key?.equals(dump.key) === true;
    if (!fits) throw new LineageLost(`the dump ${file} is under another key`);
    return { entries: dump.entries, mark: dump.mark };
  }
}
