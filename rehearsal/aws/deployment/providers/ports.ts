import type { Location, PolicyDocument, PolicyStatement } from '../../contracts.ts';
import type { TemplateMap } from '../template-value.ts';
import type { ApiPort } from './api-port.ts';
import type { EventsPort, QueuesPort, TopicsPort } from './messaging-ports.ts';
import type { LoadBalancingPort, NetworkPort, PrivateNamesPort } from './network-ports.ts';

/**
 * What the deployment asks of the simulator's services: an interface for each, no wider than what
 * templates can say. Every call makes one resource at once.
 */
export interface SimulatorPorts {
  readonly api: ApiPort;
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
      readonly tags?: Readonly<Record<string, string>>;
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

export interface LogsPort {
  createLogGroup(
    location: Location,
    settings: {
      readonly name: string;
      readonly retentionDays?: number;
      readonly kmsKeyId?: string;
    },
  ): void;
  createLogStream(
    location: Location,
    settings: { readonly group: string; readonly stream: string },
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
