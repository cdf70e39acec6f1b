import { readFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';

import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';

import type { DatabaseEngine, ServerAddress } from '../contracts.ts';
import type { MasterUser } from './server-software.ts';

/** A row as the drivers give it: a value by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** One session on a server. */
export interface SqlConnection {
  readonly family: DatabaseEngine['family'];
  /** @param params values for `$1` (PostgreSQL) or `?` (MySQL) */
  query(sql: string, params?: readonly unknown[]): Promise<readonly Row[]>;
  end(): Promise<void>;
}

/** Where and as whom to connect. */
export interface ConnectionTarget extends ServerAddress {
  readonly family: DatabaseEngine['family'];
  readonly user: MasterUser;
  /** The authority's certificate; the server must prove to be `host` by it. */
  readonly caFile: string;
  /** The name that the client knows the server by; `localhost` when left out. */
  readonly host?: string;
  /** `postgres` or `mysql` when left out. */
  readonly database?: string;
  /** How long connecting, and each statement, may take; 10 s when left out. */
  readonly timeoutMilliseconds?: number;
}

/** Connects with a password over verified TLS. */
export async function connect(target: ConnectionTarget): Promise<SqlConnection> {
  const ca = await readFile(target.caFile, 'utf8');
  return target.family === 'postgresql' ? connectPostgresql(target, ca) : connectMysql(target, ca);
}

/** Connects to a server of `engine` as the master user of its volume. */
export function connectAsMaster(
  engine: Pick<DatabaseEngine, 'family'> & { readonly caFile: string },
  at: ServerAddress,
  master: MasterUser,
  more: Pick<ConnectionTarget, 'host' | 'database' | 'timeoutMilliseconds'> = {},
): Promise<SqlConnection> {
  return connect({ ...more, ...at, family: engine.family, caFile: engine.caFile, user: master });
}

async function connectPostgresql(target: ConnectionTarget, ca: string): Promise<SqlConnection> {
  const timeout = target.timeoutMilliseconds ?? 10_000;
  const client = new Client({
    host: target.address,
    port: target.port,
    user: target.user.user,
    password: target.user.password,
    database: target.database ?? 'postgres',
    ssl: { ca, servername: target.host ?? 'localhost' },
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
  });
  // A connection that breaks while idle: the next query on it tells.
  client.on('error', () => undefined);
  await client.connect();
  return {
    family: 'postgresql',
    query: async (sql, params = []) => (await client.query<Row>(sql, [...params])).rows,
    end: () => client.end(),
  };
}

async function connectMysql(target: ConnectionTarget, ca: string): Promise<SqlConnection> {
  const timeout = target.timeoutMilliseconds ?? 10_000;
  const client = await createConnection({
    // The driver verifies the name that it is told to connect to: it is told that name, and given
    // the way to the address.
    host: target.host ?? 'localhost',
    stream: () => connectSocket(target.port, target.address),
    user: target.user.user,
    password: target.user.password,
    database: target.database ?? 'mysql',
    ssl: { ca, verifyIdentity: true },
    connectTimeout: timeout,
    timezone: 'Z',
    supportBigNumbers: true,
  });
  const state = { broken: false };
  client.on('error', () => {
    state.broken = true;
  });
  return {
    family: 'mysql',
    query: async (sql, params = []) => {
      try {
        const [rows] = await client.query({ sql, timeout, values: [...params] });
        return Array.isArray(rows) ? (rows as Row[]) : [];
      } catch (error) {
        const { code, fatal } = error as { code?: string; fatal?: boolean };
        if (fatal === true || code === 'PROTOCOL_SEQUENCE_TIMEOUT') state.broken = true;
        throw error;
      }
    },
    end: async () => {
      // A server that doesn't answer doesn't take leave either.
      if (state.broken) client.destroy();
      else await client.end();
    },
  };
}
