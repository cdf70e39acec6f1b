// One file: all that is done to a volume and its server, one after the other.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Admits, DatabaseEngine, FrontDoor, ServerAddress } from '../contracts.ts';
import type { CertificateAuthority } from './certificates.ts';
import { issueOwn } from './own-certificate.ts';
import { DumpUnreadable, readDump, readDumpHeader, verifyDump, writeDump } from './dump-file.ts';
import type { ServerParameters } from './server-parameters.ts';
import type { ServerDied, ServerProcess } from './server-process.ts';
import type { MasterUser, Replication, ServerSoftware } from './server-software.ts';
import type { ServerUser } from './command.ts';
import { openTo } from './server-user.ts';
import { FrontDoors } from './sign-in/front-doors.ts';
import { startServer } from './start-server.ts';
import { addressOf, VolumeRefused, Volumes, type Volume } from './volumes.ts';

/** What an engine is put together from. */
export interface ServerEngineParts {
  readonly software: ServerSoftware;
  /** Whom servers run as; undefined is this process's own user. */
  readonly user: ServerUser | undefined;
  /** The engine's own directory, reachable for `user`. */
  readonly directory: string;
  /** Who vouches for the servers, and where their certificates lie. */
  readonly authority: CertificateAuthority;
  readonly serverDirectory: string;
  /** For how long a restored volume is cold; see `EngineOptions`. */
  readonly coldMilliseconds?: number | undefined;
  /**
   * Told of every server that ends by itself. Without it, `close` rejects with the first death that
   * nobody has met otherwise.
   */
  readonly onServerDied?: ((death: ServerDied) => void) | undefined;
}

/** Real servers on volumes, each on its own port. What is done to one volume is done in order. */
export class ServerEngine implements DatabaseEngine {
  readonly family: DatabaseEngine['family'];
  readonly version: string;
  /** The file of the authority's certificate, PEM: what clients verify servers with. */
  readonly caFile: string;
  readonly #parts: ServerEngineParts;
  readonly #volumes: Volumes;
  readonly #doors: FrontDoors;
  readonly #untold = new Set<ServerDied>();
  readonly #onExit = (): void => {
    for (const server of this.#volumes.servers()) server.killNow();
  };

  private constructor(parts: ServerEngineParts) {
    this.#parts = parts;
    this.family = parts.software.family;
    this.version = parts.software.version;
    this.caFile = path.join(parts.directory, 'ca.pem');
    this.#volumes = new Volumes(path.join(parts.directory, 'volumes'));
    this.#doors = new FrontDoors(parts.software.receive, ({ port }) =>
      this.#volumes.certificateAt(port),
    );
    // Before whoever removes the directory that the servers write to.
    process.prependOnceListener('exit', this.#onExit);
  }

  /** Puts an engine together in `parts.directory`. */
  static async open(parts: ServerEngineParts): Promise<ServerEngine> {
    const engine = new ServerEngine(parts);
    const volumes = path.join(parts.directory, 'volumes');
    await mkdir(volumes, { recursive: true });
    await openTo(parts.user, volumes);
    await mkdir(path.join(parts.directory, 'logs'), { recursive: true });
    await writeFile(engine.caFile, parts.authority.certificate);
    return engine;
  }

