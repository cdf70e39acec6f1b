import { InvalidInput } from '../../shared/rules/errors.ts';
import type { Path } from './path.ts';

/** Where the stack's paths lead; empty for one that isn't deployed. */
export interface Hosts {
  /** The cluster's endpoint. */
  readonly direct: string;
  readonly nlb: string;
  readonly proxy: string;
}

/** How a path's clients get to the database. */
export interface Way {
  readonly host: string;
  /** The name that the server proves by its certificate, and that a token is made for. */
  readonly provenName: string;
}

/**
 * Behind a load balancer the cluster's own server answers, with the cluster's certificate.
 * @throws InvalidInput for a path that isn't deployed
 */
export function wayOf(path: Path, hosts: Hosts): Way {
  const host = hosts[path];
  if (host === '') {
    throw new InvalidInput(
      `expected a path that is deployed, found ${path}: deploy the stack with ` +
        `${path === 'nlb' ? 'NlbHost' : 'Proxy'}, or leave the path out`,
    );
  }
  return { host, provenName: path === 'nlb' ? hosts.direct : host };
}
