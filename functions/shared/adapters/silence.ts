import { lookup } from 'node:dns/promises';
import { types } from 'node:util';
import { LoginRefused, NotAnswering } from '../ports/sql.ts';

/**
 * Looks the name up before anything else is asked for: while a rename is under way nobody has it.
 * @throws NotAnswering where it doesn't resolve
 */
export async function requireName(host: string): Promise<void> {
  try {
    await lookup(host);
  } catch (error) {
    throw new NotAnswering("the name doesn't resolve", { cause: error });
  }
}

/** What a connection that failed means: nobody there yet, or somebody who refuses. */
export function refusedBy(host: string, error: unknown): NotAnswering | LoginRefused {
  const message = error instanceof Error ? error.message : String(error);
  if (isSilence(error)) return new NotAnswering(message, { cause: error });
  return new LoginRefused(
    `expected ${host} to let VerifyDatabase in, found: ${message}. Compare the secret or the user, ` +
      'the name of the database and the certificate; then start the run again',
    { cause: error },
  );
}

/**
 * Whether a failed connection means "nobody there yet": the name doesn't resolve, nobody listens, or
 * the server is still starting. A refused login is no silence.
 */
export function isSilence(error: unknown): error is Error {
  if (!types.isNativeError(error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return silent.has(code) || /timeout|terminated|ended unexpectedly/i.test(error.message);
}

const silent = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  // PostgreSQL: the server is starting up or shutting down.
  '57P03',
  '57P01',
]);

/**
 * Runs a statement, and tells a connection that broke under it from a statement that was refused: a
 * server that restarts, or fails over, answers again. A statement that takes too long is refused.
 * @throws NotAnswering where the connection broke
 */
export async function unlessBroken<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (isBroken(error)) throw new NotAnswering(error.message, { cause: error });
    throw error;
  }
}

function isBroken(error: unknown): error is Error {
  if (!types.isNativeError(error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return broken.has(code) || brokenWords.test(error.message);
}

const broken = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  // PostgreSQL: ended by an administrator, by a crash, or not up again.
  '57P01',
  '57P02',
  '57P03',
]);

/** What the drivers say, of pg and mysql2, where they give no code. */
const brokenWords =
  /^Connection terminated|encountered a connection error|connection is in closed state/i;
