import { followedText } from '../rules/followed.ts';
import type { Followed } from '../rules/followed.ts';
import { resolvedNamed, resolvedReaders, resolvedWriter } from '../rules/resolved-endpoint.ts';
import type { Resolved, ResolvedMember, ResolvedEndpoint } from '../rules/resolved-endpoint.ts';
import type { ClusterEndpoints, Endpoints } from '../ports/endpoints.ts';
import type { Names } from '../ports/names.ts';

/** What was found out about a followed endpoint. */
export interface Finding {
  readonly resolved: ResolvedEndpoint;
  /** Identifiers that an event about it may carry. */
  readonly known: readonly string[];
  /** What else the same database answers at: its members, where it is a cluster. */
  readonly members?: readonly string[];
}

/** Where it is looked up. */
export interface Sources {
  readonly endpoints: Endpoints;
  readonly names: Names;
}

/** Asks the API, then DNS, and lets the rules of the kind judge. */
export async function resolveEndpoint(followed: Followed, sources: Sources): Promise<Finding> {
  const { endpoints, names } = sources;
  const { kind, name } = followed;
  switch (kind) {
    case 'cluster-writer':
    case 'cluster-reader': {
      const cluster = await endpoints.cluster(name);
      return cluster ? await readCluster(followed, cluster, names) : notThere(followed);
    }
    case 'instance': {
      const found = await endpoints.instance(name);
      if (!found) return notThere(followed);
      const endpoint = await resolve(found.host, names);
      return {
        resolved: resolvedNamed(endpoint, followedText(followed), found.port),
        known: [name],
      };
    }
    case 'proxy': {
      const found = await endpoints.proxy(name);
      if (!found) return notThere(followed);
      const endpoint = await resolve(found.host, names);
      return { resolved: resolvedNamed(endpoint, followedText(followed)), known: [name] };
    }
    case 'name':
      return {
        resolved: resolvedNamed(await resolve(name, names), followedText(followed)),
        known: [],
      };
    default:
      return kind satisfies never;
  }
}

async function readCluster(
  followed: Followed,
  cluster: ClusterEndpoints,
  names: Names,
): Promise<Finding> {
  const members = await Promise.all(
    cluster.members.map(async ({ identifier, host, isWriter, isPassing }) => ({
      identifier,
      isWriter,
      isPassing,
      endpoint: await resolve(host, names),
    })),
  );
  const writer: ResolvedMember | undefined = members.find(({ isWriter }) => isWriter);
  const known = [followed.name, ...members.map(({ identifier }) => identifier)];
  if (followed.kind === 'cluster-reader') {
    const readers = members.filter(({ isWriter, isPassing }) => !isWriter && !isPassing);
    return { resolved: resolvedReaders({ port: cluster.port, writer, readers }), known };
  }
  const endpoint = await resolve(cluster.host, names);
  return {
    resolved: resolvedWriter({ port: cluster.port, endpoint, writer }),
    known,
    members: members.flatMap(({ endpoint: own }) => own?.addresses ?? []),
  };
}

async function resolve(host: string | undefined, names: Names): Promise<Resolved | undefined> {
  return host === undefined ? undefined : { host, addresses: await names.addresses(host) };
}

/** In the middle of a rename no database has the name. */
function notThere(followed: Followed): Finding {
  return {
    resolved: { known: false, because: `the API knows no ${followedText(followed)}` },
    known: [followed.name],
  };
}
