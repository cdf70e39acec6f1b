import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { AnswerLate, LoginRefused, NotAnswering, ReadOnly, ServerBusy } from '../ports/sql.ts';
import { kindOf, refusesLogin } from './failures/kind-of.ts';

/**
 * Looks the name up before anything else is asked for: while a rename is under way no database has it.
 * @throws NotAnswering where it doesn't resolve; LoginRefused for an address
 */
export async function requireName(host: string): Promise<void> {
  if (isIP(host) !== 0) {
    // mysql2 would take a certificate of `localhost` for it.
    throw new LoginRefused(
      `expected the name of a database, which its certificate proves, found the address ${host}. ` +
        'Connect by the endpoint that RDS gives it',
    );
  }
  try {
    await lookup(host);
  } catch (error) {
    throw new NotAnswering("the name doesn't resolve", { cause: error });
  }
}

/**
 * What a failed connection means: no server yet, a server that is busy, or a refusal. One of a password
 * is final: nobody throttles passwords, and what a server says of a wrong one (28P01 "invalid password":
 * PostgreSQL documentation, Appendix A; 1045: MySQL Error Message Reference) it says of nothing else. A
 * token may be refused in passing, as IAM throttles them.
 * @param token as whom a token of IAM was shown; undefined for a password
 */
export function refusedBy(
  host: string,
  error: unknown,
  token?: { readonly user: string },
): NotAnswering | ServerBusy | LoginRefused {
  const message = error instanceof Error ? error.message : String(error);
  switch (kindOf('connecting', error)) {
    case 'absent':
      return new NotAnswering(message, { cause: error });
    case 'busy':
      return new ServerBusy(message, { cause: error });
    case 'late':
    case 'read-only':
    case 'refused':
      return new LoginRefused(
        `expected ${host} to let VerifyDatabase in, found: ${message}. ${adviceOn(token)}; then start ` +
          'the run again',
        { cause: error, isFinal: token === undefined && refusesLogin(error) },
      );
  }
}

/**
 * A server says of a token no more than that it was no good. Source: RDS User Guide, "IAM database
 * authentication for MariaDB, MySQL, and PostgreSQL".
 */
function adviceOn(token: { readonly user: string } | undefined): string {
  const rest = 'the name of the database and the certificate';
  if (token === undefined) return `Compare the secret, ${rest}`;
  return (
    `It signed in as ${token.user} with a token of IAM: its role needs rds-db:connect for that user and ` +
    'the resource id of this database, the database needs IAM authentication, and the user needs ' +
    `rds_iam (PostgreSQL) or AWSAuthenticationPlugin (MySQL). Compare these, ${rest}`
  );
}

/**
 * Runs a statement, and tells what says nothing of the statement from one that was refused: a server
 * that restarts, or fails over, answers again; a limit and a lock pass; a reader becomes a writer, or
 * the name leads to one; what was cut off, for it took too long, may be faster the next time.
 * @throws NotAnswering where the connection broke; ServerBusy; ReadOnly; AnswerLate
 */
export async function unlessBroken<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    switch (kindOf('running', error)) {
      case 'absent':
        throw new NotAnswering(message, { cause: error });
      case 'busy':
        throw new ServerBusy(message, { cause: error });
      case 'late':
        throw new AnswerLate(message, { cause: error });
      case 'read-only':
        throw new ReadOnly(message, { cause: error });
      case 'refused':
        throw error;
    }
  }
}
