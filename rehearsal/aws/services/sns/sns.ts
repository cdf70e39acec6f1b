import type {
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  ListSubscriptionsInput,
  ListSubscriptionsResponse,
  ListTopicsInput,
  ListTopicsResponse,
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  PublishInput,
  PublishResponse,
  SubscribeInput,
  SubscribeResponse,
} from '@aws-sdk/client-sns';
import { arnIn, parseArn } from '../../authorization/arn.ts';
import type { Authorizer } from '../../authorization/authorizer.ts';
import type { VirtualClock } from '../../clock.ts';
import type {
  Call,
  Location,
  Operation,
  PolicyDocument,
  Principal,
  Service,
} from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import type { DeliveryFaults } from '../delivery-faults.ts';
import { uuid } from '../identifiers.ts';
import type { Kms } from '../kms/kms.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { Deliveries, type DeliverToFunction, type LostMessage } from './deliveries.ts';
import { subscriptionPage, topicPage } from './listing-page.ts';
import { readPublication } from './publication.ts';
import { requireTopicKey } from './topic-key.ts';
import type { SubscriptionRequest } from './subscription-rules.ts';
import {
  checkSubscription,
  isConfirmed,
  readProtocol,
  readRedrivePolicy,
} from './subscription-rules.ts';
import type { Protocol, Publication, Subscription, Topic } from './topic.ts';
import { termsOf } from './topic-access.ts';
import { topicAttributes } from './topic-attributes.ts';
import { defaultTopicPolicy } from './topic-policy.ts';

/** What a template says of a topic. */
export interface TopicSettings {
  readonly name: string;
  readonly policy?: PolicyDocument;
  /** A key's ARN or alias, such as `alias/aws/sns`. */
  readonly kmsKeyArn?: string;
}

/** What a template says of a subscription. */
export interface SubscriptionSettings {
  readonly topicArn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  /** As JSON text or as an object with `deadLetterTargetArn`. */
  readonly redrivePolicy?: unknown;
  /** The topic's Region, where it isn't the stack's own. */
  readonly region?: string;
}

/** The collaborators of SNS. */
export interface SnsParts {
  readonly authorizer: Pick<Authorizer, 'require' | 'checkResourcePolicy'>;
  readonly keys: Pick<Kms, 'find' | 'managedKey' | 'requireUse'>;
  readonly queues: Pick<Sqs, 'has' | 'send'>;
  readonly clock: Pick<VirtualClock, 'now' | 'at'>;
  readonly random: Random;
  readonly deliverToFunction: DeliverToFunction;
}

/** SNS: standard topics that deliver to functions and queues. Email and HTTPS only subscribe. */
export class Sns implements Service {
  readonly name = 'sns';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #parts: SnsParts;
  readonly #topics = new Map<string, Topic>();
  readonly #publications: Publication[] = [];
  readonly #deliveries: Deliveries;

