/** A message as it was received. */
export interface ReceivedMessage {
  readonly body: string;
  /** By which it is deleted. */
  readonly receipt: string;
  /** Milliseconds that it lay in the queue, by the queue's own clock. */
  readonly waitedMilliseconds: number;
}

/** What a role may do with a queue. */
export interface QueueAccess {
  readonly roleArn: string;
  readonly actions: readonly string[];
}

/** Queues of this account and Region. */
export interface Queues {
  /** Makes a queue that one role may use besides those whom their own policies let. @returns its URL */
  create(name: string, access: QueueAccess): Promise<string>;
  /** A queue that isn't there counts as deleted. */
  remove(url: string): Promise<void>;
  send(url: string, body: string): Promise<void>;
  /** Waits up to 20 seconds. @throws QueueGone, and the signal's reason */
  receive(url: string, signal: AbortSignal): Promise<readonly ReceivedMessage[]>;
  delete(url: string, receipt: string): Promise<void>;
}

/** The queue isn't there any more. */
export class QueueGone extends Error {
  override readonly name = 'QueueGone';
}
