import { isDeepStrictEqual } from 'node:util';
import type { CreateQueueRequest } from '@aws-sdk/client-sqs';
import { arnIn, parseArn, serviceHost } from '../../authorization/arn.ts';
import { asList } from '../../authorization/as-list.ts';
import type { Authorizer } from '../../authorization/authorizer.ts';
import { MalformedPolicy } from '../../authorization/policy-errors.ts';
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
import type { LongPolls } from './long-poll.ts';
import { messageOperations } from './message-operations.ts';
import { invalidValue, readNewQueue } from './new-queue.ts';
import { queueOperations } from './queue-operations.ts';
import type { HeldMessage, Queue } from './queue.ts';

/** Seconds for which a deleted queue's name stays taken. Source: `QueueDeletedRecently` in the SDK's model. */
const secondsUntilFree = 60;

/** What a template says of a queue. */
export interface QueueSettings {
  readonly name: string;
  readonly policy?: PolicyDocument;
  /** ARN of a customer-managed key; the sender must be allowed to use it. */
  readonly kmsKeyArn?: string;
  /** SQS's attributes, as texts. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A message as it lies in a queue. */
export type QueuedMessage = Pick<HeldMessage, 'messageId' | 'body' | 'sent'>;

/** Standard queues: whoever may by their own policies or the queue's sends to them and reads them. */
export class Sqs implements Service {
  readonly name = 'sqs';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #authorizer: Pick<Authorizer, 'require' | 'checkResourcePolicy' | 'hasRole'>;
  readonly #keys: Pick<Keys, 'requireUse'>;
  readonly #clock: { now(): number };
  readonly #random: Random;
  readonly #queues = new Map<string, Queue>();
  /** When each queue was deleted that is. */
  readonly #deleted = new Map<string, number>();

  /** @param polls how receivers wait; left out, nobody waits, and is answered at once */
  constructor(
    authorizer: Pick<Authorizer, 'require' | 'checkResourcePolicy' | 'hasRole'>,
    keys: Pick<Keys, 'requireUse'>,
    clock: { now(): number },
    random: Random,
    polls?: LongPolls,
  ) {
    this.#authorizer = authorizer;
    this.#keys = keys;
    this.#clock = clock;
    this.#random = random;
    const queues = {
      all: () => [...this.#queues.values()],
      get: (arn: string) => this.#get(arn),
    };
    this.operations = {
      ...queueOperations(queues, {
        clock,
        make: (call, input) => this.#make(call.location, input),
        remove: (queue) => this.#remove(queue),
      }),
      ...messageOperations(queues, {
        keys,
        clock,
        random,
        polls,
        put: ({ principal }, queue, body) => this.#put(principal, queue, body),
      }),
    };
  }

  /** @returns the queue's ARN */
  createQueue(location: Location, settings: QueueSettings): string {
    const arn = arnIn(location, 'sqs', settings.name);
    const created = new Date(this.#clock.now());
    this.#queues.set(arn, {
      attributes: {},
      ...settings,
      arn,
      location,
      created,
      messages: [],
      waiting: new Set(),
      deleted: false,
    });
    if (settings.policy !== undefined) this.setQueuePolicy(arn, settings.policy);
    return arn;
  }

  setQueuePolicy(queueArn: string, policy: PolicyDocument): void {
    this.#authorizer.checkResourcePolicy(policy, `the policy of ${queueArn}`);
    this.#get(queueArn).policy = policy;
  }

  /** Those of an account in a Region, in the order in which they were made. */
  names({ accountId, region }: Location): readonly string[] {
    return [...this.#queues.values()]
      .filter(({ location }) => location.accountId === accountId && location.region === region)
      .map(({ name }) => name);
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
    this.#put(principal, queue, body);
  }

  #put(principal: Principal, queue: Queue, body: string): HeldMessage {
    if (queue.kmsKeyArn !== undefined) {
      const viaService = serviceHost('sqs', queue.location.region);
      const actions = ['kms:GenerateDataKey', 'kms:Decrypt'];
      this.#keys.requireUse(principal, queue.kmsKeyArn, actions, viaService);
    }
    const sent = new Date(this.#clock.now());
    const message = {
      messageId: uuid(this.#random),
      body,
      sent,
      visibleFrom: sent.getTime(),
      receipts: [],
      deleted: false,
    };
    queue.messages.push(message);
    wake(queue);
    return message;
  }

  /** @throws AwsError `QueueNameExists`, `QueueDeletedRecently`, and for attributes that are wrong */
  #make(location: Location, input: CreateQueueRequest): Queue {
    const asked = readNewQueue(input);
    const arn = arnIn(location, 'sqs', asked.name);
    const { policy } = asked;
    if (policy !== undefined) this.#checkPolicy(policy, arn);
    const known = this.#queues.get(arn);
    if (known !== undefined) {
      if (isDeepStrictEqual([known.attributes, known.policy], [asked.attributes, policy])) {
        return known;
      }
      throw new AwsError(
        'QueueNameExists',
        'A queue already exists with the same name and a different value for an attribute',
      );
    }
    const free = (this.#deleted.get(arn) ?? -Infinity) + secondsUntilFree * 1000;
    if (this.#clock.now() < free) {
      throw new AwsError(
        'QueueDeletedRecently',
        'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
      );
    }
    this.createQueue(location, asked);
    return this.#get(arn);
  }

  /** SQS takes no policy that it can't read, nor one that names a role that isn't there. */
  #checkPolicy(policy: PolicyDocument, arn: string): void {
    try {
      this.#authorizer.checkResourcePolicy(policy, `the policy of ${arn}`);
    } catch (error) {
      if (error instanceof MalformedPolicy) throw invalidValue('Policy');
      throw error;
    }
    const roles = policy.Statement.flatMap(({ Principal: named }) =>
      named === undefined || named === '*' ? [] : asList(named['AWS']),
    ).filter((name) => name.includes(':role/'));
    if (!roles.every((role) => this.#authorizer.hasRole(role))) throw invalidValue('Policy');
  }

  #remove(queue: Queue): void {
    queue.deleted = true;
    this.#queues.delete(queue.arn);
    this.#deleted.set(queue.arn, this.#clock.now());
    wake(queue);
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

function wake(queue: Queue): void {
  for (const look of queue.waiting) look();
}
