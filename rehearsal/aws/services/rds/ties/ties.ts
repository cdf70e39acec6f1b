import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Location } from '../../../contracts.ts';
import { parseRdsArn, rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { Registry, type Named } from '../registry.ts';

/** A database, or the ARN of one that isn't simulated. */
export type Party = Cluster | Instance | string;

/** A custom endpoint. It stays with its cluster, whatever that is called. */
export interface ClusterEndpoint extends Named {
  readonly cluster: Cluster;
  readonly resourceId: string;
  readonly customType: string;
  readonly staticMembers: readonly string[];
  readonly excludedMembers: readonly string[];
}

/** An RDS Proxy with its one target group, `default`. */
export interface Proxy extends Named {
  readonly proxyId: string;
  readonly engineFamily: string;
  readonly roleArn: string;
  readonly subnetIds: readonly string[];
  readonly createdAt: number;
  readonly targets: (Cluster | Instance)[];
}

/** A zero-ETL integration. */
export interface ZeroEtl extends Named {
  readonly name: string;
  readonly source: Party;
  readonly targetArn: string;
  readonly status: string;
  readonly createdAt: number;
}

/** A blue/green deployment. */
export interface BlueGreen extends Named {
  readonly name: string;
  readonly source: Party;
  readonly target: Party;
  readonly status: string;
  readonly createdAt: number;
}

/** A global cluster: of an account, and of no Region. */
export interface GlobalCluster {
  readonly accountId: string;
  readonly identifier: string;
  readonly engine: string;
  readonly members: readonly { readonly cluster: Party; readonly isWriter: boolean }[];
}

/** What is tied to databases. It holds them by reference, and so follows them through renames. */
export class Ties {
  readonly endpoints = new Registry<ClusterEndpoint>();
  readonly proxies = new Registry<Proxy>();
  readonly integrations = new Registry<ZeroEtl>();
  readonly deployments = new Registry<BlueGreen>();
  readonly globalClusters: GlobalCluster[] = [];
  replications: readonly { readonly source: Party; readonly replica: Party }[] = [];
  /** Members that Describe shows in place of those that the simulator has. */
  readonly shown = new WeakMap<Cluster | Instance, Partial<DBCluster & DBInstance>>();
}

/** The ARN that a database has now. */
export function arnOf(party: Party): string {
  if (typeof party === 'string') return party;
  return rdsArn(party.location, isCluster(party) ? 'cluster' : 'db', party.identifier);
}

export function isCluster(party: Cluster | Instance): party is Cluster {
  return 'members' in party;
}

/** The database that has an ARN now, or the ARN of one that isn't simulated. */
export function partyAt(context: Context, arn: string): Party {
  const parts = parseRdsArn(arn);
  const registry = { cluster: context.clusters, db: context.instances }[parts?.type ?? ''];
  return (parts && registry?.find(parts.location, parts.identifier)) ?? arn;
}

/** Whether a database is there still: what is tied to one that is gone isn't shown. */
export function isThere(context: Context, party: Party): boolean {
  if (typeof party === 'string') return true;
  const registry: Pick<Registry<Cluster | Instance>, 'find'> = isCluster(party)
    ? context.clusters
    : context.instances;
  return registry.find(party.location, party.identifier) === party;
}

/** How Describe names another database: by its identifier here, by its ARN in another place. */
export function nameFrom(location: Location, party: Party): string {
  if (typeof party === 'string') return party;
  const here =
    party.location.accountId === location.accountId && party.location.region === location.region;
  return here ? party.identifier : arnOf(party);
}

/** The integrations that a database is the source of. */
export function integrationsOf({ ties }: Context, database: Cluster | Instance): ZeroEtl[] {
  return ties.integrations.all().filter(({ source }) => source === database);
}

/** The blue/green deployments that a database is on either side of. */
export function deploymentsOf({ ties }: Context, database: Cluster | Instance): BlueGreen[] {
  return ties.deployments
    .all()
    .filter(({ source, target }) => source === database || target === database);
}

/** The global cluster that a cluster is a member of. */
export function globalClusterOf({ ties }: Context, database: Party): GlobalCluster | undefined {
  return ties.globalClusters.find(({ members }) =>
    members.some(({ cluster }) => cluster === database),
  );
}

/** The read replicas of a database that are there. */
export function replicasOf(context: Context, database: Party): Party[] {
  return context.ties.replications
    .filter(({ source, replica }) => source === database && isThere(context, replica))
    .map(({ replica }) => replica);
}

/** What a database replicates. */
export function replicatedBy(context: Context, database: Party): Party | undefined {
  return context.ties.replications.find(
    ({ source, replica }) => replica === database && isThere(context, source),
  )?.source;
}
