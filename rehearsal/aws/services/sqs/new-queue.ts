import type { CreateQueueRequest } from '@aws-sdk/client-sqs';
import { AwsError } from '../../contracts.ts';
import type { PolicyDocument } from '../../contracts.ts';
import { notSimulated } from '../typed-operation.ts';
import { numberAttributes } from './queue.ts';

/** What CreateQueue is asked for, once it is checked. */
export interface AskedQueue {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly policy?: PolicyDocument;
}

/** Attributes that AWS takes and the simulator doesn't. Source: `QueueAttributeName` in the SDK's model. */
const otherAttributes = new Set(
  (
    'ContentBasedDeduplication DeduplicationScope DelaySeconds FifoQueue FifoThroughputLimit ' +
    'KmsDataKeyReusePeriodSeconds KmsMasterKeyId RedriveAllowPolicy RedrivePolicy'
  ).split(' '),
);

/**
 * Reads what CreateQueue is asked for. Source of the rules: `CreateQueueRequest` in the SDK's model of SQS;
 * the wording of the refusals is from memory, unverified.
 * @throws AwsError `InvalidParameterValue`, `InvalidAttributeName`, `InvalidAttributeValue`, `NotSimulated`
 */
export function readNewQueue(input: CreateQueueRequest): AskedQueue {
  const name = input.QueueName ?? '';
  if (!/^[\w-]{1,80}$/.test(name)) {
    throw new AwsError(
      'InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
  const { Policy: policy, ...attributes } = input.Attributes ?? {};
  for (const [attribute, value] of Object.entries(attributes)) checkAttribute(attribute, value);
  return {
    name,
    attributes,
    ...(policy !== undefined && policy !== '' && { policy: readPolicy(policy) }),
  };
}

function checkAttribute(attribute: string, value: string): void {
  if (otherAttributes.has(attribute)) throw notSimulated(`sqs:CreateQueue with ${attribute}`);
  if (attribute === 'SqsManagedSseEnabled') {
    if (value === 'true' || value === 'false') return;
    throw invalidValue(attribute);
  }
  const bounds = Object.entries(numberAttributes).find(([name]) => name === attribute)?.[1];
  if (bounds === undefined) {
    throw new AwsError('InvalidAttributeName', `Unknown Attribute ${attribute}.`);
  }
  const number = Number(value);
  const isInside = number >= bounds.lowest && number <= bounds.highest;
  if (!/^\d+$/.test(value) || !isInside) throw invalidValue(attribute);
}

function readPolicy(text: string): PolicyDocument {
  try {
    return JSON.parse(text) as PolicyDocument;
  } catch {
    throw invalidValue('Policy');
  }
}

/** A value that an attribute can't have. */
export function invalidValue(attribute: string): AwsError {
  return new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${attribute}.`);
}
