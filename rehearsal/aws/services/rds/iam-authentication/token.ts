import type { TokenRefusal } from './token-refusal.ts';

/** A token of IAM database authentication, taken apart. */
export interface SignInToken {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly action: string;
  readonly accessKeyId: string;
  /** Of the credential scope: the day, the Region and the SigV4 service name. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** Virtual milliseconds. */
  readonly signedAt: number;
  /** Seconds that it is good for, by its own account. */
  readonly expiresIn: number;
  readonly sessionToken: string | undefined;
  readonly signature: string;
  /** All that is signed of the query besides what SigV4 itself adds. */
  readonly query: Readonly<Record<string, string>>;
}

/** What SigV4 adds to a query that it signs (IAM User Guide, "Authentication methods"). */
const added = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
];

/**
 * Takes a token apart: a pre-signed request of `GET https://<host>:<port>/?Action=connect&DBUser=…`
 * without its scheme. Source: `Signer` of @aws-sdk/rds-signer; RDS User Guide, "Connecting to your DB
 * instance using IAM authentication".
 */
export function readToken(text: string): SignInToken | TokenRefusal {
  const url = URL.canParse(`https://${text}`) ? new URL(`https://${text}`) : undefined;
  // The URL of HTTPS's own port doesn't say it.
  const [, host, port] = /^([^/:?#@]+):(\d+)\/\?/.exec(text) ?? [];
  if (url === undefined || host === undefined || port === undefined) {
    return shape('<host>:<port>/?<query>', 'something else');
  }
  const { searchParams } = url;
  const names = [...searchParams.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return shape('each parameter once', `${twice} twice`);
  const missing = ['Action', 'DBUser', ...added].find((name) => !searchParams.get(name));
  if (missing !== undefined) return shape(missing, 'none');
  const of = (name: string): string => searchParams.get(name) ?? '';
  if (of('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    return shape('X-Amz-Algorithm AWS4-HMAC-SHA256', of('X-Amz-Algorithm'));
  }
  if (of('X-Amz-SignedHeaders') !== 'host') {
    return shape('X-Amz-SignedHeaders host', of('X-Amz-SignedHeaders'));
  }
  const signedAt = momentOf(of('X-Amz-Date'));
  if (signedAt === undefined) return shape('X-Amz-Date as 20260302T030000Z', of('X-Amz-Date'));
  if (!/^[1-9]\d*$/.test(of('X-Amz-Expires'))) {
    return shape('X-Amz-Expires in seconds', of('X-Amz-Expires'));
  }
  const [accessKeyId, day, region, service, term, ...more] = of('X-Amz-Credential').split('/');
  if (!accessKeyId || !day || !region || !service || term !== 'aws4_request' || more.length > 0) {
    return shape('X-Amz-Credential <key>/<day>/<region>/rds-db/aws4_request', 'another');
  }
  const session = 'X-Amz-Security-Token';
  const apart = new Set([...added, session]);
  return {
    host: host.toLowerCase(),
    port,
    user: of('DBUser'),
    action: of('Action'),
    accessKeyId,
    day,
    region,
    service,
    signedAt,
    expiresIn: Number(of('X-Amz-Expires')),
    sessionToken: searchParams.get(session) ?? undefined,
    signature: of('X-Amz-Signature'),
    query: Object.fromEntries([...searchParams].filter(([name]) => !apart.has(name))),
  };
}

function shape(expected: string, found: string): TokenRefusal {
  return { reason: 'shape', message: `expected a token with ${expected}, found ${found}` };
}

/** `20260302T030000Z` */
function momentOf(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const moment = Date.parse(
    `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}Z`,
  );
  return Number.isNaN(moment) ? undefined : moment;
}
