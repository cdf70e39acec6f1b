import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { VirtualClock } from '../../clock.ts';
import type {
  DatabaseEngine,
  EventBus,
  Keys,
  Location,
  Names,
  Operation,
  ServerAddress,
  Service,
} from '../../contracts.ts';
import type { VirtualNetwork } from '../../network/virtual-network.ts';
import type { Random } from '../../random.ts';
import { rdsArn } from './arns.ts';
import { describeCluster } from './clusters/describe.ts';
import { crashWriter } from './clusters/failover.ts';
import type { Context, ManagedSecrets, ReadProxySecret } from './context.ts';
import type { Cluster, Instance } from './databases.ts';
import { defaultDurations, Draws, type Durations } from './durations.ts';
import { Endpoints } from './endpoints.ts';
import { Faults } from './faults.ts';
import { Groups, type PlaceDefaults } from './groups.ts';
import { addAutoscaledReader } from './instances/autoscale.ts';
import type { TokenAuthority } from './iam-authentication/check-token.ts';
import type { SignInError } from './iam-authentication/token-refusal.ts';
import { createInstance } from './instances/create.ts';
import { inventory, type InventoryItem } from './inventory.ts';
import { watchKeys } from './key-watch.ts';
import { lineageOf } from './lineage.ts';
import { changeMasterPassword } from './master-secret.ts';
import { Offers } from './offers.ts';
import { operationsOn } from './operations.ts';
import { StatusTransitions, type LoggedDeed } from './status-transitions.ts';
import { rdsEvents, type KeptEvent } from './rds-events.ts';
import { madeGroup, type NewParameterGroup } from './parameter-group.ts';
import { Registry } from './registry.ts';
import { findResource } from './resources.ts';
import { volumeBehind } from './serving.ts';
import { beginSnapshot } from './snapshots/create.ts';
import { clusterSnapshots } from './snapshots/family.ts';
import { Storage, type Lineage } from './storage.ts';
import type { Tags } from './tags.ts';
import { TieHooks } from './ties/hooks.ts';
import type { ProxyServers } from '../../proxy-contracts.ts';
import { ProxyHooks } from './proxies/hooks.ts';
import { Proxies } from './proxies/proxy.ts';
import { Ties } from './ties/ties.ts';

/** What the service is made of and stands on. */
export interface RdsParts {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly keys: Keys;
  readonly events: EventBus;
  readonly names: Names;
  readonly network: VirtualNetwork;
  /** The servers behind an engine's name, such as `aurora-postgresql`. */
  readonly engines: (engine: string) => DatabaseEngine;
  /** Where dumps are kept; made when it is first needed. */
  readonly workDirectory: string;
  readonly durations?: Partial<Durations>;
  /** The most records of a page of databases or snapshots; as many as are asked for by default. */
  readonly pageSize?: number;
  /** Whether one call copies a cluster snapshot across account and Region; true by default. */
  readonly oneCallClusterCopy?: boolean;
  /** Whether each reader has a server of its own; the writer's answers for all by default. */
  readonly readerServers?: boolean;
  /** Where RDS keeps the passwords of master users that it manages. */
  readonly secrets?: ManagedSecrets;
  /** Reads secrets for proxies; nobody does, and nothing listens, by default. */
  readonly proxySecrets?: ReadProxySecret;
  readonly proxyServers?: ProxyServers;
  /** By whom tokens of IAM database authentication are checked; nobody has one by default. */
  readonly tokenAuthority?: TokenAuthority;
}

/** Amazon RDS of all accounts and Regions: state and rules, on real databases. */
export class Rds implements Service {
  readonly name = 'rds';
  readonly operations: Readonly<Record<string, Operation>>;
  /** Faults to come. */
  readonly faults = new Faults();
  /** Ties databases to what no operation of the simulator makes. */
  readonly ties: TieHooks;
  /** What is seen and done of proxies besides the API. */
  readonly proxies: ProxyHooks;
  /** What Regions offer, and no more. */
  readonly offers: Offers;
  readonly #context: Context;

