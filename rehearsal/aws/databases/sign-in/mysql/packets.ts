import type { Readable } from 'node:stream';

import { take } from '../take.ts';

// MariaDB documentation, "Connecting" (client/server protocol); MySQL Internals, "Connection Phase".
const flags = {
  withDatabase: 0x8,
  tls: 0x800,
  secureConnection: 0x8000,
  authenticationPlugin: 0x8_0000,
  lengthOfAuthentication: 0x20_0000,
};

/** Capabilities, the longest packet, the character set, and what is reserved. */
const headLength = 32;

/** What is sent at once, with its number in an exchange. */
export interface Packet {
  readonly number: number;
  readonly body: Buffer;
}

/** The next packet of a connection; undefined where it ends before. */
export async function takePacket(stream: Readable): Promise<Packet | undefined> {
  const head = await take(stream, 4);
  const body = head && (await take(stream, head.readUIntLE(0, 3)));
  return head && body && { number: head.readUInt8(3), body };
}

/** A packet as it travels. */
export function bytesOf({ number, body }: Packet): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head.writeUInt8(number, 3);
  return Buffer.concat([head, body]);
}

/** What a server's greeting has its clients hash their passwords with. */
export function nonceOf({ body }: Packet): Buffer {
  const afterVersion = body.indexOf(0, 1) + 1;
  const first = body.subarray(afterVersion + 4, afterVersion + 12);
  // A filler, capabilities, character set, status, capabilities, a length, and what is reserved.
  const second = body.subarray(afterVersion + 31, afterVersion + 43);
  return Buffer.concat([first, second]);
}

/** Whether a client asks for TLS, before it says who it is. */
export function asksForTls({ body }: Packet): boolean {
  return body.length === headLength && (body.readUInt32LE(0) & flags.tls) !== 0;
}

/** A client's login, taken apart. */
export interface Login {
  readonly head: Buffer;
  readonly user: string;
  readonly database: Buffer;
  /** What follows the name of the plugin: attributes of the connection. */
  readonly rest: Buffer;
}

/** @returns undefined of a client that can't be asked for something else than it sent */
export function readLogin({ body }: Packet): Login | undefined {
  const has = body.readUInt32LE(0);
  const encodings = flags.secureConnection | flags.lengthOfAuthentication;
  if ((has & flags.authenticationPlugin) === 0 || (has & encodings) === 0) return undefined;
  const afterUser = body.indexOf(0, headLength) + 1;
  const size = body.readUInt8(afterUser);
  const afterAnswer =
    size === 0xfc && (has & flags.lengthOfAuthentication) !== 0
      ? afterUser + 3 + body.readUInt16LE(afterUser + 1)
      : afterUser + 1 + size;
  const afterDatabase =
    (has & flags.withDatabase) === 0 ? afterAnswer : body.indexOf(0, afterAnswer) + 1;
  const afterPlugin = body.indexOf(0, afterDatabase) + 1;
  return {
    head: body.subarray(0, headLength),
    user: body.subarray(headLength, afterUser - 1).toString('utf8'),
    database: body.subarray(afterAnswer, afterDatabase),
    rest: afterPlugin === 0 ? Buffer.alloc(0) : body.subarray(afterPlugin),
  };
}

/** The same login with the answer of `mysql_native_password`, which has 20 bytes. */
export function withAnswer({ head, user, database, rest }: Login, answer: Buffer): Buffer {
  const name = Buffer.from(`${user}\0`, 'utf8');
  const size = Buffer.from([answer.length]);
  return Buffer.concat([head, name, size, answer, database, Buffer.from(`${native}\0`), rest]);
}

const native = 'mysql_native_password';

/** Has a client send its password as it is, which is what RDS asks of users with its plugin. */
export const switchToClearText = Buffer.from('\xfemysql_clear_password\0', 'latin1');

/** Error 1045, as MySQL words it. */
export function accessDenied(user: string, from: string): Buffer {
  const message = `Access denied for user '${user}'@'${from}' (using password: YES)`;
  const head = Buffer.from([0xff, 0, 0]);
  head.writeUInt16LE(1045, 1);
  return Buffer.concat([head, Buffer.from(`#28000${message}`, 'utf8')]);
}
