import type { MessageAttributeValue, PublishInput } from '@aws-sdk/client-sns';
import { AwsError } from '../../contracts.ts';
import type { Publication, PublishedAttribute } from './topic.ts';

/** Bytes that a message may have, its attributes' names, types and values included. */
const largest = 256 * 1024;

/** ASCII without control characters, at most 100 of them, a letter, digit or punctuation first. */
const subjectForm = /^[\x21-\x7e][\x20-\x7e]{0,99}$/;

/**
 * Checks a message as SNS does.
 * Source: SNS API Reference, "Publish".
 * @throws AwsError `InvalidParameterException`
 */
export function readPublication(
  input: PublishInput,
  origin: Pick<Publication, 'messageId' | 'topicArn' | 'published'>,
): Publication {
  const { Message: message = '', Subject: subject } = input;
  if (message === '') throw invalid('Empty message');
  if (subject !== undefined && !subjectForm.test(subject)) throw invalid('Subject');
  const attributes = Object.fromEntries(
    Object.entries(input.MessageAttributes ?? {}).map(([name, value]) => [
      name,
      readAttribute(name, value),
    ]),
  );
  if (sizeOf(message, attributes) > largest) throw invalid('Message too long');
  return { ...origin, subject, message, attributes };
}

function readAttribute(name: string, value: MessageAttributeValue): PublishedAttribute {
  const type = value.DataType ?? '';
  const text =
    value.BinaryValue === undefined
      ? value.StringValue
      : Buffer.from(value.BinaryValue).toString('base64');
  if (!/^(String|String\.Array|Number|Binary)(\..+)?$/.test(type) || !text) {
    throw new AwsError(
      'InvalidParameterValueException',
      `The message attribute '${name}' is invalid`,
    );
  }
  return { type, value: text };
}

function sizeOf(message: string, attributes: Publication['attributes']): number {
  const parts = Object.entries(attributes).map(([name, { type, value }]) => name + type + value);
  return [message, ...parts].reduce((total, part) => total + Buffer.byteLength(part), 0);
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);
}
