/** The endpoints of databases and proxies, as the API tells them; undefined for what isn't there. */
export interface Endpoints {
  cluster(identifier: string): Promise<ClusterEndpoints | undefined>;
  instance(identifier: string): Promise<Endpoint | undefined>;
  proxy(name: string): Promise<Endpoint | undefined>;
}

export interface Endpoint {
  /** Absent while AWS hasn't given it one. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** A cluster's own endpoint is that of its writer. */
export interface ClusterEndpoints extends Endpoint {
  readonly members: readonly MemberEndpoint[];
}

export interface MemberEndpoint extends Endpoint {
  readonly identifier: string;
  readonly isWriter: boolean;
  /** It comes or goes: nobody should be sent to it. */
  readonly isPassing: boolean;
}
