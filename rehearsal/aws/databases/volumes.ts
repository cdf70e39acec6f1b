import { rm } from 'node:fs/promises';
import path from 'node:path';

import type { ServerAddress } from '../contracts.ts';
import type { Certificate } from './certificates.ts';
import type { OwnCertificate } from './own-certificate.ts';
import type { ServerParameters } from './server-parameters.ts';
import type { ServerDied, ServerProcess } from './server-process.ts';

/** A volume is asked for something that it can't do in its state, or under its name. */
export class VolumeRefused extends Error {
  override readonly name = 'VolumeRefused';
}

/** A data directory with the server that runs on it. */
export interface Volume {
  readonly name: string;
  readonly directory: string;
  /** Kept over stop and start, so that a server comes back where it was. */
  port?: number;
  /** The volume whose server its own one follows. */
  follows?: string;
  /** Those that its server was last started with. */
  parameters?: ServerParameters;
  /** It was restored, and nobody has read it yet. */
  isCold?: boolean;
  /** Where it has one of its own. */
  certificate?: OwnCertificate;
  server?: ServerProcess;
  /** How its last server ended, when that was by itself. */
  death?: ServerDied;
}

/** Where all servers listen: macOS has no other loopback address. */
export const address = '127.0.0.1';

/** The volumes of one engine, by name. */
export class Volumes {
  readonly #directory: string;
  readonly #volumes = new Map<string, Volume>();
  readonly #queues = new Map<string, Promise<unknown>>();
  #closed = false;

  /** @param directory holds a directory for each volume */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Runs `work` once what is under way on the volume is done. */
  inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.#closed) {
      return Promise.reject(new VolumeRefused(`the engine is closed: nothing is done to ${name}`));
    }
    const before = this.#queues.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#queues.set(name, mine);
    const leave = (): void => {
      if (this.#queues.get(name) === mine) this.#queues.delete(name);
    };
    mine.then(leave, leave);
    return mine;
  }

  find(name: string): Volume | undefined {
    return this.#volumes.get(name);
  }

  /** @throws VolumeRefused when there is none */
  get(name: string): Volume {
    const volume = this.find(name);
    if (volume === undefined) throw new VolumeRefused(`there is no volume ${name}`);
    return volume;
  }

  /**
   * Makes a volume whose directory `fill` makes and fills; a failure leaves nothing behind.
   * @throws VolumeRefused when the name is taken or can't be a directory's
   */
  async add(name: string, fill: (directory: string) => Promise<void>): Promise<void> {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(name)) {
      throw new VolumeRefused(
        'a volume has a name of up to 200 letters, digits, dots, hyphens and underscores, the ' +
          `first a letter or digit, and this one is ${JSON.stringify(name)}`,
      );
    }
    if (this.#volumes.has(name)) throw new VolumeRefused(`there is a volume ${name} already`);
    const volume = { name, directory: path.join(this.#directory, name) };
    try {
      await fill(volume.directory);
      this.#volumes.set(name, volume);
    } catch (error) {
      await rm(volume.directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** Stops the server on a volume and deletes the volume. */
  async remove(name: string): Promise<void> {
    const volume = this.get(name);
    await volume.server?.stop();
    this.#volumes.delete(name);
    await rm(volume.directory, { recursive: true, force: true });
  }

  /** The volumes that follow another one, and whose servers run. */
  followers(writer: string): readonly Volume[] {
    return [...this.#volumes.values()].filter(
      ({ follows, server }) => follows === writer && server !== undefined,
    );
  }

  /** The certificate of the server that listens at a port, where it has one of its own. */
  certificateAt(port: number): Certificate | undefined {
    const found = [...this.#volumes.values()].find((volume) => volume.port === port);
    return found?.certificate?.issued;
  }

  /** The servers that run now. */
  servers(): readonly ServerProcess[] {
    return [...this.#volumes.values()].flatMap(({ server }) => server ?? []);
  }

  /** Refuses further work, waits for what is under way, and stops every server. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#queues.values());
    await Promise.all(this.servers().map((server) => server.stop()));
    for (const volume of this.#volumes.values()) delete volume.server;
  }
}

/** Where the server on a volume listens, or last did. */
export function addressOf(volume: Volume): ServerAddress {
  if (volume.port === undefined) throw new VolumeRefused(`${volume.name} was never started`);
  return { address: address, port: volume.port };
}
