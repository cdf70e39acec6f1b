import { link } from 'node:fs/promises';
import { refusedBy, unlessBroken } from '../../../functions/target/sql/connection-errors.ts';
import { NotAnswering } from '../../../functions/target/ports/sql.ts';
import type { SqlConnection } from '../../../functions/target/ports/sql.ts';
import { firstValue } from './plain-value.ts';
import type { DatabaseEngine, ServerAddress } from '../../aws/contracts.ts';
import { connectAsMaster } from '../../aws/databases/connection.ts';
import type { SqlConnection as MasterConnection } from '../../aws/databases/connection.ts';
import type { LineageEngine } from './lineage-engine.ts';
import type { Account, Entry, TracedEngine } from './traced-engine.ts';

/** A copy that was taken, of how many entries, and with which mark. */
interface Copy {
  readonly file: string;
  readonly entries: number;
  readonly mark: string | undefined;
}

/** Real servers behind a lineage: whatever the lineage remembers is done to real data as well. */
export class ServedLineage implements TracedEngine {
  readonly family: DatabaseEngine['family'];
  readonly version: string;
  readonly caFile: string;
  readonly #lineage: LineageEngine;
  readonly #servers: DatabaseEngine & { readonly caFile: string };
  readonly #master: Account;
  readonly #volumes = new Set<string>();
  readonly #addresses = new Map<string, ServerAddress>();
  readonly #copies = new Map<string, Copy>();
  /** Of volumes and of copies, where RDS gave it another password. */
  readonly #masters = new Map<string, Account>();
  #turnedAway: Error | undefined;
  #cutOff: Error | undefined;

  /**
   * @param servers have no volumes, and have none again once this engine is closed
   * @param master of every database
   */
  constructor(
    lineage: LineageEngine,
    servers: DatabaseEngine & { readonly caFile: string },
    master: Account,
  ) {
    this.#lineage = lineage;
    this.#servers = servers;
    this.#master = master;
    this.family = servers.family;
    this.version = servers.version;
    this.caFile = servers.caFile;
  }

  onServing(listener: () => void): void {
    this.#lineage.onServing(listener);
  }

  onCopied(listener: (volume: string) => Promise<void>): void {
    this.#lineage.onCopied(listener);
  }

  answersAt(volume: string): boolean {
    return this.#lineage.answersAt(volume);
  }

  expected(volume: string): readonly Entry[] {
    return this.#lineage.expected(volume);
  }