  constructor(parts: SnsParts) {
    this.#parts = parts;
    const { clock, random, queues, deliverToFunction } = parts;
    this.#deliveries = new Deliveries(clock, random.fork(), queues, deliverToFunction);
    this.operations = {
      Publish: operation<PublishInput, PublishResponse>(
        ['TopicArn', 'Message', 'Subject', 'MessageAttributes'],
        (input, call) => this.#publish(input, call),
      ),
      Subscribe: operation<SubscribeInput, SubscribeResponse>(
        ['TopicArn', 'Protocol', 'Endpoint', 'Attributes', 'ReturnSubscriptionArn'],
        (input, call) => this.#subscribeByCall(input, call),
      ),
      ListSubscriptionsByTopic: operation<
        ListSubscriptionsByTopicInput,
        ListSubscriptionsByTopicResponse
      >(['TopicArn', 'NextToken'], (input, call) => this.#list(input, call)),
      ListTopics: operation<ListTopicsInput, ListTopicsResponse>(['NextToken'], (input, call) => {
        call.authorize('sns:ListTopics', '*');
        return topicPage(this.#topicsOf(call.location), input.NextToken);
      }),
      ListSubscriptions: operation<ListSubscriptionsInput, ListSubscriptionsResponse>(
        ['NextToken'],
        (input, call) => {
          call.authorize('sns:ListSubscriptions', '*');
          const { accountId, region } = call.location;
          const own = [...this.#topics.values()]
            .filter(({ location }) => location.region === region)
            .flatMap(({ subscriptions }) => subscriptions)
            .filter(({ owner }) => owner === accountId);
          return subscriptionPage(own, input.NextToken);
        },
      ),
      GetTopicAttributes: operation<GetTopicAttributesInput, GetTopicAttributesResponse>(
        ['TopicArn'],
        (input, call) => {
          const topic = this.#named(input.TopicArn, call.location.region);
          this.#authorize(call, 'sns:GetTopicAttributes', topic);
          return { Attributes: topicAttributes(topic) };
        },
      ),
    };
  }

  /**
   * Makes a standard topic.
   * @returns its ARN
   */
  createTopic(location: Location, settings: TopicSettings): string {
    if (settings.name.endsWith('.fifo')) throw notSimulated('a FIFO topic');
    const arn = arnIn(location, 'sns', settings.name);
    const policy = settings.policy ?? defaultTopicPolicy(arn, location.accountId);
    this.#parts.authorizer.checkResourcePolicy(policy, `the policy of ${arn}`);
    const kmsKeyArn = this.#keyArn(location, settings.kmsKeyArn);
    const { name } = settings;
    this.#topics.set(arn, { arn, name, location, kmsKeyArn, policy, subscriptions: [] });
    return arn;
  }

  setTopicPolicy(topicArn: string, policy: PolicyDocument): void {
    this.#parts.authorizer.checkResourcePolicy(policy, `the policy of ${topicArn}`);
    this.#topic(topicArn).policy = policy;
  }

  /**
   * Subscribes as CloudFormation does for a stack in `location`: as somebody of that account, in
   * the topic's Region. It reads the topic and its subscriptions as well, calls that have no protocol.
   * Source: CloudFormation registry, the handlers' permissions of AWS::SNS::Subscription; SNS Developer
   * Guide, Lambda in another account, which grants Subscribe and ListSubscriptionsByTopic.
   * @returns the subscription's ARN
   * @throws AwsError `AuthorizationErrorException`, `InvalidParameterException`
   */
  subscribe(location: Location, settings: SubscriptionSettings): string {
    const { accountId } = location;
    const topic = this.#named(settings.topicArn, settings.region ?? location.region);
    const request = {
      protocol: settings.protocol,
      endpoint: settings.endpoint,
      redriveQueueArn: readRedrivePolicy(settings.redrivePolicy),
    };
    const principal: Principal = {
      kind: 'operator',
      accountId,
      sessionArn: `arn:aws:sts::${accountId}:assumed-role/cloudformation/stack`,
    };
    for (const [action, terms] of [
      ['sns:Subscribe', termsOf(topic, request)],
      ['sns:GetTopicAttributes', termsOf(topic)],
      ['sns:ListSubscriptionsByTopic', termsOf(topic)],
    ] as const) {
      this.#parts.authorizer.require({ principal, action, resource: topic.arn, ...terms });
    }
    return this.#subscribe(topic, accountId, request).arn;
  }

  /** All messages published so far, oldest first. */
  publications(topicArn: string): readonly Publication[] {
    return this.#publications.filter((publication) => publication.topicArn === topicArn);
  }

  /** Messages that neither their endpoint nor a dead-letter queue took. */
  lostMessages(): readonly LostMessage[] {
    return this.#deliveries.lost;
  }

  /** Duplicates, delays or loses the deliveries of what is published from now on. */
  setFaults(faults: DeliveryFaults): void {
    this.#deliveries.faults = faults;
  }

  #publish(input: PublishInput, call: Call): PublishResponse {
    const topic = this.#named(input.TopicArn, call.location.region);
    this.#authorize(call, 'sns:Publish', topic);
    const publication = readPublication(input, {
      messageId: uuid(this.#parts.random),
      topicArn: topic.arn,
      published: new Date(this.#parts.clock.now()),
    });
    requireTopicKey(this.#parts.keys, topic, call.principal);
    this.#publications.push(publication);
    for (const subscription of topic.subscriptions) {
      if (subscription.confirmed) this.#deliveries.send(publication, subscription);
    }
    return { MessageId: publication.messageId };
  }

  #subscribeByCall(input: SubscribeInput, call: Call): SubscribeResponse {
    const topic = this.#named(input.TopicArn, call.location.region);
    const { RedrivePolicy, ...others } = input.Attributes ?? {};
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) throw notSimulated(`the subscription attribute ${unknown}`);
    const request = {
      protocol: readProtocol(input.Protocol),
      endpoint: input.Endpoint ?? '',
      redriveQueueArn: readRedrivePolicy(RedrivePolicy),
    };
    const { accountId } = call.location;
    call.authorize('sns:Subscribe', topic.arn, termsOf(topic, request));
    const { arn, confirmed } = this.#subscribe(topic, accountId, request);
    const shown = confirmed || input.ReturnSubscriptionArn === true;
    return { SubscriptionArn: shown ? arn : 'pending confirmation' };
  }

  #subscribe(topic: Topic, owner: string, request: SubscriptionRequest): Subscription {
    checkSubscription(topic, owner, request, (queueArn) => this.#parts.queues.has(queueArn));
    const existing = topic.subscriptions.find(
      ({ protocol, endpoint }) => protocol === request.protocol && endpoint === request.endpoint,
    );
    if (existing !== undefined) return existing;
    const subscription: Subscription = {
      ...request,
      arn: `${topic.arn}:${uuid(this.#parts.random)}`,
      topicArn: topic.arn,
      owner,
      confirmed: isConfirmed(owner, request),
    };
    topic.subscriptions.push(subscription);
    return subscription;
  }

  #list(input: ListSubscriptionsByTopicInput, call: Call): ListSubscriptionsByTopicResponse {
    const topic = this.#named(input.TopicArn, call.location.region);
    this.#authorize(call, 'sns:ListSubscriptionsByTopic', topic);
    return subscriptionPage(topic.subscriptions, input.NextToken);
  }

  #topicsOf({ accountId, region }: Location): readonly Topic[] {
    return [...this.#topics.values()].filter(
      ({ location }) => location.accountId === accountId && location.region === region,
    );
  }

  #authorize(call: Call, action: string, topic: Topic): void {
    call.authorize(action, topic.arn, termsOf(topic));
  }

  /** A call goes to a Region, and finds only that Region's topics. */
  #named(topicArn: string | undefined, region: string): Topic {
    if (topicArn === undefined || parseArn(topicArn)?.region !== region) {
      throw new AwsError('InvalidParameterException', 'Invalid parameter: TopicArn');
    }
    return this.#topic(topicArn);
  }

  #topic(topicArn: string): Topic {
    const topic = this.#topics.get(topicArn);
    if (topic === undefined) throw new AwsError('NotFoundException', 'Topic does not exist');
    return topic;
  }

  #keyArn(location: Location, key: string | undefined): string | undefined {
    if (key === undefined) return undefined;
    if (key === 'alias/aws/sns') return this.#parts.keys.managedKey(location, 'sns').arn;
    const found = this.#parts.keys.find(location, key);
    if (found === undefined) {
      throw new AwsError('KMSNotFoundException', `Key '${key}' does not exist`);
    }
    return found.arn;
  }
}
