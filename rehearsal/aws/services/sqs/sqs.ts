import { arnIn, parseArn, serviceHost } from '../../authorization/arn.ts';
import type { Authorizer } from '../../authorization/authorizer.ts';
import type {
  Keys,
  Location,
  Operation,
  PolicyDocument,
  Principal,
  Service,
} from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import { uuid } from '../identifiers.ts';
import { queueOperations } from './operations.ts';
import type { HeldMessage, Queue } from './queue.ts';

/** What a template says of a queue. */
export interface QueueSettings {
  readonly name: string;
  readonly policy?: PolicyDocument;
  /** ARN of a customer-managed key; the sender must be allowed to use it. */
  readonly kmsKeyArn?: string;
}

/** A message as it lies in a queue. */
export type QueuedMessage = Pick<HeldMessage, 'messageId' | 'body' | 'sent'>;

/** Queues as sinks: other services send to them by the queue's policy, and operators read them. */
export class Sqs implements Service {
  readonly name = 'sqs';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #authorizer: Pick<Authorizer, 'require' | 'checkResourcePolicy'>;
  readonly #keys: Pick<Keys, 'requireUse'>;
  readonly #clock: { now(): number };
  readonly #random: Random;
  readonly #queues = new Map<string, Queue>();

  constructor(
    authorizer: Pick<Authorizer, 'require' | 'checkResourcePolicy'>,
    keys: Pick<Keys, 'requireUse'>,
    clock: { now(): number },
    random: Random,
  ) {
    this.#authorizer = authorizer;
    this.#keys = keys;
    this.#clock = clock;
    this.#random = random;
    this.operations = queueOperations(
      { all: () => [...this.#queues.values()], get: (arn) => this.#get(arn) },
      { keys, clock, random },
    );
  }

  /** @returns the queue's ARN */
  createQueue(location: Location, settings: QueueSettings): string {
    const arn = arnIn(location, 'sqs', settings.name);
    const created = new Date(this.#clock.now());
    this.#queues.set(arn, { ...settings, arn, location, created, messages: [] });
    if (settings.policy !== undefined) this.setQueuePolicy(arn, settings.policy);
    return arn;
  }

  setQueuePolicy(queueArn: string, policy: PolicyDocument): void {
    this.#authorizer.checkResourcePolicy(policy, `the policy of ${queueArn}`);
    this.#get(queueArn).policy = policy;
  }

  has(queueArn: string): boolean {
    return this.#queues.has(queueArn);
  }

  /** All messages sent so far, oldest first. */
  messages(queueArn: string): readonly QueuedMessage[] {
    return this.#get(queueArn).messages;
  }

  /**
   * Sends a message as `principal`, whom the queue's policy and key must let.
   * @throws AwsError `AccessDenied…` or `QueueDoesNotExist`
   */
  send(principal: Principal, queueArn: string, body: string): void {
    const queue = this.#get(queueArn);
    this.#authorizer.require({
      principal,
      action: 'sqs:SendMessage',
      resource: queueArn,
      resourceAccountId: queue.location.accountId,
      ...(queue.policy === undefined ? {} : { resourcePolicy: queue.policy }),
    });
    if (queue.kmsKeyArn !== undefined) {
      const viaService = serviceHost('sqs', queue.location.region);
      const actions = ['kms:GenerateDataKey', 'kms:Decrypt'];
      this.#keys.requireUse(principal, queue.kmsKeyArn, actions, viaService);
    }
    const sent = new Date(this.#clock.now());
    queue.messages.push({
      messageId: uuid(this.#random),
      body,
      sent,
      visibleFrom: sent.getTime(),
      receipts: [],
      deleted: false,
    });
  }

  #get(queueArn: string): Queue {
    const queue = this.#queues.get(queueArn);
    if (queue === undefined) {
      const name = parseArn(queueArn)?.resource ?? queueArn;
      throw new AwsError('QueueDoesNotExist', `The specified queue does not exist: ${name}`);
    }
    return queue;
  }
}
