/** A host and what it resolves to now; no addresses where it doesn't resolve. */
export interface Resolved {
  readonly host: string;
  readonly addresses: readonly string[];
}

/** A member instance with its own endpoint; no endpoint while it is being made or renamed. */
export interface ResolvedMember {
  readonly identifier: string;
  readonly endpoint?: Resolved | undefined;
}

/**
 * Where an endpoint leads, as far as it can be known. What isn't known for sure is no reason to
 * change anything.
 */
export type ResolvedEndpoint =
  | {
      readonly known: true;
      readonly addresses: readonly string[];
      /** What the API says, where it was asked. */
      readonly port?: number | undefined;
      readonly from: string;
    }
  | {
      readonly known: false;
      readonly because: string;
      /** Two addresses for one writer: which of them is late, the targets tell. */
      readonly disagreement?: { readonly api: readonly string[]; readonly dns: readonly string[] };
    };

/**
 * The writer: the member that the API calls so, and the cluster's endpoint, have one address. While a
 * failover is under way either may be late: DescribeDBClusters lags, and so does DNS.
 */
export function resolvedWriter(cluster: {
  readonly port?: number | undefined;
  readonly endpoint?: Resolved | undefined;
  readonly writer?: ResolvedMember | undefined;
}): ResolvedEndpoint {
  const { endpoint, writer } = cluster;
  if (!writer) return unknown('the API names no writer');
  const own = resolvedOr(writer.endpoint, `the writer "${writer.identifier}"`);
  if (typeof own === 'string') return unknown(own);
  const common = resolvedOr(endpoint, 'the cluster');
  if (typeof common === 'string') return unknown(common);
  if (!sameAddresses(own.addresses, common.addresses)) {
    return {
      known: false,
      because:
        `the API's writer "${writer.identifier}" is at ${own.addresses.join(', ')}, ` +
        `${common.host} at ${common.addresses.join(', ')}`,
      disagreement: { api: own.addresses, dns: common.addresses },
    };
  }
  return {
    known: true,
    addresses: own.addresses,
    port: cluster.port,
    from: `API and DNS agree on the writer "${writer.identifier}"`,
  };
}

/**
 * The readers: all members but the writer; the writer where it is alone, as the reader endpoint does.
 * DNS hands out one of them at a time, so the API leads here, and each must resolve.
 * Source: the Aurora User Guide, "Reader endpoint".
 */
export function resolvedReaders(cluster: {
  readonly port?: number | undefined;
  readonly writer?: ResolvedMember | undefined;
  readonly readers: readonly ResolvedMember[];
}): ResolvedEndpoint {
  const { readers, writer } = cluster;
  const members = readers.length > 0 ? readers : writer ? [writer] : [];
  if (members.length === 0) return unknown('the API names no member');
  const addresses = new Set<string>();
  for (const { endpoint, identifier } of members) {
    const found = resolvedOr(endpoint, `"${identifier}"`);
    if (typeof found === 'string') return unknown(found);
    for (const address of found.addresses) addresses.add(address);
  }
  const names = members.map(({ identifier }) => `"${identifier}"`).join(', ');
  return {
    known: true,
    addresses: [...addresses],
    port: cluster.port,
    from: readers.length > 0 ? `the readers ${names}` : `the writer ${names}, for want of a reader`,
  };
}

/** An endpoint that has one name only: a DB instance, a proxy (several addresses), a custom name. */
export function resolvedNamed(
  endpoint: Resolved | undefined,
  role: string,
  port?: number,
): ResolvedEndpoint {
  const found = resolvedOr(endpoint, role);
  if (typeof found === 'string') return unknown(found);
  return { known: true, addresses: found.addresses, port, from: found.host };
}

/** Of two that disagree, the one that still says what the targets are; undefined where neither does. */
export function staleSource(
  disagreement: { readonly api: readonly string[]; readonly dns: readonly string[] },
  registered: readonly string[],
): 'API' | 'DNS' | undefined {
  const api = sameAddresses(disagreement.api, registered);
  const dns = sameAddresses(disagreement.dns, registered);
  if (api === dns) return undefined;
  return api ? 'API' : 'DNS';
}

/** Whether two answers hold the same addresses, in any order. */
export function sameAddresses(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join(' ') === other.toSorted().join(' ');
}

function resolvedOr(endpoint: Resolved | undefined, role: string): Resolved | string {
  if (!endpoint) return `${role} has no endpoint yet`;
  return endpoint.addresses.length > 0 ? endpoint : `${endpoint.host} doesn't resolve`;
}

function unknown(because: string): ResolvedEndpoint {
  return { known: false, because };
}
