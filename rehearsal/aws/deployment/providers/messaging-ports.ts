import type { Location, PolicyDocument } from '../../contracts.ts';
import type { TemplateMap } from '../template-value.ts';

/** SNS. */
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

/** SQS. */
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

export interface RetryPolicy {
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeSeconds?: number;
}

/** EventBridge, and its Scheduler. */
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
