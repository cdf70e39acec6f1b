import type { Endpoint } from '../../shared/rules/endpoint.ts';

/** The endpoints of databases and proxies, as the API tells them; undefined for what isn't there. */
export interface Endpoints {
  cluster(identifier: string): Promise<ClusterEndpoints | undefined>;
  instance(identifier: string): Promise<DescribedEndpoint | undefined>;
  proxy(name: string): Promise<DescribedEndpoint | undefined>;
}

/** A part is absent while AWS hasn't given it one. */
export type DescribedEndpoint = {
  readonly [Part in keyof Endpoint]?: Endpoint[Part] | undefined;
};

/** A cluster's own endpoint is that of its writer. */
export interface ClusterEndpoints extends DescribedEndpoint {
  readonly members: readonly MemberEndpoint[];
}

export interface MemberEndpoint extends DescribedEndpoint {
  readonly identifier: string;
  readonly isWriter: boolean;
  /** It comes or goes: no client should be sent to it. */
  readonly isPassing: boolean;
}
