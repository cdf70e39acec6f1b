import type { FunctionError } from './ports/functions.ts';

/** What of Lambda's context travels: all but its functions. */
export interface SentContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** What the stub sends, sealed. */
export interface SentEvent {
  /** `surroundings`: nothing is to be run; the command wants the environment for a sample event. */
  readonly kind: 'event' | 'surroundings';
  readonly event: unknown;
  readonly context: SentContext;
  /** With the role's credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of the function's time, when it was sent. */
  readonly remainingMilliseconds: number;
}

/** What the command answers, sealed. */
export type Answer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'failure'; readonly error: FunctionError };

/** A message as it lies in a queue: nothing in it is to be read without the key but what finds it. */
export interface Envelope {
  /** Of the request. */
  readonly id: string;
  /** Milliseconds since the epoch, by the function's clock; nobody waits for it any more then. */
  readonly deadline: number;
  /** The stub's key for this event; in a request alone. */
  readonly key?: string;
  readonly sealed: string;
}

/** The reserved event by which the command asks a stub for its surroundings. */
export const surroundingsEvent = { 'understudy:live-code': 'surroundings' } as const;

/** Whether an event is the reserved one. */
export function asksForSurroundings(event: unknown): boolean {
  return (
    typeof event === 'object' &&
    event !== null &&
    (event as Record<string, unknown>)['understudy:live-code'] === 'surroundings'
  );
}

/** Milliseconds after which nobody listens: the command accepts an event sooner, or not at all. */
export const acceptanceMilliseconds = 2000;

/** Bytes of a message. Source: `SendMessageRequest.MessageBody` in the SDK's model of SQS: 1 MiB. */
export const largestMessage = 1_048_576;

/** An event or an answer doesn't go through a queue. */
export class MessageTooLarge extends Error {
  override readonly name = 'MessageTooLarge';
}

/**
 * Writes a message.
 * @param what names it in the error
 * @throws MessageTooLarge
 */
export function writeEnvelope(envelope: Envelope, what: string): string {
  const text = JSON.stringify(envelope);
  const bytes = Buffer.byteLength(text);
  if (bytes <= largestMessage) return text;
  throw new MessageTooLarge(
    `the ${what} has ${bytes} bytes once it is packed and sealed, and a message of SQS at most ` +
      `${largestMessage}: use sam sync --watch for such ones`,
  );
}

/** @returns undefined for what isn't one of ours */
export function readEnvelope(text: string): Envelope | undefined {
  try {
    const value = JSON.parse(text) as Partial<Envelope> | null;
    const isOne =
      typeof value?.id === 'string' &&
      typeof value.deadline === 'number' &&
      typeof value.sealed === 'string';
    return isOne ? (value as Envelope) : undefined;
  } catch {
    return undefined;
  }
}
