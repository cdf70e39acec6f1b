import { timingSafeEqual } from 'node:crypto';

import { arnIn } from '../../../authorization/arn.ts';
import { AwsError, type Authorizer, type Location, type Principal } from '../../../contracts.ts';
import { signatureOf, type SigningKey } from './signature.ts';
import { readToken, type SignInToken } from './token.ts';
import type { TokenRefusal } from './token-refusal.ts';

/** Somebody who signs in with a token, and where. */
export interface SignIn {
  readonly token: string;
  /** As whom, by what the client told the database. */
  readonly user: string;
  /** The host names by which this very database, or proxy, is reached. */
  readonly hosts: readonly string[];
  readonly port: number;
  /** `cluster-…`, `db-…` or `prx-…`, as policies name it. */
  readonly resourceId: string;
  readonly location: Location;
}

/** An access key that somebody was given, and who. */
export type IssuedKey = SigningKey & { readonly holder: Principal };

/** What tokens are checked by. */
export interface TokenAuthority {
  /** Virtual milliseconds. */
  now(): number;
  issuedKey(accessKeyId: string): IssuedKey | undefined;
  readonly authorizer: Pick<Authorizer, 'require'>;
}

/** Seconds that a token is good for, at most (RDS User Guide, "Connecting … using IAM authentication"). */
const longestLife = 900;

/** AWS's clocks may be behind a client's: "Signature not yet current: … is still later than … + 5 min". */
const leadMilliseconds = 5 * 60_000;

/**
 * Checks a token as RDS does before it lets anybody in: what it was signed for, by whom, when, and
 * whether the signer's policies allow `rds-db:connect` for the database's resource id and the user.
 * Sources: RDS User Guide, "IAM database authentication" and "Creating and using an IAM policy for IAM
 * database access". That any endpoint of the same database will do is from memory, unverified.
 *
 * @returns why not; undefined where the token is good
 */
export async function checkToken(
  signIn: SignIn,
  authority: TokenAuthority,
): Promise<TokenRefusal | undefined> {
  const token = readToken(signIn.token);
  if ('reason' in token) return token;
  const another = forAnother(token, signIn);
  if (another !== undefined) return another;
  const key = authority.issuedKey(token.accessKeyId);
  if (key === undefined) {
    return refusal('key', 'the access key of somebody', `${token.accessKeyId}, which nobody has`);
  }
  return (
    (await signedByAnother(token, key)) ??
    outOfTime(token, authority.now()) ??
    notAllowed(key.holder, signIn, authority.authorizer)
  );
}

function forAnother(token: SignInToken, signIn: SignIn): TokenRefusal | undefined {
  const { location, hosts, port, user } = signIn;
  if (token.action !== 'connect') return refusal('action', 'Action connect', token.action);
  if (!hosts.includes(token.host)) return refusal('host', hosts.join(' or '), token.host);
  if (token.port !== String(port)) return refusal('port', `port ${port}`, token.port);
  if (token.user !== user) return refusal('user', `DBUser ${user}`, token.user);
  const scope = `${token.region}/${token.service}`;
  const expected = `${location.region}/rds-db`;
  return scope === expected ? undefined : refusal('region', `the scope ${expected}`, scope);
}

async function signedByAnother(
  token: SignInToken,
  key: IssuedKey,
): Promise<TokenRefusal | undefined> {
  if (token.sessionToken !== key.sessionToken) {
    return refusal('session', `the session token of ${key.accessKeyId}`, 'another or none');
  }
  const day = new Date(token.signedAt).toISOString().slice(0, 10).replaceAll('-', '');
  const expected = Buffer.from(await signatureOf(token, key));
  const found = Buffer.from(token.signature);
  const same = expected.length === found.length && timingSafeEqual(expected, found);
  if (same && token.day === day) return undefined;
  return refusal('signature', `the signature of ${key.accessKeyId}'s holder`, 'another');
}

function outOfTime(token: SignInToken, now: number): TokenRefusal | undefined {
  const { signedAt, expiresIn } = token;
  if (expiresIn > longestLife) {
    return refusal('age', `X-Amz-Expires of at most ${longestLife}`, String(expiresIn));
  }
  const at = new Date(signedAt).toISOString();
  const was = `${at}, at ${new Date(now).toISOString()}`;
  if (signedAt > now + leadMilliseconds) return refusal('age', 'a token that was signed', was);
  if (now <= signedAt + expiresIn * 1000) return undefined;
  return refusal('age', `a token signed within ${expiresIn} s`, was);
}

function notAllowed(
  holder: Principal,
  { location, resourceId, user }: SignIn,
  authorizer: TokenAuthority['authorizer'],
): TokenRefusal | undefined {
  try {
    authorizer.require({
      principal: holder,
      action: 'rds-db:connect',
      resource: arnIn(location, 'rds-db', `dbuser:${resourceId}/${user}`),
      resourceAccountId: location.accountId,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { reason: 'permission', message: error.message };
  }
}

function refusal(reason: TokenRefusal['reason'], expected: string, found: string): TokenRefusal {
  return { reason, message: `expected ${expected}, found ${found}` };
}
