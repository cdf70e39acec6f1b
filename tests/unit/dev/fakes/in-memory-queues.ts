import { QueueGone } from '../../../../commands/dev/ports/queues.ts';
import type {
  QueueAccess,
  Queues,
  ReceivedMessage,
} from '../../../../commands/dev/ports/queues.ts';

/** Queues whose messages come at once. */
export class InMemoryQueues implements Queues {
  readonly queues = new Map<string, ReceivedMessage[]>();
  readonly access = new Map<string, QueueAccess>();
  readonly failing = new Map<string, Error>();
  #receipts = 0;

  async create(name: string, access: QueueAccess): Promise<string> {
    await Promise.resolve();
    const failure = this.failing.get(name.split('-').at(-1) ?? '');
    if (failure !== undefined) throw failure;
    const url = `https://sqs.eu-west-1.amazonaws.com/111111111111/${name}`;
    this.queues.set(url, []);
    this.access.set(url, access);
    return url;
  }

  async remove(url: string): Promise<void> {
    await Promise.resolve();
    this.queues.delete(url);
  }

  async send(url: string, body: string, waitedMilliseconds = 0): Promise<void> {
    await Promise.resolve();
    const receipt = String(++this.#receipts);
    this.#queue(url).push({ body, receipt, waitedMilliseconds });
  }

  async receive(url: string, signal: AbortSignal): Promise<readonly ReceivedMessage[]> {
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
    signal.throwIfAborted();
    return [...this.#queue(url)];
  }

  async delete(url: string, receipt: string): Promise<void> {
    await Promise.resolve();
    const queue = this.#queue(url);
    const at = queue.findIndex((message) => message.receipt === receipt);
    if (at >= 0) queue.splice(at, 1);
  }

  #queue(url: string): ReceivedMessage[] {
    const queue = this.queues.get(url);
    if (queue === undefined) throw new QueueGone(url);
    return queue;
  }
}
