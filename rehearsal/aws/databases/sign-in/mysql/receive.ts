import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type { Connection, RowDataPacket } from 'mysql2/promise';

import type { ServerAddress } from '../../../contracts.ts';
import type { Certificate } from '../../certificates.ts';
import { KeptSessions, type Session } from '../kept-session.ts';
import type { Receive } from '../receive.ts';
import { relay } from '../relay.ts';
import { connectPlain, contextOf, securedClient, securedServer } from '../secured.ts';
import { DoorPassword } from './door-password.ts';
import * as packets from './packets.ts';
import { rewrittenStatements } from './rewritten-statements.ts';

/** What a front door of MariaDB is made of. */
export interface MysqlDoorParts {
  /** What servers prove their names by. */
  readonly server: Certificate;
  /** Who vouches for the servers. */
  readonly authority: string;
  /** A session of the internal user. */
  readonly connect: (at: ServerAddress) => Promise<Connection>;
}

const isIamUser = `SELECT COUNT(*) AS answer FROM mysql.global_priv
  WHERE User = ? AND JSON_VALUE(Priv, '$.authentication_string') = ?`;

/**
 * The front door of MariaDB servers. Users with AWSAuthenticationPlugin are asked for a token, by
 * `mysql_clear_password` and over TLS alone; everybody else talks to the server itself. The plugin is
 * the door's own: it rewrites the statements that name it.
 */
export function mysqlDoor(parts: MysqlDoorParts): Receive {
  const common = contextOf(parts.server);
  const password = new DoorPassword();
  const sessions = new KeptSessions(async (at) => sessionOf(await parts.connect(at)));
  return async (client, server, admits, own) => {
    const context = own === undefined ? common : contextOf(own);
    const plain = connectPlain(server);
    client.once('close', () => plain.destroy());
    const greeting = await packets.takePacket(plain);
    if (greeting === undefined) return void client.destroy();
    client.write(packets.bytesOf(greeting));
    const first = await packets.takePacket(client);
    if (first === undefined) return void plain.destroy();
    plain.write(packets.bytesOf(first));
    // Without TLS it is for the server to refuse, or for the client to read what was wrong.
    if (!packets.asksForTls(first)) return relay(client, plain);
    const secured = securedClient(client, context);
    const there = securedServer(plain, parts.authority);
    const sent = await packets.takePacket(secured);
    if (sent === undefined) return void plain.destroy();
    const login = packets.readLogin(sent);
    const isUser = login && (await sessions.ask(server, isIamUser, [login.user, password.hash]));
    if (login === undefined || isUser !== true) {
      there.write(packets.bytesOf(sent));
      return relay(secured, there, rewrittenStatements(password.hash));
    }
    const number = sent.number + 1;
    secured.write(packets.bytesOf({ number, body: packets.switchToClearText }));
    const token = (await packets.takePacket(secured))?.body.toString('utf8').replace(/\0$/, '');
    if (token === undefined) return void plain.destroy();
    if (!(await admits(login.user, token))) {
      plain.destroy();
      return turnAway(secured, number + 2, login.user, client);
    }
    const answer = password.answerTo(packets.nonceOf(greeting));
    const body = packets.withAnswer(login, answer);
    there.write(packets.bytesOf({ number: sent.number, body }));
    const verdict = await packets.takePacket(there);
    if (verdict === undefined) return void client.destroy();
    secured.write(packets.bytesOf({ number: number + 2, body: verdict.body }));
    relay(secured, there, rewrittenStatements(password.hash));
  };
}

function turnAway(secured: TLSSocket, number: number, user: string, client: Socket): void {
  const from = client.remoteAddress ?? 'localhost';
  secured.end(packets.bytesOf({ number, body: packets.accessDenied(user, from) }));
}

function sessionOf(connection: Connection): Session {
  return {
    ask: async (sql, values) => {
      const [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
      return Number(rows[0]?.['answer']) > 0;
    },
    over: new Promise((resolve) => {
      for (const event of ['end', 'error'] as const) connection.on(event, () => resolve());
    }),
  };
}