  constructor(parts: RdsParts) {
    const draws = new Draws(parts.random);
    const durations = { ...defaultDurations, ...parts.durations };
    const events: KeptEvent[] = [];
    const storage = new Storage(parts.clock, parts.engines, parts.workDirectory);
    this.offers = new Offers(storage);
    this.#context = {
      clock: parts.clock,
      keys: parts.keys,
      draws,
      durations,
      transitions: new StatusTransitions(parts.clock, draws, durations, this.faults),
      storage,
      endpoints: new Endpoints(parts.names, parts.clock),
      emit: rdsEvents(parts.events, parts.clock, (event) => events.push(event)),
      events,
      network: parts.network,
      groups: new Groups(parts.network.vpcs),
      optionGroups: new Registry(),
      offers: this.offers,
      clusters: new Registry(),
      instances: new Registry(),
      snapshots: { cluster: new Registry(), instance: new Registry() },
      ties: new Ties(),
      pageSize: parts.pageSize ?? Infinity,
      oneCallClusterCopy: parts.oneCallClusterCopy ?? true,
      readerServers: parts.readerServers ?? false,
      secrets: parts.secrets,
      proxies: new Proxies(),
      proxySecrets: parts.proxySecrets,
      proxyServers: parts.proxyServers,
      tokenAuthority: parts.tokenAuthority,
      signInErrors: [],
    };
    this.ties = new TieHooks(this.#context);
    this.proxies = new ProxyHooks(this.#context);
    this.operations = operationsOn(this.#context);
  }

  /** What RDS did over time, with virtual start and end, in the order in which it ended. */
  get operationsLog(): readonly LoggedDeed[] {
    return this.#context.transitions.log;
  }

  /** Errors that no rule of RDS foresees; a sound run has none. */
  get problems(): readonly Error[] {
    return this.#context.transitions.problems;
  }

  /** Logins by token that were refused, as RDS's log `iam-db-auth-error` has them; oldest first. */
  get signInErrors(): readonly SignInError[] {
    return this.#context.signInErrors;
  }

  /** The VPC and security groups of requests that name none. */
  setDefaults(location: Location, defaults: PlaceDefaults): void {
    this.#context.groups.setDefaults(location, defaults);
  }

  createSubnetGroup(
    location: Location,
    group: {
      readonly name: string;
      readonly vpcId: string;
      readonly subnets: readonly { readonly id: string; readonly zone: string }[];
      readonly description?: string;
      readonly networkTypes?: readonly string[];
    },
  ): void {
    this.#context.groups.subnets.add({
      location,
      identifier: group.name.toLowerCase(),
      description: group.description ?? group.name,
      vpcId: group.vpcId,
      subnets: group.subnets,
      networkTypes: group.networkTypes,
      tags: new Map(),
    });
  }

  createClusterParameterGroup(location: Location, group: NewParameterGroup): void {
    this.#context.groups.clusterParameters.add(madeGroup(location, group));
  }

  createParameterGroup(location: Location, group: NewParameterGroup): void {
    this.#context.groups.parameters.add(madeGroup(location, group));
  }

  /** @param group its `engine` such as `postgres`, and `majorVersion` such as `18` */
  createOptionGroup(
    location: Location,
    group: { readonly name: string; readonly engine: string; readonly majorVersion: string },
  ): void {
    const { name, engine, majorVersion } = group;
    const identifier = name.toLowerCase();
    const made = { location, identifier, engine, majorVersion, description: name, tags: new Map() };
    this.#context.optionGroups.add(made);
  }

  /**
   * Lets Describe show members of a database besides or instead of what it shows by itself: what the
   * simulator has no rules for, such as `ReadReplicaIdentifiers`. Undefined leaves a member unsaid.
   *
   * @param arn of a cluster or an instance
   */
  describeAs(arn: string, members: Partial<DBCluster> | Partial<DBInstance>): void {
    const found = this.#database(arn);
    Object.assign(found, { besides: { ...found.besides, ...members } });
    found.stale = undefined;
  }

