import type {
  ConnectionPoolConfigurationInfo,
  DBProxyEndpointTargetRole,
  EngineFamily,
} from '@aws-sdk/client-rds';
import type { Subnet } from '../../../network/vpcs.ts';
import type { ProxyServer } from '../../../proxy-contracts.ts';
import type { Cluster, Instance } from '../databases.ts';
import { Registry, type Named } from '../registry.ts';
import type { Tags } from '../tags.ts';

/** How one user signs in to a proxy, and the proxy to the database. */
export interface ProxyAuth {
  readonly description: string | undefined;
  readonly userName: string | undefined;
  readonly secretArn: string;
  readonly iamAuth: 'REQUIRED' | 'DISABLED';
  readonly clientPasswordAuthType: string;
}

/** Where a proxy or an endpoint of one is reached. */
export interface Placement {
  readonly vpcId: string;
  readonly subnets: readonly Subnet[];
  readonly securityGroupIds: readonly string[];
  /** One in each zone. */
  readonly addresses: readonly string[];
}

/** An RDS Proxy with its one target group, `default`, and its default endpoint. */
export interface Proxy extends Named {
  readonly proxyId: string;
  readonly engineFamily: Exclude<EngineFamily, 'SQLSERVER'>;
  readonly roleArn: string;
  readonly auth: readonly ProxyAuth[];
  readonly requireTls: boolean;
  /** Seconds. */
  readonly idleClientTimeout: number;
  readonly debugLogging: boolean;
  readonly placement: Placement;
  /** Virtual milliseconds. */
  readonly createdAt: number;
  tags: Tags;
  status: string;
  pool: ConnectionPoolConfigurationInfo;
  poolUpdatedAt: number;
  target: ProxyTarget | undefined;
  /** What listens behind the default endpoint. */
  server: ProxyServer | undefined;
}

/** The database that a proxy leads to. */
export interface ProxyTarget {
  readonly database: Cluster | Instance;
  /** Virtual milliseconds: until then it is registered, and then the proxy gets capacity for it. */
  registeredAt: number;
  readyAt: number;
}

/** An endpoint besides a proxy's default one. */
export interface ProxyEndpoint extends Named {
  readonly endpointId: string;
  readonly proxy: Proxy;
  readonly role: DBProxyEndpointTargetRole;
  readonly placement: Placement;
  readonly createdAt: number;
  tags: Tags;
  status: string;
  server: ProxyServer | undefined;
}

/** All proxies, and the endpoints that they have besides their own. */
export class Proxies {
  readonly all = new Registry<Proxy>();
  readonly endpoints = new Registry<ProxyEndpoint>();
  /** How long after a server is up a proxy knows of it, in virtual milliseconds. */
  readonly notices = new Map<string, number>();

  endpointsOf(proxy: Proxy): ProxyEndpoint[] {
    return this.endpoints.in(proxy.location).filter((endpoint) => endpoint.proxy === proxy);
  }
}
