import type { Location, PolicyDocument, PolicyStatement } from '../../contracts.ts';
import type { TemplateMap, TemplateValue } from '../template-value.ts';

/**
 * What the deployment asks of the simulator's services: an interface for each, no wider than what
 * templates can say. Every call makes one resource at once.
 */
export interface SimulatorPorts {
  readonly roles: RolesPort;
  readonly keys: KeysPort;
  readonly topics: TopicsPort;
  readonly queues: QueuesPort;
  readonly functions: FunctionsPort;
  readonly stateMachines: StateMachinesPort;
  readonly events: EventsPort;
  readonly logs: LogsPort;
  readonly alarms: AlarmsPort;
  readonly network: NetworkPort;
  readonly loadBalancing: LoadBalancingPort;
  readonly privateNames: PrivateNamesPort;
  readonly customResources: CustomResourcesPort;
  readonly parameters: ParametersPort;
}

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

export interface RolesPort {
  addRole(
    roleArn: string,
    settings: {
      readonly policies: readonly NamedPolicy[];
      readonly managedPolicyArns: readonly string[];
      readonly trustPolicy: PolicyDocument;
      readonly permissionsBoundary?: string;
      readonly maximumSessionSeconds?: number;
    },
  ): void;
  /** `AWS::IAM::Policy`: a further inline policy of a role that is there. */
  attachPolicy(roleArn: string, policy: NamedPolicy): void;
}

export interface KeysPort {
  createKey(
    location: Location,
    settings: {
      readonly policy: PolicyDocument;
      readonly description?: string;
      readonly enabled: boolean;
      readonly multiRegion: boolean;
      readonly rotates: boolean;
      readonly tags: Readonly<Record<string, string>>;
    },
  ): { readonly arn: string; readonly id: string };
  /** `name` begins with `alias/`; the target is a key's id or ARN. */
  createAlias(location: Location, name: string, targetKeyId: string): void;
}

export interface TopicsPort {
  createTopic(
    location: Location,
    settings: {
      readonly name: string;
      readonly displayName?: string;
      readonly kmsKeyId?: string;
      readonly tags: Readonly<Record<string, string>>;
    },
  ): { readonly arn: string };
  setPolicy(topicArn: string, policy: PolicyDocument): void;
  /** The caller of Subscribe is the account of `owner`; the topic may be in another one. */
  subscribe(
    owner: Location,
    settings: {
      readonly topicArn: string;
      /** The topic's Region. */
      readonly region: string;
      readonly protocol: string;
      readonly endpoint: string;
      readonly rawMessageDelivery: boolean;
      readonly deadLetterQueueArn?: string;
      readonly filterPolicy?: TemplateMap;
      readonly filterPolicyScope?: string;
    },
  ): { readonly arn: string };
}

export interface QueuesPort {
  createQueue(
    location: Location,
    settings: {
      readonly name: string;
      readonly retentionSeconds?: number;
      readonly visibilityTimeoutSeconds?: number;
      readonly kmsKeyId?: string;
      readonly managedEncryption?: boolean;
      readonly redrivePolicy?: TemplateMap;
      readonly tags: Readonly<Record<string, string>>;
    },
  ): { readonly arn: string; readonly url: string };
  setPolicy(queueUrl: string, policy: PolicyDocument): void;
}

export interface FunctionsPort {
  createFunction(
    location: Location,
    settings: {
      readonly name: string;
      readonly arn: string;
      readonly roleArn: string;
      readonly handler: string;
      readonly codeDirectory: string;
      readonly environment: Readonly<Record<string, string>>;
      readonly timeoutSeconds: number;
      readonly memorySize: number;
      readonly vpc?: {
        readonly subnetIds: readonly string[];
        readonly securityGroupIds: readonly string[];
      };
      readonly deadLetterQueueArn?: string;
      readonly reservedConcurrency?: number;
      readonly logGroupName?: string;
    },
  ): void;
  addPermission(functionArn: string, statement: PolicyStatement): void;
  configureAsynchronousInvocation(
    functionArn: string,
    settings: {
      readonly maximumRetryAttempts?: number;
      readonly maximumEventAgeSeconds?: number;
      readonly onFailureArn?: string;
      readonly onSuccessArn?: string;
    },
  ): void;
}

export interface StateMachinesPort {
  /** Reads a definition's YAML and puts the substitutions in (`rehearsal/aws/states`). */
  loadDefinition(text: string, substitutions: Readonly<Record<string, string>>): unknown;
  createStateMachine(
    location: Location,
    settings: {
      readonly name: string;
      readonly definition: unknown;
      readonly roleArn: string;
      readonly type: 'STANDARD' | 'EXPRESS';
      readonly logLevel?: string;
      readonly logGroupArn?: string;
      readonly includeExecutionData?: boolean;
      readonly tracing: boolean;
    },
  ): { readonly arn: string };
}

export interface RetryPolicy {
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeSeconds?: number;
}

