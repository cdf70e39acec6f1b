import { instanceHost } from '../endpoints.ts';
import type { Proxy, ProxyEndpoint } from './proxy.ts';

/** Source: RDS User Guide, "Quotas and limitations": the ports that all proxies of a family listen on. */
export const portOf: Readonly<Record<Proxy['engineFamily'], number>> = {
  POSTGRESQL: 5432,
  MYSQL: 3306,
};

/** `<name>.proxy-<suffix>.<region>.rds.amazonaws.com`. */
export function proxyHost({
  location,
  identifier,
}: Pick<Proxy, 'location' | 'identifier'>): string {
  return instanceHost(location, identifier).replace('.', '.proxy-');
}

/**
 * `<name>.endpoint.proxy-<suffix>.…`. Source: Aurora User Guide, "Endpoints for Amazon RDS Proxy", examples.
 */
export function endpointHost({ location, identifier }: ProxyEndpoint): string {
  return instanceHost(location, identifier).replace('.', '.endpoint.proxy-');
}

/**
 * What the certificate of a proxy is for, and of its endpoints too, whose names it doesn't fit. Source:
 * Aurora User Guide, "Limits for proxy endpoints": an endpoint that you create can't be connected to with
 * `VERIFY_IDENTITY`.
 */
export function certifiedHosts(proxy: Proxy): readonly string[] {
  return [proxyHost({ location: proxy.location, identifier: '*' })];
}