  async read(volume: string): Promise<readonly Entry[]> {
    const rows = await this.#asMaster(volume, async (connection) => {
      const [{ there } = {}] = await connection.query(
        "SELECT to_regclass('entries') IS NOT NULL AS there",
      );
      // A database of nobody's application.
      if (there !== true) return [];
      return connection.query('SELECT place, at FROM entries ORDER BY number');
    });
    return rows.map(({ place, at }) => ({ place: place as Entry['place'], at: Number(at) }));
  }

  async write(volume: string, entry: Entry): Promise<void> {
    await this.#asMaster(volume, async (connection) => {
      await connection.query(
        'CREATE TABLE IF NOT EXISTS entries (number serial PRIMARY KEY, place text, at double precision)',
      );
      await connection.query('INSERT INTO entries (place, at) VALUES ($1, $2)', [
        entry.place,
        entry.at,
      ]);
    });
    await this.#lineage.write(volume, entry);
  }

  cutOff(why: Error | undefined): void {
    this.#cutOff = why;
  }

  turnAway(why: Error | undefined): void {
    this.#turnedAway = why;
  }

  async connect(volume: string, host: string, as: Account): Promise<SqlConnection> {
    // By a token, which is what is refused in passing.
    const token = { user: 'verifier' };
    if (this.#turnedAway !== undefined) throw refusedBy(host, this.#turnedAway, token);
    const connection = await this.#connect(volume, as, host).catch((error: unknown) => {
      throw refusedBy(host, error);
    });
    const query = async (
      statement: string,
    ): Promise<readonly Readonly<Record<string, unknown>>[]> => {
      const rows = await unlessBroken(() => connection.query(statement));
      this.#lineage.heard(volume, statement);
      return rows;
    };
    return {
      query,
      ask: (statement) =>
        unlessBroken(async () => {
          if (this.#cutOff !== undefined) throw this.#cutOff;
          return firstValue(await query(statement));
        }),
      close: () => connection.end(),
    };
  }

  async createVolume(
    volume: string,
    master: { user: string; password: string },
    database?: string,
  ): Promise<void> {
    await this.#servers.createVolume(volume, master, database);
    this.#masters.set(volume, { ...this.#master, ...master });
    this.#volumes.add(volume);
    await this.#lineage.createVolume(volume);
  }

  async changePassword(volume: string, master: Account): Promise<void> {
    await this.#servers.changePassword?.(volume, master);
    this.#masters.set(volume, { ...this.#master, ...master });
  }

  /** A lineage proves no name; its servers do, each those of its own database. */
  async certify(volume: string, hosts: readonly string[]): Promise<void> {
    await this.#servers.certify?.(volume, hosts);
  }

  async start(
    volume: string,
    parameters?: Readonly<Record<string, string>>,
  ): Promise<ServerAddress> {
    this.#addresses.set(volume, await this.#servers.start(volume, parameters));
    return this.#lineage.start(volume);
  }

  async stop(volume: string): Promise<void> {
    await this.#servers.stop(volume);
    this.#addresses.delete(volume);
    await this.#lineage.stop(volume);
  }

  /** The same file again, where nothing was written since: a full quota is a hundred snapshots. */
  async dump(volume: string, file: string, key?: Buffer): Promise<{ bytes: number }> {
    const entries = this.expected(volume).length;
    const mark = this.#lineage.markIn(volume);
    const id = `${volume} ${key?.toString('hex') ?? ''}`;
    const last = this.#copies.get(id);
    const master = this.#masterOf(volume);
    const same =
      last?.entries === entries && last.mark === mark && this.#masterOf(last.file) === master;
    if (same) await link(last.file, file);
    else await this.#servers.dump(volume, file, key);
    this.#copies.set(id, { file, entries, mark });
    this.#masters.set(file, master);
    return this.#lineage.dump(volume, file, key);
  }

  async reencrypt(
    from: string,
    fromKey: Buffer | undefined,
    to: string,
    toKey?: Buffer,
  ): Promise<void> {
    await this.#servers.reencrypt(from, fromKey, to, toKey);
    this.#masters.set(to, this.#masterOf(from));
    await this.#lineage.reencrypt(from, fromKey, to, toKey);
  }

  async restore(file: string, key: Buffer | undefined, volume: string): Promise<void> {
    await this.#servers.restore(file, key, volume);
    this.#masters.set(volume, this.#masterOf(file));
    this.#volumes.add(volume);
    await this.#lineage.restore(file, key, volume);
  }

  async removeVolume(volume: string): Promise<void> {
    await this.#servers.removeVolume(volume);
    this.#volumes.delete(volume);
    this.#addresses.delete(volume);
    await this.#lineage.removeVolume(volume);
  }

  async removeDump(file: string): Promise<void> {
    for (const [id, copy] of this.#copies) if (copy.file === file) this.#copies.delete(id);
    await this.#servers.removeDump(file);
    await this.#lineage.removeDump(file);
  }

  /** The servers go on, for others; their volumes go. */
  async close(): Promise<void> {
    for (const volume of this.#volumes) await this.#servers.removeVolume(volume);
    this.#volumes.clear();
    await this.#lineage.close();
  }

  async #asMaster<T>(
    volume: string,
    work: (connection: MasterConnection) => Promise<T>,
  ): Promise<T> {
    const connection = await this.#connect(volume, this.#masterOf(volume));
    try {
      return await work(connection);
    } finally {
      await connection.end();
    }
  }

  #masterOf(what: string): Account {
    return this.#masters.get(what) ?? this.#master;
  }

  #connect(
    volume: string,
    { user, password, database }: Account,
    host = 'localhost',
  ): Promise<MasterConnection> {
    const at = this.#addresses.get(volume);
    if (at === undefined) throw new NotAnswering(`nobody serves ${volume}`);
    const more = { host, ...(database !== undefined && { database }) };
    return connectAsMaster(this, at, { user, password }, more);
  }
}
