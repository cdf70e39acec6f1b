import type { Location } from '../../../contracts.ts';
import { parseRdsArn, rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import type { Registry } from '../registry.ts';
import type { BlueGreen, GlobalCluster, Party, ZeroEtl } from './ties.ts';

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
