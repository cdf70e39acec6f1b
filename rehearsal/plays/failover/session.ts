import { Client } from 'pg';
import type { ServerAddress } from '../../aws/contracts.ts';

/** A client's connection to whichever server the private endpoint led to. */
export interface Session {
  /** The port on which that server really listens. */
  readonly serverPort: number;
  /** Whether it has ended: then it takes nothing more. */
  readonly isBroken: boolean;
  /** Inserts one row in a transaction of its own. @throws the driver's error */
  write(id: number, client: number): Promise<void>;
  end(): Promise<void>;
}

/** What a session is opened with. */
export interface Login {
  readonly user: string;
  readonly password: string;
  /** The name that the server's certificate is held against, unless that is left. */
  readonly host: string;
  /** Whether any name will do: `verify-ca` in place of `verify-full`. */
  readonly anyName?: boolean;
  /** The authority's certificate, PEM. */
  readonly ca: string;
}

/** Made before the clients come. No key: a row that is there twice shows. */
export const writesTable = 'CREATE TABLE failover_writes (id bigint, client integer)';

/** Real time for what is real: a server that doesn't answer within it never will. */
const patienceMilliseconds = 10_000;

/** Connects over verified TLS. @throws the driver's error */
export async function openSession(at: ServerAddress, login: Login): Promise<Session> {
  const client = new Client({
    host: at.address,
    port: at.port,
    user: login.user,
    password: login.password,
    database: 'postgres',
    ssl: {
      ca: login.ca,
      servername: login.host,
      ...(login.anyName === true && { checkServerIdentity: () => undefined }),
    },
    connectionTimeoutMillis: patienceMilliseconds,
    query_timeout: patienceMilliseconds,
  });
  const state = { isBroken: false };
  const broken = (): void => {
    state.isBroken = true;
  };
  client.on('error', broken);
  client.on('end', broken);
  await client.connect();
  const { rows } = await client.query<{ port: number }>('SELECT inet_server_port() AS port');
  return {
    serverPort: rows[0]?.port ?? 0,
    get isBroken() {
      return state.isBroken;
    },
    write: async (id, number) => {
      await client.query('INSERT INTO failover_writes VALUES ($1, $2)', [id, number]);
    },
    // What ends may be broken already, and that is no news.
    end: () => client.end().catch(() => undefined),
  };
}
