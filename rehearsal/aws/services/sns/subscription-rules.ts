import { parseArn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import { notSimulated } from '../typed-operation.ts';
import { deliveringPrincipal } from './delivery-regions.ts';
import type { Protocol, Topic } from './topic.ts';

/** What somebody who subscribes asks for. */
export interface SubscriptionRequest {
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly redriveQueueArn: string | undefined;
}

/** @throws AwsError `NotSimulated` for a protocol that the simulator doesn't know */
export function readProtocol(protocol: string | undefined): Protocol {
  if (protocol === 'lambda' || protocol === 'sqs' || protocol === 'email' || protocol === 'https') {
    return protocol;
  }
  throw notSimulated(`a subscription by the protocol ${protocol}`);
}

/**
 * Reads a RedrivePolicy, as JSON text or as a template's object.
 * @returns the queue's ARN
 */
export function readRedrivePolicy(policy: unknown): string | undefined {
  if (policy === undefined) return undefined;
  const parsed: unknown = typeof policy === 'string' ? JSON.parse(policy) : policy;
  const target = (parsed as { deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
  if (typeof target !== 'string') throw invalid('RedrivePolicy: deadLetterTargetArn is missing');
  return target;
}

/**
 * Checks what SNS would not subscribe, or would never deliver to.
 * - A dead-letter queue is in the subscription's account and Region, which is the topic's Region
 *   (SNS Developer Guide, "Amazon SNS dead-letter queues").
 * - Functions in opt-in Regions: see `deliveringPrincipal`.
 * @throws AwsError `InvalidParameterException`
 */
export function checkSubscription(
  topic: Topic,
  owner: string,
  request: SubscriptionRequest,
  queueExists: (queueArn: string) => boolean,
): void {
  const { protocol, endpoint, redriveQueueArn } = request;
  const arn = parseArn(endpoint);
  if (protocol === 'lambda' || protocol === 'sqs') {
    if (arn?.service !== protocol)
      throw invalid(`Endpoint Reason: ${endpoint} isn't a ${protocol} ARN`);
    if (deliveringPrincipal(topic.location.region, arn.region) === undefined) {
      throw invalid(
        `Endpoint Reason: SNS doesn't deliver from ${topic.location.region} to the opt-in Region ` +
          `${arn.region}; put the topic or the function elsewhere`,
      );
    }
  }
  if (redriveQueueArn === undefined) return;
  const queue = parseArn(redriveQueueArn);
  if (queue?.accountId !== owner || queue.region !== topic.location.region) {
    throw invalid(
      `RedrivePolicy: the queue ${redriveQueueArn} must be in the subscription's account (${owner}) ` +
        `and in the topic's Region (${topic.location.region})`,
    );
  }
  if (!queueExists(redriveQueueArn)) {
    throw invalid(`RedrivePolicy: the queue ${redriveQueueArn} does not exist`);
  }
}

/**
 * Whether a subscription needs no confirmation: a function or queue whose own account subscribes.
 */
export function isConfirmed(owner: string, request: SubscriptionRequest): boolean {
  const { protocol, endpoint } = request;
  return (protocol === 'lambda' || protocol === 'sqs') && parseArn(endpoint)?.accountId === owner;
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);
}
