import type { Readable } from 'node:stream';

import { errorResponse, startupParameters } from '../../postgresql/protocol/messages.ts';
import { take } from '../take.ts';

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
  return startupParameters(start.subarray(8)).get('user');
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
  const text = `PAM authentication failed for user "${user}"`;
  const refusal = { severity: 'FATAL', code: '28000', message: text } as const;
  return errorResponse(refusal, 'Fauth.c', 'Rauth_failed');
}
