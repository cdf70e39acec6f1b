import { join } from 'node:path';
import type { VirtualClock } from '../../clock.ts';
import type { Admits, DatabaseEngine, FrontDoor, ServerAddress } from '../../contracts.ts';

/** Where data comes from: the resource that it was written to, and until when. */
export interface Lineage {
  /** `cluster-…` or `db-…` of the database whose data this is. */
  readonly resourceId: string;
  /** Virtual milliseconds; undefined for a volume that is still being written to. */
  readonly takenAt?: number;
  /** What that database was restored from. */
  readonly restoredFrom?: Lineage;
}

/** A cluster's storage, or a stand-alone instance's. */
export interface Volume {
  readonly name: string;
  readonly engine: string;
  readonly lineage: Lineage;
  server: ServerAddress | undefined;
  /** Virtual milliseconds: when that server came up, or was promoted. */
  since: number | undefined;
  /** The names that its server's certificate has. */
  proved: string | undefined;
  /** Where users of IAM database authentication sign in at that server. */
  door: FrontDoor | undefined;
}

/** A snapshot's data at rest. */
export interface Dump {
  readonly file: string;
  readonly engine: string;
  readonly lineage: Lineage;
  /** 32 bytes; undefined for unencrypted data. */
  readonly key: Buffer | undefined;
  readonly bytes: number;
}

/** A master user. */
export interface Master {
  readonly user: string;
  readonly password: string;
}

/** Readers are to have servers of their own, and the engine behind them has none that follow. */
export class NoFollowers extends Error {
  override readonly name = 'NoFollowers';

  constructor({ family, version }: DatabaseEngine) {
    super(
      `expected an engine whose servers follow one another, found ${family} ${version}: ` +
        'leave readers without servers of their own, or take PostgreSQL',
    );
  }
}

/**
 * All that RDS does with real databases; time stands still meanwhile. An engine that keeps no data
 * can stand in: the lineage tells what a database would hold.
 */
export class Storage {
  readonly #clock: VirtualClock;
  readonly #engines: (engine: string) => DatabaseEngine;
  readonly #directory: string;
  readonly #turns = new Map<string, Promise<unknown>>();
  #files = 0;

  /** @param workDirectory where dumps go; it has to be there when an engine writes files */
  constructor(
    clock: VirtualClock,
    engines: (engine: string) => DatabaseEngine,
    workDirectory: string,
  ) {
    this.#clock = clock;
    this.#engines = engines;
    this.#directory = workDirectory;
  }

  engine(engine: string): DatabaseEngine {
    return this.#engines(engine);
  }

