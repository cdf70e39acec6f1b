import type { VirtualClock } from '../../clock.ts';
import type { VirtualNetwork } from '../../network/virtual-network.ts';
import type { Keys, Location } from '../../contracts.ts';
import type { Cluster, Instance } from './databases.ts';
import type { Draws, Durations } from './durations.ts';
import type { Endpoints } from './endpoints.ts';
import type { Groups } from './groups.ts';
import type { TokenAuthority } from './iam-authentication/check-token.ts';
import type { SignInError } from './iam-authentication/sign-in.ts';
import type { Offers } from './offers.ts';
import type { StatusTransitions } from './status-transitions.ts';
import type { EmitRdsEvent, KeptEvent } from './rds-events.ts';
import type { OptionGroup } from './option-group.ts';
import type { Registry } from './registry.ts';
import type { Snapshot } from './snapshots/snapshot.ts';
import type { Storage } from './storage.ts';
import type { ProxyServers } from '../../proxy-contracts.ts';
import type { Proxies } from './proxies/proxy.ts';
import type { Ties } from './ties/ties.ts';

/** A master user's secret in Secrets Manager, as RDS makes it. */
export interface ManagedSecret {
  readonly location: Location;
  readonly arn: string;
  readonly name: string;
  readonly value: { readonly username: string; readonly password: string };
  /** The customer's own key that it is under. */
  readonly keyArn: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** What RDS does in Secrets Manager. */
export interface ManagedSecrets {
  make(secret: ManagedSecret): void;
  change(arn: string, value: ManagedSecret['value']): void;
  remove(arn: string): void;
}

/** Reads a secret as a proxy does, by its role. @returns its text @throws AwsError */
export type ReadProxySecret = (request: {
  readonly location: Location;
  readonly roleArn: string;
  readonly proxyArn: string;
  readonly secretArn: string;
}) => Promise<string>;

/** The state of the service and what its rules work with. */
export interface Context {
  readonly clock: VirtualClock;
  readonly keys: Keys;
  readonly draws: Draws;
  readonly durations: Durations;
  readonly transitions: StatusTransitions;
  readonly storage: Storage;
  readonly endpoints: Endpoints;
  readonly network: Pick<VirtualNetwork, 'attach' | 'detach' | 'reach' | 'vpcs' | 'securityGroups'>;
  readonly emit: EmitRdsEvent;
  /** All events so far, oldest first. */
  readonly events: readonly KeptEvent[];
  readonly groups: Groups;
  readonly optionGroups: Registry<OptionGroup>;
  readonly offers: Offers;
  readonly clusters: Registry<Cluster>;
  readonly instances: Registry<Instance>;
  readonly snapshots: {
    readonly cluster: Registry<Snapshot>;
    readonly instance: Registry<Snapshot>;
  };
  /** What is tied to databases. */
  readonly ties: Ties;
  /** The most records of a page of databases or snapshots. */
  readonly pageSize: number;
  /** Whether one call copies a cluster snapshot across both account and Region. */
  readonly oneCallClusterCopy: boolean;
  /** Whether each reader of a cluster has a server of its own, which follows the writer's. */
  readonly readerServers: boolean;
  /** Absent where nobody reads the secrets of master users. */
  readonly secrets: ManagedSecrets | undefined;
  readonly proxies: Proxies;
  /** Reads secrets for proxies; absent where nobody does. */
  readonly proxySecrets: ReadProxySecret | undefined;
  /** Absent where nothing listens behind proxies. */
  readonly proxyServers: ProxyServers | undefined;
  /** Absent where no database asks for tokens of IAM database authentication. */
  readonly tokenAuthority: TokenAuthority | undefined;
  /** Logins by token that were refused, oldest first. */
  readonly signInErrors: SignInError[];
}
