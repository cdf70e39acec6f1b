import type { Readable } from 'node:stream';

import { take } from '../take.ts';

// PostgreSQL documentation, "Message Formats".
export const sslRequest = 80_877_103;
export const gssRequest = 80_877_104;

/** Type `R`, AuthenticationCleartextPassword. */
export const passwordRequest = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);

/** The longest password that PostgreSQL takes (`PG_MAX_AUTH_TOKEN_LENGTH` in its auth.c). */
const longest = 65_535;

/** A message without a type, the first that a client sends over TLS: a start, or a cancellation. */
export async function takeStart(client: Readable): Promise<Buffer | undefined> {
  const length = await take(client, 4);
  const size = length?.readInt32BE() ?? 0;
  if (length === undefined || size < 8 || size > longest) return undefined;
  const rest = await take(client, size - 4);
  return rest && Buffer.concat([length, rest]);
}

/** Whom a start says to be; undefined for every other message. */
export function userOf(start: Buffer): string | undefined {
  // Protocol 3.x; 2.0 and cancellations are for the server to answer.
  if (start.readInt16BE(4) !== 3) return undefined;
  const words = start.subarray(8).toString('utf8').split('\0');
  for (let index = 0; index + 1 < words.length; index += 2) {
    if (words[index] === 'user') return words[index + 1];
  }
  return undefined;
}

/** The password that a client answers with; undefined where it sends something else. */
export async function takePassword(client: Readable): Promise<string | undefined> {
  const head = await take(client, 5);
  const size = head?.readInt32BE(1) ?? 0;
  if (head?.[0] !== 0x70 || size < 5 || size > longest) return undefined;
  const body = await take(client, size - 4);
  return body?.subarray(0, -1).toString('utf8');
}

/** What PostgreSQL answers where PAM says no; RDS has PAM check tokens. */
export function pamFailure(user: string): Buffer {
  const fields = [
    'SFATAL',
    'VFATAL',
    'C28000',
    `MPAM authentication failed for user "${user}"`,
    'Fauth.c',
    'Rauth_failed',
  ];
  const body = Buffer.from(`${fields.join('\0')}\0\0`, 'utf8');
  const head = Buffer.from([0x45, 0, 0, 0, 0]);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A request for TLS, which a server answers with `S`. */
export function requestForTls(): Buffer {
  const request = Buffer.alloc(8);
  request.writeInt32BE(8, 0);
  request.writeInt32BE(sslRequest, 4);
  return request;
}
