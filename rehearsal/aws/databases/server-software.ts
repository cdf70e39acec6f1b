import type { DatabaseEngine, ServerAddress } from '../contracts.ts';
import type { OwnCertificate } from './own-certificate.ts';
import type { ServerParameters } from './server-parameters.ts';
import type { Receive } from './sign-in/receive.ts';

/** A master user as `DatabaseEngine.createVolume` takes it. */
export interface MasterUser {
  readonly user: string;
  readonly password: string;
}

/** How a server on a volume is run, and how its log is to be read. */
export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** In the log: it answers. */
  readonly ready: RegExp;
  /** In the log: it gave up because another program has its port. */
  readonly portTaken: RegExp;
  /** In the log: it gave up because what its killed predecessor left isn't gone yet. */
  readonly predecessorAlive: RegExp;
  /** Asks it to end soon and in good order, whoever is connected. */
  readonly stopSignal: NodeJS.Signals;
  /** Ends it at once, with nothing put in order but what outlives processes, such as shared memory. */
  readonly crashSignal: NodeJS.Signals;
}

/** What one server has of its own. */
export interface OwnSettings {
  readonly parameters?: ServerParameters | undefined;
  readonly certificate?: OwnCertificate | undefined;
}

/** What differs between PostgreSQL and MariaDB, as `ServerEngine` needs it. */
export interface ServerSoftware {
  readonly family: DatabaseEngine['family'];
  readonly version: string;
  /** Fills `directory`, which doesn't exist yet, with a new volume. */
  create(directory: string, master: MasterUser, database?: string): Promise<void>;
  command(directory: string, at: ServerAddress, own: OwnSettings): ServerCommand;
  /** Has whoever reads a table of the server at `at` wait. @returns what lets them read again */
  chill(at: ServerAddress): Promise<() => Promise<void>>;
  /** Has the server at `at` read its certificate anew; resolves once it shows that one. */
  reloadCertificate(at: ServerAddress): Promise<void>;
  /** The bytes of a copy of a volume that no server runs on. */
  coldCopy(directory: string): AsyncIterable<Buffer>;
  /** The bytes of a copy of a volume that is being written by the server at `at`. */
  hotCopy(directory: string, at: ServerAddress): AsyncIterable<Buffer>;
  /** Makes an empty directory that the servers' user owns. */
  ownDirectory(directory: string): Promise<void>;
  /** Fills a directory of `ownDirectory` from the bytes of a copy. */
  unpack(bytes: AsyncIterable<Buffer>, directory: string): Promise<void>;
  /** Gives the master user of the server at `at` another password. */
  changePassword(at: ServerAddress, master: MasterUser): Promise<void>;
  /** Answers clients at a front door. */
  readonly receive: Receive;
  /** How servers follow one another; absent where they don't here. */
  readonly replication?: Replication;
}

/** How a server follows another: its own copy, kept up to date from the other's log. */
export interface Replication {
  /** Makes of a copy of a volume, before its first start, one whose server follows `writer`. */
  follow(directory: string, writer: ServerAddress, name: string): Promise<void>;
  /**
   * Has `writer` acknowledge only what all the servers of these names have, and resolves once it does.
   * @param names of its followers; none for a writer that waits for nobody
   */
  awaitFollowers(writer: ServerAddress, names: readonly string[]): Promise<void>;
  /** Ends the following: the server takes writes. */
  promote(at: ServerAddress): Promise<void>;
}