export interface EventsPort {
  createSchedule(
    location: Location,
    settings: {
      readonly name: string;
      readonly groupName: string;
      readonly expression: string;
      readonly timezone: string;
      readonly enabled: boolean;
      readonly startDate?: string;
      readonly endDate?: string;
      /** How long after its time it may start; 0 when left out. */
      readonly flexibleWindowMinutes?: number;
      readonly targetArn: string;
      readonly roleArn: string;
      readonly input?: string;
      readonly retry: RetryPolicy;
      readonly deadLetterQueueArn?: string;
    },
  ): { readonly arn: string };
  putRule(
    location: Location,
    settings: {
      readonly name: string;
      readonly busName: string;
      readonly pattern?: TemplateMap;
      readonly scheduleExpression?: string;
      readonly enabled: boolean;
      readonly targets: readonly {
        readonly id: string;
        readonly arn: string;
        readonly roleArn?: string;
        readonly input?: string;
        readonly inputPath?: string;
        readonly inputTransformer?: TemplateMap;
        readonly retry: RetryPolicy;
        readonly deadLetterQueueArn?: string;
      }[];
    },
  ): { readonly arn: string };
}

export interface LogsPort {
  createLogGroup(
    location: Location,
    settings: {
      readonly name: string;
      readonly retentionDays?: number;
      readonly kmsKeyId?: string;
    },
  ): void;
  putResourcePolicy(location: Location, name: string, policy: PolicyDocument): void;
}

export interface AlarmsPort {
  /** `properties` are the alarm's own, as CloudFormation names them. */
  createAlarm(
    location: Location,
    settings: { readonly name: string; readonly properties: TemplateMap },
  ): void;
}

export interface NetworkPort {
  createSecurityGroup(
    location: Location,
    settings: {
      readonly name: string;
      readonly vpcId?: string;
      readonly description: string;
      readonly ingress: readonly TemplateValue[];
      readonly egress: readonly TemplateValue[];
    },
  ): Awaitable<{ readonly id: string }>;
  /** `rule` as CloudFormation names it: `IpProtocol`, `FromPort`, … */
  addIngress(location: Location, groupId: string, rule: TemplateMap): Awaitable<void>;
  createVpcEndpoint(
    location: Location,
    settings: {
      readonly serviceName: string;
      /** Where it isn't the endpoint's own. */
      readonly serviceRegion?: string;
      readonly vpcId: string;
      readonly type: string;
      readonly subnetIds: readonly string[];
      readonly securityGroupIds: readonly string[];
      readonly privateDns: boolean;
      readonly policy?: PolicyDocument;
    },
  ): Awaitable<{
    readonly id: string;
    /** Each `<hosted zone>:<name>`. */
    readonly dnsEntries: readonly string[];
  }>;
  createEndpointService(
    location: Location,
    settings: {
      readonly balancerArns: readonly string[];
      readonly acceptanceRequired: boolean;
      readonly supportedRegions: readonly string[];
    },
  ): Awaitable<{ readonly id: string }>;
  allowPrincipals(
    location: Location,
    serviceId: string,
    principals: readonly string[],
  ): Awaitable<void>;
}

type Awaitable<T> = T | Promise<T>;

/** An attribute of a load balancer, a target group or a listener. */
export interface Attribute {
  readonly Key: string;
  readonly Value: string;
}

export interface LoadBalancingPort {
  createLoadBalancer(
    location: Location,
    settings: {
      readonly name: string;
      readonly type: string;
      readonly scheme: string;
      readonly ipAddressType: string;
      readonly subnetIds: readonly string[];
      readonly securityGroupIds: readonly string[];
      /** `on` or `off`. */
      readonly enforceOnPrivateLink?: string;
      readonly attributes: readonly Attribute[];
    },
  ): Awaitable<{ readonly arn: string; readonly dnsName: string; readonly hostedZone: string }>;
  createTargetGroup(
    location: Location,
    settings: {
      readonly name: string;
      /** As the API names them: `Protocol`, `HealthCheckPort`, … */
      readonly properties: TemplateMap;
      readonly attributes: readonly Attribute[];
    },
  ): Awaitable<{ readonly arn: string }>;
  createListener(
    location: Location,
    settings: {
      readonly balancerArn: string;
      readonly protocol: string;
      readonly port: number;
      readonly targetGroupArn: string;
      readonly attributes: readonly Attribute[];
    },
  ): Awaitable<{ readonly arn: string }>;
}

export interface PrivateNamesPort {
  createZone(
    location: Location,
    settings: { readonly name: string; readonly vpcIds: readonly string[] },
  ): { readonly id: string };
  /** An A record that leads to wherever another name does. */
  createAlias(
    location: Location,
    settings: { readonly zoneId: string; readonly name: string; readonly aliasOf: string },
  ): void;
}

/** What a custom resource's function says. */
export interface CustomResourceAnswer {
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: TemplateMap;
}

export interface CustomResourcesPort {
  /**
   * Hands a request to a function, with a URL for its answer.
   * @param request all but `ResponseURL`
   * @returns undefined when the function has ended without an answer
   */
  ask(
    functionArn: string,
    request: Readonly<Record<string, unknown>>,
  ): Promise<CustomResourceAnswer | undefined>;
}

export interface ParametersPort {
  putParameter(
    location: Location,
    settings: { readonly name: string; readonly type: string; readonly value: string },
  ): void;
}
