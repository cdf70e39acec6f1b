import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';

import type { Client } from 'pg';

import type { ServerAddress } from '../../../contracts.ts';
import type { Certificate } from '../../certificates.ts';
import { authentication, startup, startupCodes } from '../../postgresql/protocol/messages.ts';
import { KeptSessions, type Session } from '../kept-session.ts';
import type { Receive } from '../receive.ts';
import { relay } from '../relay.ts';
import { connectPlain, contextOf, securedClient, securedServer } from '../secured.ts';
import { take } from '../take.ts';
import * as messages from './messages.ts';

/** What a front door of PostgreSQL is made of. */
export interface PostgresqlDoorParts {
  /** What servers prove their names by. */
  readonly server: Certificate;
  /** Who vouches for the servers. */
  readonly authority: string;
  /** What the door proves to be itself by: servers let it in as any user of IAM. */
  readonly identity: Certificate;
  /** A session of the internal user. */
  readonly connect: (at: ServerAddress) => Promise<Client>;
}

/** Those whom the servers' own rules leave to the door; see `hostAccessRules`. */
const isIamUser = `SELECT coalesce(bool_or(pg_has_role(oid, 'rds_iam', 'MEMBER')
    AND NOT pg_has_role(oid, 'rds_superuser', 'MEMBER')), false) AS answer
  FROM pg_roles WHERE rolname = $1`;

/**
 * The front door of PostgreSQL servers. Members of `rds_iam` are asked for a token, as RDS's rule for
 * PAM does; everybody else, and whoever comes without TLS, talks to the server itself.
 */
export function postgresqlDoor(parts: PostgresqlDoorParts): Receive {
  const common = contextOf(parts.server);
  const sessions = new KeptSessions(async (at) => sessionOf(await parts.connect(at)));
  return async (client, server, admits, own) => {
    const context = own === undefined ? common : contextOf(own);
    const secured = await secure(client, server, context);
    const start = secured && (await messages.takeStart(secured));
    if (secured === undefined || start === undefined) return;
    const user = messages.userOf(start);
    const asks = user !== undefined && (await sessions.ask(server, isIamUser, [user]));
    if (asks) {
      secured.write(authentication.clearText);
      const token = await messages.takePassword(secured);
      if (token === undefined) return void client.destroy();
      if (!(await admits(user, token))) return void secured.end(messages.pamFailure(user));
    }
    const there = await connectTo(server, parts.authority, asks ? parts.identity : undefined);
    if (there === undefined) return void client.destroy();
    there.write(start);
    relay(secured, there);
  };
}

/** @returns undefined where the client has been left to the server, or is gone */
async function secure(
  client: Socket,
  server: ServerAddress,
  context: SecureContext,
): Promise<TLSSocket | undefined> {
  for (;;) {
    const first = await take(client, 8);
    if (first === undefined) return undefined;
    // A handshake of TLS with no request for it before: `sslnegotiation=direct`.
    if (first[0] === 0x16) {
      client.unshift(first);
      return securedClient(client, context, ['postgresql']);
    }
    const code = first.readInt32BE(4);
    if (code === startupCodes.tls) {
      client.write('S');
      return securedClient(client, context);
    }
    if (code !== startupCodes.gssapi) {
      const there = connectPlain(server);
      there.write(first);
      relay(client, there);
      return undefined;
    }
    client.write('N');
  }
}

async function connectTo(
  server: ServerAddress,
  authority: string,
  identity: Certificate | undefined,
): Promise<TLSSocket | undefined> {
  const plain = connectPlain(server);
  plain.write(startup(startupCodes.tls));
  const answer = await take(plain, 1);
  if (answer?.toString() === 'S') return securedServer(plain, authority, identity);
  plain.destroy();
  return undefined;
}

function sessionOf(client: Client): Session {
  return {
    ask: async (sql, values) => {
      const { rows } = await client.query<{ answer: boolean }>(sql, [...values]);
      return rows[0]?.answer === true;
    },
    over: new Promise((resolve) => void client.once('end', resolve)),
  };
}
