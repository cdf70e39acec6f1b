import { parseArn } from '../../authorization/arn.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Principal } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import { type DeliveryFaults, noFaults } from '../delivery-faults.ts';
import { deliverWithRetries } from '../retries.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { deliveringPrincipal } from './delivery-regions.ts';
import { type FunctionEvent, functionEvent, queueBody } from './notification.ts';
import { retryDelays } from './retry-policy.ts';
import type { Publication, Subscription } from './topic.ts';

/**
 * Hands an event to a function, which accepts or refuses it by its own policy: SNS calls it as
 * `principal`, for `sourceArn`, the topic. Settles once Lambda has the event, and rejects with the
 * error that Lambda answers; what the function makes of the event is none of SNS's business. Virtual
 * time goes on meanwhile unless the other side holds it.
 */
export type DeliverToFunction = (
  functionArn: string,
  sourceArn: string,
  event: FunctionEvent,
  principal: Principal,
) => Promise<void>;

/** A message that neither its endpoint nor a dead-letter queue took. */
export interface LostMessage {
  readonly subscriptionArn: string;
  readonly messageId: string;
  readonly reason: string;
}

/** Milliseconds from Publish to the first attempt. */
const latencyMilliseconds = { from: 20, to: 300 };

/** Delivers messages on the clock: each at least once, with retries, and then to its queue. */
export class Deliveries {
  readonly lost: LostMessage[] = [];
  faults: DeliveryFaults = noFaults;
  readonly #clock: Pick<VirtualClock, 'now' | 'at'>;
  readonly #random: Random;
  readonly #queues: Pick<Sqs, 'send'>;
  readonly #deliverToFunction: DeliverToFunction;

  constructor(
    clock: Pick<VirtualClock, 'now' | 'at'>,
    random: Random,
    queues: Pick<Sqs, 'send'>,
    deliverToFunction: DeliverToFunction,
  ) {
    this.#clock = clock;
    this.#random = random;
    this.#queues = queues;
    this.#deliverToFunction = deliverToFunction;
  }

  /** Appoints the deliveries of a message to a confirmed subscription. */
  send(publication: Publication, subscription: Subscription): void {
    const clock = this.#clock;
    const delivery = {
      clock,
      delays: retryDelays(),
      deliver: () => this.#deliver(publication, subscription),
      giveUp: (cause: unknown) => this.#redrive(publication, subscription, cause),
    };
    for (let copy = 0; copy < this.faults.copies; copy++) {
      const latency = Math.round(
        this.#random.between(latencyMilliseconds.from, latencyMilliseconds.to),
      );
      clock.at(clock.now() + latency + this.faults.delayMilliseconds, () => {
        void deliverWithRetries(delivery);
      });
    }
  }

  async #deliver(publication: Publication, subscription: Subscription): Promise<void> {
    const { endpoint, topicArn, protocol } = subscription;
    const principal = snsFor(topicArn, parseArn(endpoint)?.region);
    if (protocol === 'sqs') {
      this.#queues.send(principal, endpoint, queueBody(publication, subscription));
      return;
    }
    const event = functionEvent(publication, subscription);
    await this.#deliverToFunction(endpoint, topicArn, event, principal);
  }

  #redrive(publication: Publication, subscription: Subscription, cause: unknown): void {
    const { redriveQueueArn, arn: subscriptionArn, topicArn } = subscription;
    const { messageId } = publication;
    try {
      if (redriveQueueArn === undefined) throw cause;
      const body = queueBody(publication, subscription);
      this.#queues.send(snsFor(topicArn), redriveQueueArn, body);
    } catch (error) {
      this.lost.push({ subscriptionArn, messageId, reason: String(error) });
    }
  }
}

function snsFor(topicArn: string, endpointRegion?: string): Principal {
  const { region = '', accountId = '' } = parseArn(topicArn) ?? {};
  const service = deliveringPrincipal(region, endpointRegion ?? region) ?? 'sns.amazonaws.com';
  return { kind: 'service', service, sourceArn: topicArn, sourceAccount: accountId };
}
