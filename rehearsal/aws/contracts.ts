/**
 * What the parts of the simulator know of each other. Each part lives in its own folder and imports
 * from the others no more than these types; `simulator.ts` puts them together.
 */

/** Where a resource lives. */
export interface Location {
  readonly accountId: string;
  readonly region: string;
}

/** Who calls. Every call in the simulator is made by a principal; there are no anonymous calls. */
export type Principal =
  | {
      /** A function's or state machine's execution role. */
      readonly kind: 'role';
      readonly accountId: string;
      readonly roleArn: string;
      /** `arn:…:sts::…:assumed-role/<role>/<session>`: what an error message names. */
      readonly sessionArn: string;
    }
  | {
      /** The person at the keyboard: may do anything in their own account. */
      readonly kind: 'operator';
      readonly accountId: string;
      readonly sessionArn: string;
    }
  | {
      /** An AWS service acting for itself, such as SNS delivering to a function. */
      readonly kind: 'service';
      readonly service: string;
      readonly sourceArn: string;
      readonly sourceAccount: string;
    };

/** A parsed IAM policy document, as templates hold it (identity, resource or key policy). */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | boolean | number | readonly string[]>>>
  >;
}

/** One question to the authorizer. */
export interface AccessRequest {
  readonly principal: Principal;
  /** Such as `rds:CopyDBClusterSnapshot`. */
  readonly action: string;
  /** The resource's ARN, or `*` for the actions that take none. */
  readonly resource: string;
  /** The account that owns the resource; the caller's own where it is left out. */
  readonly resourceAccountId?: string;
  /** Condition keys, lower-cased by the authorizer, such as `kms:ViaService`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** The resource's own policy: a topic's, a key's, a function's. */
  readonly resourcePolicy?: PolicyDocument;
  /**
   * How the two policies meet: `either` suffices within an account (SNS, Lambda, …); `key` is KMS's
   * rule: the key's policy decides, and lets identity policies count only by naming the account.
   */
  readonly rule?: 'either' | 'key';
}

/** Decides by identity and resource policies, and refuses constructs that it doesn't know. */
export interface Authorizer {
  /** @throws AwsError `AccessDenied…`, worded as AWS words it, when the answer is no */
  require(request: AccessRequest): void;
  allows(request: AccessRequest): boolean;
}

/** One API call as the endpoint hands it to a service. */
export interface Call {
  readonly requestId: string;
  /** The SigV4 service name, such as `rds` or `states`. */
  readonly service: string;
  readonly operation: string;
  /** The Region of the credential scope, and the account of the caller. */
  readonly location: Location;
  readonly principal: Principal;
  /**
   * Asks the authorizer on the caller's behalf. Every operation asks at least once; the endpoint
   * refuses an operation that didn't, so that none can be forgotten.
   */
  authorize(
    action: string,
    resource: string,
    more?: Omit<AccessRequest, 'principal' | 'action' | 'resource'>,
  ): void;
}

/** An operation takes the SDK's input type and gives the SDK's output type, less `$metadata`. */
export type Operation = (
  input: Readonly<Record<string, unknown>>,
  call: Call,
) => Promise<object | void> | object | void;

/** A simulated AWS service: state and rules. The endpoint does the wire format. */
export interface Service {
  /** The SigV4 service name. */
  readonly name: string;
  /** By operation name, such as `DescribeDBClusters`. */
  readonly operations: Readonly<Record<string, Operation>>;
}

/**
 * An error that a service answers with. `name` is the name that the SDK's client shows
 * (`DBClusterNotFoundFault`); the endpoint finds the wire code and HTTP status in the model.
 */
export class AwsError extends Error {
  override readonly name: string;
  /** HTTP status for errors that the model doesn't list; 400 when left out. */
  readonly status: number | undefined;

