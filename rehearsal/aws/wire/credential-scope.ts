import type { IncomingHttpHeaders } from 'node:http';

/** Who signed a request, for which service and Region, as SigV4's Authorization header says. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  readonly region: string;
  /** The SigV4 service name. */
  readonly service: string;
}

/** Why there is no scope to read; `detail` is worded as AWS words it. */
export interface UnreadableScope {
  readonly problem: 'missing' | 'incomplete';
  readonly detail: string;
}

/**
 * Reads the credential scope. The signature has to be there, but isn't verified: the simulator
 * knows no secret keys, and whoever reaches the loopback port may call.
 */
export function readCredentialScope(
  headers: IncomingHttpHeaders,
): CredentialScope | UnreadableScope {
  const { authorization } = headers;
  if (authorization === undefined) {
    return { problem: 'missing', detail: 'Missing Authentication Token' };
  }
  const [, scheme, rest = ''] = /^(\S+)\s*(.*)$/.exec(authorization) ?? [];
  if (scheme !== 'AWS4-HMAC-SHA256') {
    return incomplete(`Unsupported authorization scheme: '${String(scheme)}'.`);
  }
  const parameters = new Map(
    rest.split(/,\s*/).map((part): [string, string] => {
      const equals = part.indexOf('=');
      return [part.slice(0, equals), part.slice(equals + 1)];
    }),
  );
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => (parameters.get(name) ?? '') === '')
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (headers['x-amz-date'] === undefined && headers.date === undefined) {
    missing.push(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  if (missing.length > 0) return incomplete(missing.join(' '));
  const credential = parameters.get('Credential') ?? '';
  const [accessKeyId, date, region, service, term, ...more] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || term !== 'aws4_request' || more.length > 0) {
    return incomplete(
      'Credential must have exactly 5 slash-delimited elements, ' +
        `e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  const token = headers['x-amz-security-token'];
  return {
    accessKeyId,
    sessionToken: typeof token === 'string' ? token : undefined,
    region,
    service,
  };
}

function incomplete(detail: string): UnreadableScope {
  return { problem: 'incomplete', detail };
}
