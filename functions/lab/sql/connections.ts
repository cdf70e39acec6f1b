import type { Authorities } from '../../shared/adapters/sql/authorities.ts';
import type { Credentials } from '../../shared/adapters/sql/login.ts';
import { openMysql } from '../../shared/adapters/sql/mysql-client.ts';
import { openPostgresql } from '../../shared/adapters/sql/postgresql-client.ts';
import type { ServerAsked } from '../../shared/adapters/sql/server-asked.ts';
import type { Connect, Connection } from '../ports/connections.ts';
import { labelOf } from '../rules/census.ts';
import type { Engine } from '../rules/engine.ts';
import type { Path } from '../rules/path.ts';
import { wayOf } from '../rules/ways.ts';
import type { Hosts } from '../rules/ways.ts';
import type { Logins } from './logins.ts';

/** What connections are opened with. */
export interface ConnectionSettings {
  readonly engine: Engine;
  readonly hosts: Hosts;
  readonly port: number;
  readonly logins: Logins;
  /** Who vouches for the cluster's servers, and who for the proxy. */
  readonly authorities: { readonly cluster: Authorities; readonly proxy: Authorities };
}

/**
 * The same for all paths: a client gives a server five seconds to let it in, and half a minute for an
 * answer, in which a proxy may keep a statement until the next writer is there.
 */
const milliseconds = { connect: 5000, answer: 30_000 };

/** Connects by verified TLS on each path. */
export function connectBySql(settings: ConnectionSettings): Connect {
  return async (path, label) => {
    const server = await serverOf(path, label, settings);
    return openers[settings.engine](server, await settings.logins.of(path));
  };
}

/** Connects to the cluster's endpoint as its master. */
export function connectMasterBySql(settings: ConnectionSettings): () => Promise<Connection> {
  return async () => {
    const server = await serverOf('direct', labelOf('observer'), settings);
    return openers[settings.engine](server, await settings.logins.master());
  };
}

async function serverOf(
  path: Path,
  label: string,
  { hosts, port, authorities }: ConnectionSettings,
): Promise<ServerAsked> {
  const way = wayOf(path, hosts);
  const trusted = path === 'proxy' ? authorities.proxy : authorities.cluster;
  return {
    host: way.host,
    port,
    ...(way.provenName !== way.host && { provenName: way.provenName }),
    authorities: await trusted(),
    milliseconds,
    label,
  };
}

type Open = (server: ServerAsked, credentials: Credentials) => Promise<Connection>;

const openers: Readonly<Record<Engine, Open>> = {
  'aurora-postgresql': async (server, credentials) => {
    const client = await openPostgresql(server, credentials);
    return {
      // `@types/pg` doesn't know it; the server's BackendKeyData says it.
      sessionId: (client as { readonly processID?: number }).processID,
      query: async (statement) => (await client.query<Record<string, unknown>>(statement)).rows,
      close: async () => {
        client.end().catch(() => undefined);
      },
    };
  },
  'aurora-mysql': async (server, credentials) => {
    const connection = await openMysql(server, credentials);
    return {
      sessionId: connection.threadId,
      query: async (sql) => {
        const [rows] = await connection.query({ sql, timeout: milliseconds.answer });
        return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
      },
      close: async () => {
        connection.end().catch(() => connection.destroy());
      },
    };
  },
};
