import type { ServerAddress } from './contracts.ts';

/** How many connections a database proxy may have to a server, and how long others wait for one. */
export interface PoolLimits {
  /** Of the connections that the server takes at most. */
  readonly maxConnectionsPercent: number;
  readonly maxIdleConnectionsPercent: number;
  /** Virtual milliseconds. */
  readonly borrowTimeout: number;
  /** SQL that begins each connection. */
  readonly initQuery: string | undefined;
}

/** How a user of a database proxy signs in to it, and it to the server. */
export interface ProxyCredentials {
  readonly password: string;
  /** A token in place of the password, or SCRAM-SHA-256 or MD5 with it. */
  readonly client: 'token' | 'scram' | 'md5';
}

/** What a database proxy is told of its surroundings; asked anew each time, since all of it may change. */
export interface ProxySurroundings {
  requiresTls(): boolean;
  /** Virtual milliseconds after which a client that asks for nothing is sent away. */
  idleClientTimeout(): number;
  limits(): PoolLimits;
  /** The servers that take requests now, as far as the proxy knows. */
  servers(): readonly ServerAddress[];
  /** Why no server will ever take a request, such as that a cluster has no readers. */
  refusal(): string | undefined;
  /** @returns undefined for a user whom the proxy has no secret of */
  credentials(user: string): Promise<ProxyCredentials | undefined>;
  /** @returns why the token doesn't let the user in; undefined where it does */
  refuseToken(user: string, token: string): Promise<string | undefined>;
}

/** What a database proxy has at the moment. Named as its metrics in CloudWatch are. */
export interface ProxyFigures {
  readonly clientConnections: number;
  readonly databaseConnections: number;
  readonly databaseConnectionsCurrentlyBorrowed: number;
  readonly databaseConnectionsCurrentlySessionPinned: number;
  /** Why sessions were pinned so far, and how many. */
  readonly pinned: ReadonlyMap<string, number>;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}

/** A database proxy that listens on this machine. */
export interface ProxyServer {
  readonly at: ServerAddress;
  figures(): ProxyFigures;
  close(): Promise<void>;
}

/** Makes database proxies listen. */
export interface ProxyServers {
  /** @param hosts the names that the proxy's certificate is to be valid for */
  open(hosts: readonly string[], surroundings: ProxySurroundings): Promise<ProxyServer>;
  /** Closes all of them. */
  close(): Promise<void>;
}