  create(resourceId: string, engine: string, master: Master, database?: string): Promise<Volume> {
    return this.#inTurn(resourceId.toLowerCase(), async () => {
      const volume = newVolume(resourceId, engine, { resourceId });
      await this.#engines(engine).createVolume(volume.name, master, database);
      return volume;
    });
  }

  /**
   * Starts the volume's server, unless it runs.
   * @param parameters of its group
   */
  start(volume: Volume, parameters: Readonly<Record<string, string>>): Promise<ServerAddress> {
    return this.#inTurn(volume.name, async () => {
      if (volume.server) return volume.server;
      volume.server = await this.#engines(volume.engine).start(volume.name, parameters);
      volume.since = this.#clock.now();
      return volume.server;
    });
  }

  /** Gives the volume's server a certificate of these names, unless it has it. */
  async certify(volume: Volume, hosts: readonly string[]): Promise<void> {
    const proved = hosts.join(' ');
    if (volume.proved === proved || !this.#engines(volume.engine).certify) return;
    await this.#inTurn(volume.name, async () => {
      await this.#engines(volume.engine).certify?.(volume.name, hosts);
      volume.proved = proved;
    });
  }

  /** Opens the front door of the volume's server, once and for all; not every engine has one. */
  async openDoor(volume: Volume, admits: Admits): Promise<void> {
    if (volume.door !== undefined || !this.#engines(volume.engine).openDoor) return;
    await this.#inTurn(volume.name, async () => {
      volume.door ??= await this.#engines(volume.engine).openDoor?.(() => volume.server, admits);
    });
  }

  stop(volume: Volume): Promise<void> {
    return this.#inTurn(volume.name, async () => {
      volume.server = undefined;
      await this.#engines(volume.engine).stop(volume.name);
    });
  }

  /** Ends the volume's server with nothing put in order. */
  crash(volume: Volume): Promise<void> {
    return this.#inTurn(volume.name, async () => {
      const engine = this.#engines(volume.engine);
      if (engine.crash === undefined) throw new NoFollowers(engine);
      volume.server = undefined;
      await engine.crash(volume.name);
    });
  }

  /** Makes a volume with a server of its own, which follows that of `writer` and only reads. */
  follow(writer: Volume, resourceId: string, hosts: readonly string[]): Promise<Volume> {
    return this.#inTurn(writer.name, async () => {
      const engine = this.#engines(writer.engine);
      if (engine.follow === undefined) throw new NoFollowers(engine);
      const volume = newVolume(resourceId, writer.engine, writer.lineage);
      volume.server = await engine.follow(volume.name, writer.name, hosts);
      volume.proved = hosts.join(' ');
      volume.since = this.#clock.now();
      return volume;
    });
  }

  /** Makes a follower's server take writes; that of its writer is stopped. */
  promote(volume: Volume): Promise<void> {
    return this.#inTurn(volume.name, async () => {
      const engine = this.#engines(volume.engine);
      if (engine.promote === undefined) throw new NoFollowers(engine);
      await engine.promote(volume.name);
      volume.since = this.#clock.now();
    });
  }

  /** Gives the master user of a volume another password. */
  changePassword(volume: Volume, master: Master): Promise<void> {
    return this.#inTurn(volume.name, async () => {
      await this.#engines(volume.engine).changePassword?.(volume.name, master);
    });
  }

  /** Copies a volume's data as of now. */
  dump(volume: Volume, key: Buffer | undefined): Promise<Dump> {
    return this.#inTurn(volume.name, async () => {
      const file = this.#newFile(volume.name);
      const lineage = { ...volume.lineage, takenAt: this.#clock.now() };
      const { bytes } = await this.#engines(volume.engine).dump(volume.name, file, key);
      return { file, engine: volume.engine, lineage, key, bytes };
    });
  }

  /** Copies a dump, under another key or the same. */
  copy(dump: Dump, name: string, key: Buffer | undefined): Promise<Dump> {
    return this.#inTurn(dump.file, async () => {
      const file = this.#newFile(name);
      await this.#engines(dump.engine).reencrypt(dump.file, dump.key, file, key);
      return { ...dump, file, key };
    });
  }

  /** Makes a volume from a dump. */
  restore(dump: Dump, resourceId: string, engine: string): Promise<Volume> {
    return this.#inTurn(dump.file, async () => {
      const volume = newVolume(resourceId, engine, { resourceId, restoredFrom: dump.lineage });
      await this.#engines(engine).restore(dump.file, dump.key, volume.name);
      return volume;
    });
  }

  removeVolume(volume: Volume): Promise<void> {
    return this.#inTurn(volume.name, async () => {
      volume.server = undefined;
      await volume.door?.close();
      await this.#engines(volume.engine).removeVolume(volume.name);
    });
  }

  removeDump(dump: Dump): Promise<void> {
    return this.#inTurn(dump.file, () => this.#engines(dump.engine).removeDump(dump.file));
  }

  /** Time stands still, and what is done to one volume or file is done one after the other. */
  #inTurn<T>(what: string, work: () => Promise<T>): Promise<T> {
    return this.#clock.hold(() => {
      const before = this.#turns.get(what) ?? Promise.resolve();
      const turn = before.then(work, work);
      this.#turns.set(what, turn);
      return turn;
    });
  }

  #newFile(name: string): string {
    const plain = name.replaceAll(/[^\w-]/g, '-');
    return join(this.#directory, `${plain}-${++this.#files}.dump`);
  }
}

function newVolume(resourceId: string, engine: string, lineage: Lineage): Volume {
  return {
    name: resourceId.toLowerCase(),
    engine,
    lineage,
    server: undefined,
    since: undefined,
    proved: undefined,
    door: undefined,
  };
}
