import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
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
  readonly integrations = new Registry<ZeroEtl>();
  readonly deployments = new Registry<BlueGreen>();
  readonly globalClusters: GlobalCluster[] = [];
  replications: readonly { readonly source: Party; readonly replica: Party }[] = [];
  /** Members that Describe shows in place of those that the simulator has. */
  readonly shown = new WeakMap<Cluster | Instance, Partial<DBCluster & DBInstance>>();
}
