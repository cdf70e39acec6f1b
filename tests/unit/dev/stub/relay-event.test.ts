import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  readEnvelope,
  surroundingsEvent,
  writeEnvelope,
} from '../../../../commands/dev/messages.ts';
import type { Answer, Envelope, SentEvent } from '../../../../commands/dev/messages.ts';
import { newOwnKey } from '../../../../commands/dev/seal.ts';
import { relayEvent } from '../../../../commands/dev/stub/relay-event.ts';
import type { StubParts } from '../../../../commands/dev/stub/relay-event.ts';

class QueueIsGone extends Error {}

const command = newOwnKey();
const lambda = {
  functionName: 'lab-Probe',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:lab-Probe',
  memoryLimitInMB: '256',
  logGroupName: '/aws/lambda/lab-Probe',
  logStreamName: 'stream-1',
};

let now: number;
let sent: Envelope[];
/** In the queue of answers, by receipt. */
let answers: Map<string, string>;
/** What the developer's machine does with a request. */
let onRequest: (envelope: Envelope) => void;
let isGone: boolean;

beforeEach(() => {
  now = 1_000_000;
  sent = [];
  answers = new Map();
  onRequest = () => undefined;
  isGone = false;
});

const parts: StubParts = {
  settings: {
    requestQueueUrl: 'requests',
    answerQueueUrl: 'answers',
    publicKey: command.publicKey,
    advice: 'start it again',
  },
  environment: { AWS_SECRET_ACCESS_KEY: 'secret' },
  now: () => now,
  sleep: async (milliseconds) => void (now += milliseconds),
  async send(body) {
    if (isGone) throw new QueueIsGone();
    const envelope = readEnvelope(body);
    if (envelope === undefined) throw new Error('no message of ours');
    sent.push(envelope);
    onRequest(envelope);
  },
  async look(seconds) {
    if (isGone) throw new QueueIsGone();
    if (answers.size === 0) now += seconds * 1000;
    return [...answers].map(([receipt, body]) => ({ receipt, body }));
  },
  remove: async (receipt) => void answers.delete(receipt),
  isGone: (error) => error instanceof QueueIsGone,
};

function relay(event: unknown, timeout = 30_000, id = 'event-1'): Promise<unknown> {
  const deadline = now + timeout;
  const context = {
    ...lambda,
    awsRequestId: id,
    getRemainingTimeInMillis: () => Math.max(0, deadline - now),
  };
  return relayEvent(event, context, parts);
}

function opened(envelope: Envelope): SentEvent {
  const seals = command.sealsFor(envelope.id, envelope.key ?? '');
  return seals.request.open(envelope.sealed) as SentEvent;
}

/** Puts answers into the queue, one by one. */
function answer(envelope: Envelope, ...all: readonly Answer[]): void {
  const { answer: seal } = command.sealsFor(envelope.id, envelope.key ?? '');
  for (const one of all) {
    const body = { id: envelope.id, deadline: envelope.deadline, sealed: seal.close(one) };
    answers.set(`receipt-${answers.size}-${now}`, writeEnvelope(body, 'answer'));
  }
}