  /** Sets a resource's tags as AWS itself does, `aws:` ones included. */
  setTags(arn: string, tags: Tags): void {
    const resource = findResource(this.#context, arn);
    if (resource === undefined) throw new Error(`no RDS resource has the ARN ${arn}`);
    resource.tags = tags;
  }

  /** Puts a database or a member into a status, as AWS does for reasons of its own. */
  setStatus(arn: string, status: string): void {
    this.#database(arn).status = status;
  }

  /** Takes an automated snapshot of a cluster, as its backup window does. */
  takeAutomatedSnapshot(location: Location, clusterIdentifier: string): { readonly arn: string } {
    const cluster = this.#cluster(location, clusterIdentifier);
    const now = new Date(this.#context.clock.now()).toISOString();
    const stamp = now.slice(0, 16).replaceAll(/[T:]/g, '-');
    return beginSnapshot(this.#context, clusterSnapshots, cluster, {
      identifier: `rds:${clusterIdentifier}-${stamp}`,
      tags: new Map(),
      type: 'automated',
    });
  }

  /**
   * Where the data of a cluster, stand-alone instance or snapshot comes from, by its ARN.
   *
   * @returns undefined where there is no such resource, or no data yet
   */
  lineage(arn: string): Lineage | undefined {
    return lineageOf(this.#context, arn);
  }

  /** Everything there is, in all accounts and Regions, as it is and not as Describe shows it. */
  inventory(): readonly InventoryItem[] {
    return inventory(this.#context);
  }

  /** The master user of a cluster or stand-alone instance: what its secret holds. */
  master(location: Location, identifier: string): { user: string; password: string } | undefined {
    const { clusters, instances } = this.#context;
    return (clusters.find(location, identifier) ?? instances.find(location, identifier))?.master;
  }

  /** Where the server of an instance really listens, past the front door that clients come by. */
  serverOf(location: Location, instance: string): ServerAddress | undefined {
    const found = this.#context.instances.find(location, instance);
    return found && volumeBehind(this.#context, found)?.server;
  }

  /** Adds a reader to a cluster as Aurora Auto Scaling does. @returns its name */
  addAutoscaledReader(location: Location, clusterIdentifier: string): Promise<string> {
    const cluster = this.#cluster(location, clusterIdentifier);
    return addAutoscaledReader(this.#context, createInstance.on(this.#context), cluster);
  }

  /** Rotates a managed master password, as RDS does every seven days by default. */
  async rotateMasterPassword(location: Location, identifier: string): Promise<void> {
    const { clusters, instances } = this.#context;
    const found = clusters.find(location, identifier) ?? instances.find(location, identifier);
    if (!found?.managedSecret) throw new Error(`RDS manages no master password of ${identifier}`);
    await changeMasterPassword(this.#context, found);
  }

  /** Ends a cluster's writer as the loss of its host does: RDS notices, and fails over by itself. */
  crashWriter(location: Location, clusterIdentifier: string): Promise<void> {
    return crashWriter(this.#context, this.#cluster(location, clusterIdentifier));
  }

  /** The member of a cluster that DescribeDBClusters calls its writer at this moment. */
  describedWriter(location: Location, clusterIdentifier: string): string | undefined {
    const cluster = this.#cluster(location, clusterIdentifier);
    return describeCluster(this.#context, cluster).DBClusterMembers?.find(
      ({ IsClusterWriter }) => IsClusterWriter,
    )?.DBInstanceIdentifier;
  }

  /** Shuts down what has lost its KMS key; every call does so too. */
  checkKeys(): Promise<void> {
    return watchKeys(this.#context);
  }

  #database(arn: string): Cluster | Instance {
    const { clusters, instances } = this.#context;
    const found = [...clusters.all(), ...instances.all()].find(
      ({ location, identifier, ...one }) =>
        rdsArn(location, 'members' in one ? 'cluster' : 'db', identifier) === arn,
    );
    if (found === undefined) throw new Error(`no database has the ARN ${arn}`);
    return found;
  }

  #cluster(location: Location, identifier: string): Cluster {
    const cluster = this.#context.clusters.find(location, identifier);
    if (cluster) return cluster;
    throw new Error(`no cluster ${identifier} in this account and Region`);
  }
}
