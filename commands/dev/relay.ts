import { setTimeout as sleep } from 'node:timers/promises';
import {
  acceptanceMilliseconds,
  MessageTooLarge,
  readEnvelope,
  writeEnvelope,
} from './messages.ts';
import type { Answer, Envelope, SentEvent } from './messages.ts';
import type { Queues, ReceivedMessage } from './ports/queues.ts';
import { QueueGone } from './ports/queues.ts';
import type { OwnKey, Seal } from './seal.ts';
import type { Outcome } from './worker/worker.ts';

/** What a relay stands on. */
export interface RelayParts {
  readonly queues: Pick<Queues, 'send' | 'receive' | 'delete'>;
  readonly requestQueueUrl: string;
  readonly answerQueueUrl: string;
  readonly key: Pick<OwnKey, 'sealsFor'>;
  /** Runs an event's handler on this machine. */
  readonly run: (sent: SentEvent, remainingMilliseconds: number) => Promise<Outcome>;
  /** Gets the surroundings that were asked for. */
  readonly onSurroundings: (sent: SentEvent) => void;
  readonly say: (line: string) => void;
  readonly now: () => number;
}

/** Milliseconds before another try, when the queue can't be read. */
const pauseMilliseconds = 1000;

/** A stub that waits takes an answer at once, and one that has to start a poll soon. */
const takenMilliseconds = 3000;

/** Takes events from the stub, several at once, and answers them. */
export class Relay {
  readonly #parts: RelayParts;
  readonly #underway = new Set<Promise<void>>();
  #answered = -Infinity;
  /** A queue may deliver a message twice. */
  readonly #taken = new Set<string>();

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** Takes events until the signal aborts. @throws QueueGone */
  async listen(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const message of await this.#receive(signal)) {
        const work = this.#take(message)
          .catch((error: unknown) => this.#parts.say(`An event was lost: ${String(error)}`))
          .finally(() => this.#underway.delete(work));
        this.#underway.add(work);
      }
    }
  }

  /** Resolves once nothing is under way. */
  async idle(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  /** Milliseconds from now on in which the last answer may still be taken by its stub. */
  get lastAnswerTakes(): number {
    return Math.max(0, this.#answered + takenMilliseconds - this.#parts.now());
  }

  async #receive(signal: AbortSignal): Promise<readonly ReceivedMessage[]> {
    const { queues, requestQueueUrl, say } = this.#parts;
    try {
      return await queues.receive(requestQueueUrl, signal);
    } catch (error) {
      if (signal.aborted) return [];
      if (error instanceof QueueGone) throw error;
      say(`The queue can't be read: ${(error as Error).message}. Trying again.`);
      await sleep(pauseMilliseconds, undefined, { signal }).catch(() => undefined);
      return [];
    }
  }

  async #take({ body, receipt, waitedMilliseconds }: ReceivedMessage): Promise<void> {
    const { queues, requestQueueUrl, key, say, now } = this.#parts;
    const begun = now();
    await queues.delete(requestQueueUrl, receipt);
    const envelope = readEnvelope(body);
    if (envelope?.key === undefined || this.#taken.has(envelope.id)) return;
    this.#taken.add(envelope.id);
    if (waitedMilliseconds > acceptanceMilliseconds) {
      say(
        `${envelope.id} came ${waitedMilliseconds} ms late: its caller has been told that nobody listens.`,
      );
      return;
    }
    const seals = key.sealsFor(envelope.id, envelope.key);
    const sent = seals.request.open(envelope.sealed) as SentEvent;
    await this.#answer(envelope, seals.answer, { kind: 'accepted' });
    if (sent.kind === 'surroundings') {
      this.#parts.onSurroundings(sent);
      return;
    }
    const left = sent.remainingMilliseconds - waitedMilliseconds;
    const outcome = await this.#parts.run(sent, left);
    const took = now() - begun;
    say(
      outcome.kind === 'result'
        ? `${envelope.id} answered after ${took} ms`
        : `${envelope.id} failed after ${took} ms: ${outcome.error.errorType}: ${outcome.error.errorMessage}`,
    );
    await this.#answer(envelope, seals.answer, outcome);
  }

  /** What is too large for a message is told to the caller as the handler's failure. */
  async #answer({ id, deadline }: Envelope, seal: Seal, answer: Answer): Promise<void> {
    const { queues, answerQueueUrl, say } = this.#parts;
    const write = (one: Answer): string =>
      writeEnvelope({ id, deadline, sealed: seal.close(one) }, 'answer');
    try {
      await queues.send(answerQueueUrl, write(answer));
    } catch (error) {
      if (!(error instanceof MessageTooLarge)) throw error;
      say(`${id}: ${error.message}`);
      const { name: errorType, message: errorMessage } = error;
      const failure = { kind: 'failure', error: { errorType, errorMessage } } as const;
      await queues.send(answerQueueUrl, write(failure));
    }
    this.#answered = this.#parts.now();
  }
}
