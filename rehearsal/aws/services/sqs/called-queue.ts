import { arnIn } from '../../authorization/arn.ts';
import type { Call } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Queue } from './queue.ts';

/** The queues, as the operations find them. */
export interface Queues {
  all(): readonly Queue[];
  /** @throws AwsError `QueueDoesNotExist` */
  get(arn: string): Queue;
}

/**
 * The queue that a call names by its URL, once the caller may do there what the call is: by its own
 * policies or by the queue's. Source: AWS re:Post, "What SQS access policy and IAM policy permissions are
 * required to access the queue?": within an account either suffices.
 * @throws AwsError `QueueDoesNotExist`, `InvalidAddress`, `AccessDenied…`
 */
export function calledQueue(queues: Queues, url: string | undefined, call: Call): Queue {
  const queue = queues.get(arnOf(url ?? '', call));
  call.authorize(`sqs:${call.operation}`, queue.arn, {
    resourceAccountId: queue.location.accountId,
    ...(queue.policy && { resourcePolicy: queue.policy }),
  });
  return queue;
}

/** A queue's URL says whose it is; the Region is the call's. */
function arnOf(url: string, call: Call): string {
  const [, accountId, name] = /^https?:\/\/[^/]+\/(\d{12})\/([\w-]+)$/.exec(url) ?? [];
  if (accountId === undefined || name === undefined) {
    throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`);
  }
  return arnIn({ accountId, region: call.location.region }, 'sqs', name);
}