  /** @throws VolumeRefused when there is such a volume already */
  createVolume(volume: string, master: MasterUser, database?: string): Promise<void> {
    const { software } = this.#parts;
    return this.#volumes.inTurn(volume, () =>
      this.#volumes.add(volume, (directory) => software.create(directory, master, database)),
    );
  }

  /** @throws VolumeRefused when it is started already; ServerDied when the server won't come up */
  start(volume: string, parameters?: ServerParameters): Promise<ServerAddress> {
    return this.#withVolume(volume, async (found) => {
      if (parameters !== undefined) found.parameters = parameters;
      const at = await this.#start(found);
      await this.#awaited(found, true);
      await this.#chill(found);
      return at;
    });
  }

  stop(volume: string): Promise<void> {
    return this.#withVolume(volume, async (found) => {
      await this.#awaited(found, false);
      await this.#stop(found);
    });
  }

  /** @throws VolumeRefused where this engine's servers don't follow one another, or `writer` is down */
  follow(volume: string, writer: string, hosts?: readonly string[]): Promise<ServerAddress> {
    const { software } = this.#parts;
    const replication = this.#replication();
    return this.#volumes.inTurn(volume, async () => {
      const followed = this.#volumes.get(writer);
      await this.#volumes.inTurn(writer, async () => {
        this.#running(followed);
        await this.#volumes.add(volume, async (directory) => {
          const from = addressOf(followed);
          await software.ownDirectory(directory);
          await software.unpack(software.hotCopy(followed.directory, from), directory);
          await replication.follow(directory, from, volume);
        });
      });
      const follower = this.#volumes.get(volume);
      follower.follows = writer;
      if (hosts !== undefined) await this.#issue(follower, hosts);
      const at = await this.#start(follower);
      await this.#awaited(follower, true);
      return at;
    });
  }

  /** @throws VolumeRefused when it follows nobody, or whom it follows still runs */
  promote(volume: string): Promise<void> {
    const replication = this.#replication();
    return this.#withVolume(volume, async (found) => {
      this.#running(found);
      const { follows } = found;
      if (follows === undefined) throw new VolumeRefused(`${volume} follows nobody`);
      if (this.#volumes.find(follows)?.server !== undefined) {
        throw new VolumeRefused(
          `${volume} can't be promoted: two servers would write while that on ${follows} runs`,
        );
      }
      await replication.promote(addressOf(found));
      delete found.follows;
    });
  }

  /** Stops and starts the server on a volume; it comes back at the same address and port. */
  restart(volume: string): Promise<ServerAddress> {
    return this.#withVolume(volume, async (found) => {
      const server = this.#running(found);
      await this.#awaited(found, false);
      await server.stop();
      delete found.server;
      const at = await this.#start(found, { samePort: true });
      await this.#awaited(found, true);
      return at;
    });
  }

  /** Ends the server on a volume with nothing put in order; `start` recovers it from its log. */
  crash(volume: string): Promise<void> {
    return this.#withVolume(volume, async (found) => {
      const server = this.#running(found);
      await this.#awaited(found, false);
      await server.crash();
      delete found.server;
    });
  }

  /** A server that is stopped is started for as long as it takes. */
  changePassword(volume: string, master: MasterUser): Promise<void> {
    return this.#withVolume(volume, async (found) => {
      const wasRunning = found.server !== undefined;
      const at = wasRunning ? addressOf(found) : await this.#start(found);
      await this.#parts.software.changePassword(at, master);
      if (!wasRunning) await this.#stop(found);
    });
  }

  /** @throws VolumeRefused where its server was started without a certificate of its own */
  certify(volume: string, hosts: readonly string[]): Promise<void> {
    return this.#withVolume(volume, async (found) => {
      const isRunning = found.server !== undefined;
      if (isRunning && found.certificate === undefined) {
        throw new VolumeRefused(`${volume} was started with the certificate of its engine`);
      }
      await this.#issue(found, hosts);
      if (isRunning) await this.#parts.software.reloadCertificate(addressOf(found));
    });
  }

  openDoor(server: () => ServerAddress | undefined, admits: Admits): Promise<FrontDoor> {
    return this.#doors.open(server, admits);
  }

  /** The process id of the server on a volume; undefined while there is none. */
  processId(volume: string): number | undefined {
    return this.#volumes.get(volume).server?.pid;
  }

  /**
   * @returns the size of the file
   * @throws ServerDied when the server has ended by itself, and the volume is in an unknown state
   */
  dump(volume: string, file: string, key?: Buffer): Promise<{ bytes: number }> {
    return this.#withVolume(volume, async (found) => {
      if (found.death !== undefined) throw this.#told(found.death);
      const { software } = this.#parts;
      const body =
        found.server === undefined
          ? software.coldCopy(found.directory)
          : software.hotCopy(found.directory, addressOf(found));
      await mkdir(path.dirname(file), { recursive: true });
      return writeDump(file, this, key, body);
    });
  }

  /** @throws DumpUnreadable when `fromKey` isn't the key that `from` is under */
  async reencrypt(
    from: string,
    fromKey: Buffer | undefined,
    to: string,
    toKey?: Buffer,
  ): Promise<void> {
    const header = await readDumpHeader(from);
    await mkdir(path.dirname(to), { recursive: true });
    await writeDump(to, header, toKey, readDump(from, fromKey));
  }

  /** @throws DumpUnreadable when it is damaged, under another key, or another server's */
  restore(file: string, key: Buffer | undefined, volume: string): Promise<void> {
    const { software } = this.#parts;
    return this.#volumes.inTurn(volume, async () => {
      await this.#volumes.add(volume, async (directory) => {
        // Twice through the file: nothing that isn't proved whole reaches tar.
        const { family, version } = await verifyDump(file, key);
        if (family !== this.family || majorOf(version) !== majorOf(this.version)) {
          throw new DumpUnreadable(
            `${file} holds ${family} ${version}, and this engine runs ${this.family} ${this.version}`,
          );
        }
        await software.ownDirectory(directory);
        await software.unpack(readDump(file, key), directory);
      });
      this.#volumes.get(volume).isCold = true;
    });
  }

  removeVolume(volume: string): Promise<void> {
    return this.#withVolume(volume, async (found) => {
      await this.#awaited(found, false);
      await this.#volumes.remove(volume);
    });
  }

  async removeDump(file: string): Promise<void> {
    await rm(file);
  }

  /** @throws ServerDied the first death of a server that nobody has met, once all are stopped */
  async close(): Promise<void> {
    await this.#doors.close();
    await this.#volumes.close();
    process.off('exit', this.#onExit);
    const [untold] = this.#untold;
    this.#untold.clear();
    if (untold !== undefined) throw untold;
  }

  async #chill(volume: Volume): Promise<void> {
    const { coldMilliseconds, software } = this.#parts;
    if (coldMilliseconds === undefined || volume.isCold !== true) return;
    volume.isCold = false;
    const warm = await software.chill(addressOf(volume));
    setTimeout(() => void warm(), coldMilliseconds).unref();
  }

  async #issue(volume: Volume, hosts: readonly string[]): Promise<void> {
    const { authority, serverDirectory: directory, user } = this.#parts;
    volume.certificate = await issueOwn(volume.name, hosts, { authority, directory, user });
  }

  async #stop(volume: Volume): Promise<void> {
    await volume.server?.stop();
    delete volume.server;
  }

  #start(volume: Volume, options: { readonly samePort?: boolean } = {}): Promise<ServerAddress> {
    const onDeath = (death: ServerDied): void => this.#died(volume, death);
    return startServer(volume, { ...this.#parts, onDeath }, options);
  }

  /**
   * Has a follower's writer wait for it, or no longer wait for it: a commit waits for ever for a
   * follower that is gone.
   */
  async #awaited(follower: Volume, awaited: boolean): Promise<void> {
    const { name, follows } = follower;
    const writer = follows === undefined ? undefined : this.#volumes.find(follows);
    if (writer === undefined) return;
    await this.#volumes.inTurn(writer.name, async () => {
      if (writer.server === undefined) return;
      const others = this.#volumes.followers(writer.name).filter((one) => one.name !== name);
      const names = [...others, ...(awaited ? [follower] : [])].map((one) => one.name);
      await this.#replication().awaitFollowers(addressOf(writer), names);
    });
  }

  #replication(): Replication {
    const { replication } = this.#parts.software;
    if (replication !== undefined) return replication;
    throw new VolumeRefused(`servers of ${this.family} don't follow one another in this simulator`);
  }

  #withVolume<T>(name: string, work: (volume: Volume) => Promise<T>): Promise<T> {
    return this.#volumes.inTurn(name, () => work(this.#volumes.get(name)));
  }

  #running(volume: Volume): ServerProcess {
    if (volume.server !== undefined) return volume.server;
    if (volume.death !== undefined) throw this.#told(volume.death);
    throw new VolumeRefused(`no server runs on ${volume.name}`);
  }

  #died(volume: Volume, death: ServerDied): void {
    delete volume.server;
    volume.death = death;
    // Whoever asks for the volume next hears of the death; its writer mustn't wait until then.
    this.#awaited(volume, false).catch(() => undefined);
    this.#untold.add(death);
    if (this.#parts.onServerDied !== undefined) this.#parts.onServerDied(this.#told(death));
  }

  #told(death: ServerDied): ServerDied {
    this.#untold.delete(death);
    return death;
  }
}

function majorOf(version: string): string | undefined {
  return version.split('.')[0];
}