  constructor(name: string, message: string, status?: number) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** An event as a service puts it on its account's default bus. */
export interface BusEvent {
  readonly location: Location;
  /** Such as `aws.rds`. */
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventBus {
  put(event: BusEvent): void;
}

/** What RDS asks of KMS when it acts on a caller's behalf. Key ids may be ids, ARNs or aliases. */
export interface Keys {
  /**
   * The ARN of a key, as a caller in `location` names it.
   * @returns undefined when no such key exists there
   */
  find(location: Location, keyId: string): KeyFacts | undefined;
  /**
   * Checks that `principal` may do all of `actions` with the key through `viaService`
   * (`rds.<region>.amazonaws.com`), by identity policy and key policy, and that the key is enabled.
   * @throws AwsError `AccessDeniedException` (naming the action) or `KMSInvalidStateException`
   */
  requireUse(
    principal: Principal,
    keyArn: string,
    actions: readonly string[],
    viaService: string,
  ): void;
  /** 32 bytes that only this key gives: what data under the key is encrypted with. */
  dataKey(keyArn: string): Buffer;
  /** The AWS-managed key `alias/aws/<service>` of a place, made when it is first asked for. */
  managedKey(location: Location, service: 'rds' | 'secretsmanager'): KeyFacts;
}

export interface KeyFacts {
  readonly arn: string;
  readonly location: Location;
  readonly manager: 'AWS' | 'CUSTOMER';
  readonly state: 'Enabled' | 'Disabled' | 'PendingDeletion';
}

/** Host names as the simulator's resolver knows them. Names are lower-cased. */
export interface Names {
  /** Points `host` to addresses after `delayMilliseconds` of virtual time (0: now). */
  set(host: string, addresses: readonly string[], delayMilliseconds?: number): void;
  /** Takes `host` out after `delayMilliseconds` of virtual time (0: now). */
  remove(host: string, delayMilliseconds?: number): void;
  /** @returns the addresses; none is NXDOMAIN */
  resolve(host: string): readonly string[];
}

/** Who opens a connection within a VPC. */
export interface Caller {
  readonly address: string;
  readonly securityGroupIds: readonly string[];
}

/** Something with a private address, such as a DB instance or a load balancer's node. */
export interface NetworkInterface {
  /** Whether its security groups let a caller in; whoever isn't gets no answer. All are, when left out. */
  admits?(port: number, from: Caller): boolean;
  /** The groups that it has: what callers' rules of egress may name. None, when left out. */
  securityGroupIds?(): readonly string[];
  /** Who really listens there; undefined refuses the connection. */
  listenerAt(port: number, from?: Caller): ServerAddress | undefined;
}

/** What becomes of a connection: `silent` is a SYN that nobody answers. */
export type Reached =
  | { readonly kind: 'open'; readonly at: ServerAddress }
  | { readonly kind: 'refused' | 'silent' | 'unreachable' };

/** Where a server really listens, on this machine. */
export interface ServerAddress {
  readonly address: string;
  readonly port: number;
}

/** Whether a token lets whoever shows it in as a user. */
export type Admits = (user: string, token: string) => Promise<boolean>;

/** A way in to a server at an address of its own, which stays where it is while the server doesn't. */
export interface FrontDoor {
  readonly at: ServerAddress;
  close(): Promise<void>;
}

/**
 * Real database servers under simulated ones. A *volume* is a data directory: a cluster's storage.
 * A *dump* is a file that holds a volume's hot copy, encrypted where a key is given.
 */
export interface DatabaseEngine {
  readonly family: 'postgresql' | 'mysql';
  /** The real server's version, such as `18.4`: what the simulator gives out as EngineVersion. */
  readonly version: string;
  /** Makes a new volume with a master user and, where one is named, a database of theirs. */
  createVolume(
    volume: string,
    master: { user: string; password: string },
    database?: string,
  ): Promise<void>;
  /**
   * Starts the writer on a volume. Starting a started one is a mistake, and refused.
   * @param parameters of the database's group, as RDS calls them; kept for later starts where left out
   */
  start(volume: string, parameters?: Readonly<Record<string, string>>): Promise<ServerAddress>;
  /** Stops the server; the volume stays. Stopping a stopped one does nothing. */
  stop(volume: string): Promise<void>;
  /** Ends the server with nothing put in order, as when its host is gone. Not every engine can. */
  crash?(volume: string): Promise<void>;
  /** Hot-copies a volume, running or stopped, into `file`; `key` is 32 bytes for AES-256-GCM. */
  dump(volume: string, file: string, key?: Buffer): Promise<{ bytes: number }>;
  /** Rewrites a dump under another key, or none. Fails when `from` isn't the key it is under. */
  reencrypt(from: string, fromKey: Buffer | undefined, to: string, toKey?: Buffer): Promise<void>;
  /** Makes a volume from a dump. */
  restore(file: string, key: Buffer | undefined, volume: string): Promise<void>;
  /**
   * Makes a new volume that follows `writer`'s, whose server runs, and starts its own server: it reads
   * and refuses to write, and from then on the writer acknowledges nothing that isn't on it as well.
   * Absent where an engine has no followers.
   * @param hosts the names that its certificate proves; those of the engine where left out
   */
  follow?(volume: string, writer: string, hosts?: readonly string[]): Promise<ServerAddress>;
  /**
   * Gives a volume's server a certificate of these names, in place of the one that it had: at its next
   * start, or at once where it runs, without an outage. Absent where an engine proves no name.
   */
  certify?(volume: string, hosts: readonly string[]): Promise<void>;
  /**
   * Makes a follower a writer once its own writer's server is stopped. Nobody follows it yet: the
   * others are removed, and made anew by `follow`.
   */
  promote?(volume: string): Promise<void>;
  /**
   * Gives a volume's master user another password; the server may run or not. Absent where an engine
   * looks at no password.
   */
  changePassword?(volume: string, master: { user: string; password: string }): Promise<void>;
  /**
   * Opens a way in where users of IAM database authentication show a token, which `admits` judges, and
   * everybody else talks to the server as ever. Absent where an engine looks at no login.
   * @param server where it is at the moment; undefined turns away whoever comes
   */
  openDoor?(server: () => ServerAddress | undefined, admits: Admits): Promise<FrontDoor>;
  /** Deletes a volume (stopping its server) or a dump. */
  removeVolume(volume: string): Promise<void>;
  removeDump(file: string): Promise<void>;
  /** Stops every server that this engine started, by process id. */
  close(): Promise<void>;
}