describe('relayEvent', () => {
  it('an event is sent with its context, its environment and the time that is left', async () => {
    onRequest = (envelope) => answer(envelope, { kind: 'accepted' }, { kind: 'result', result: 7 });

    expect(await relay({ n: 1 })).toBe(7);
    expect(sent).toHaveLength(1);
    expect(sent.map(opened)).toEqual([
      {
        kind: 'event',
        event: { n: 1 },
        context: { ...lambda, awsRequestId: 'event-1' },
        environment: { AWS_SECRET_ACCESS_KEY: 'secret' },
        remainingMilliseconds: 30_000,
      },
    ]);
    expect(JSON.stringify(sent)).not.toContain('secret');
    expect(answers.size).toBe(0);
  });

  it('an error is thrown as the handler threw it', async () => {
    const error = { errorType: 'NameTaken', errorMessage: 'no', trace: ['NameTaken: no', ' at x'] };
    onRequest = (envelope) => answer(envelope, { kind: 'failure', error });

    await expect(relay({})).rejects.toMatchObject({
      name: 'NameTaken',
      message: 'no',
      stack: 'NameTaken: no\n at x',
    });
  });

  it('an answer that comes without having been accepted counts as accepted', async () => {
    onRequest = (envelope) => answer(envelope, { kind: 'result', result: null });

    expect(await relay({})).toBeNull();
  });

  it('the caller is told within three seconds that nobody listens, and what to do', async () => {
    const begun = now;

    await expect(relay({})).rejects.toMatchObject({
      name: 'NobodyListens',
      message: expect.stringContaining('start it again'),
    });
    expect(now - begun).toBeLessThan(3000);
  });

  it('the caller is told at once when the queues are gone, before and after it was accepted', async () => {
    isGone = true;
    await expect(relay({})).rejects.toMatchObject({ name: 'NobodyListens' });
    isGone = false;
    onRequest = (envelope) => {
      answer(envelope, { kind: 'accepted' });
      setImmediate(() => (isGone = true));
    };
    const slowly = relayUntilGone();
    await expect(slowly).rejects.toMatchObject({ name: 'NobodyListens' });
  });

  it.each([3000, 30_000, 900_000])(
    'an event that was accepted and is never answered fails before its %i ms are over',
    async (timeout) => {
      const end = now + timeout;
      onRequest = (envelope) => answer(envelope, { kind: 'accepted' });

      await expect(relay({}, timeout)).rejects.toMatchObject({ name: 'NoAnswerInTime' });
      expect(now).toBeLessThan(end);
    },
  );

  it("a stub leaves others' answers, and takes away those that nobody waits for", async () => {
    const other = { id: 'event-2', key: '', sealed: 'x' };
    answers.set('theirs', writeEnvelope({ ...other, deadline: now + 60_000 }, 'answer'));
    answers.set('late', writeEnvelope({ ...other, deadline: now - 1 }, 'answer'));
    answers.set('strange', 'not ours');
    onRequest = (envelope) => answer(envelope, { kind: 'result', result: 1 });

    expect(await relay({})).toBe(1);
    expect([...answers.keys()]).toEqual(['theirs']);
  });

  it("others' answers don't keep a stub from giving up", async () => {
    const other = { id: 'event-2', sealed: 'x', deadline: now + 60_000 };
    answers.set('theirs', writeEnvelope(other, 'answer'));

    await expect(relay({})).rejects.toMatchObject({ name: 'NobodyListens' });
  });

  it('an answer that somebody else made is not taken', async () => {
    onRequest = (envelope) => {
      const forged = newOwnKey().sealsFor(envelope.id, envelope.key ?? '');
      const sealed = forged.answer.close({ kind: 'result', result: 'forged' });
      answers.set('forged', writeEnvelope({ ...envelope, sealed }, 'answer'));
    };

    await expect(relay({})).rejects.toThrow(/authenticate/);
  });

  it('an event too large for a message is refused with what to do', async () => {
    const large = Array.from(
      { length: 300_000 },
      (_, index) => (index * 2_654_435_761) % 4_294_967_296,
    );

    await expect(relay(large)).rejects.toMatchObject({
      name: 'MessageTooLarge',
      message: expect.stringContaining('sam sync --watch'),
    });
    expect(sent).toEqual([]);
  });

  it('the reserved event is answered once its surroundings are taken', async () => {
    onRequest = (envelope) => answer(envelope, { kind: 'accepted' });

    expect(await relay(surroundingsEvent)).toEqual({ sent: true });
    expect(sent.map(opened)).toMatchObject([{ kind: 'surroundings' }]);
  });
});

/** As `relay`, with looks that take a turn of the event loop. */
function relayUntilGone(): Promise<unknown> {
  const deadline = now + 30_000;
  const context = {
    ...lambda,
    awsRequestId: 'event-1',
    getRemainingTimeInMillis: () => deadline - now,
  };
  return relayEvent({}, context, {
    ...parts,
    look: async (seconds) => {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      return parts.look(seconds);
    },
  });
}
