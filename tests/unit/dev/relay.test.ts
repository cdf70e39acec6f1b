import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readEnvelope, writeEnvelope } from '../../../commands/dev/messages.ts';
import type { Answer, SentEvent } from '../../../commands/dev/messages.ts';
import { Relay } from '../../../commands/dev/relay.ts';
import { newEventSeals, newOwnKey } from '../../../commands/dev/seal.ts';
import type { Outcome } from '../../../commands/dev/worker/worker.ts';
import { InMemoryQueues } from './fakes/in-memory-queues.ts';

const key = newOwnKey();
const access = { roleArn: '', actions: [] };
let queues: InMemoryQueues;
let requests: string;
let answers: string;
let run: (sent: SentEvent, remaining: number) => Promise<Outcome>;
let said: string[];
let now: number;
let surroundings: SentEvent[];
let relay: Relay;
let listening: Promise<void>;
let stop: AbortController;

beforeEach(async () => {
  queues = new InMemoryQueues();
  requests = await queues.create('requests', access);
  answers = await queues.create('answers', access);
  run = async ({ event }) => ({ kind: 'result', result: event });
  said = [];
  now = 5;
  surroundings = [];
  stop = new AbortController();
  relay = new Relay({
    queues,
    requestQueueUrl: requests,
    answerQueueUrl: answers,
    key,
    run: (sent, remaining) => run(sent, remaining),
    onSurroundings: (sent) => surroundings.push(sent),
    say: (line) => said.push(line),
    now: () => now,
  });
  listening = relay.listen(stop.signal);
});
afterEach(async () => {
  stop.abort();
  await listening.catch(() => undefined);
});

const context = {
  awsRequestId: '',
  functionName: '',
  functionVersion: '',
  invokedFunctionArn: '',
  memoryLimitInMB: '',
  logGroupName: '',
  logStreamName: '',
};

interface Sending {
  readonly id?: string;
  readonly waited?: number;
  readonly times?: number;
  readonly kind?: SentEvent['kind'];
}

/** Sends an event as the stub does. @returns the answers to it, once it is done */
async function send(
  event: unknown,
  { id = 'event-1', waited = 0, times = 1, kind = 'event' }: Sending = {},
): Promise<readonly Answer[]> {
  const seals = newEventSeals(id, key.publicKey);
  const sent: SentEvent = { kind, event, context, environment: {}, remainingMilliseconds: 9000 };
  const envelope = { id, deadline: 77, key: seals.key, sealed: seals.request.close(sent) };
  for (let time = 0; time < times; time++) {
    await queues.send(requests, writeEnvelope(envelope, 'event'), waited);
  }
  await handled();
  return (queues.queues.get(answers) ?? []).flatMap(({ body }) => {
    const found = readEnvelope(body);
    return found?.id === id ? [seals.answer.open(found.sealed) as Answer] : [];
  });
}

async function handled(): Promise<void> {
  while ((queues.queues.get(requests) ?? []).length > 0) await pause();
  await relay.idle();
}

function pause(milliseconds = 2): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

describe('Relay', () => {
  it('an event is accepted, run and answered', async () => {
    expect(await send({ n: 1 })).toEqual([
      { kind: 'accepted' },
      { kind: 'result', result: { n: 1 } },
    ]);
    expect(said).toEqual(['event-1 answered after 0 ms']);
  });

  it("a handler's failure is answered and told", async () => {
    const error = { errorType: 'NameTaken', errorMessage: 'no', trace: [] };
    run = async () => ({ kind: 'failure', error });

    expect(await send({})).toEqual([{ kind: 'accepted' }, { kind: 'failure', error }]);
    expect(said).toEqual(['event-1 failed after 0 ms: NameTaken: no']);
  });

  it('the time that an event lay in the queue is no longer left', async () => {
    const left: number[] = [];
    run = async (_sent, remaining) => {
      left.push(remaining);
      return { kind: 'result', result: null };
    };
    await send({}, { waited: 1500 });

    expect(left).toEqual([7500]);
  });

  it('an event that was too late to be accepted is not run', async () => {
    run = () => Promise.reject(new Error('it ran'));

    expect(await send({}, { waited: 2001 })).toEqual([]);
    expect(said).toEqual([expect.stringContaining('2001 ms late')]);
  });

  it('an event that is delivered twice runs once', async () => {
    let runs = 0;
    run = async () => ({ kind: 'result', result: ++runs });

    expect(await send({}, { times: 2 })).toHaveLength(2);
    expect(runs).toBe(1);
  });

  it('several events run at once', async () => {
    const order: string[] = [];
    run = async ({ event }) => {
      order.push(`begin ${String(event)}`);
      await pause(event === 'slow' ? 60 : 1);
      order.push(`end ${String(event)}`);
      return { kind: 'result', result: event };
    };
    const slow = send('slow', { id: 'slow' });
    await pause(20);
    await Promise.all([slow, send('fast', { id: 'fast' })]);

    expect(order).toEqual(['begin slow', 'begin fast', 'end fast', 'end slow']);
  });

  it('an answer too large for a message fails the event, with what to do', async () => {
    run = async () => ({ kind: 'result', result: randomBytes(1_000_000).toString('base64') });

    expect(await send({})).toMatchObject([
      { kind: 'accepted' },
      { kind: 'failure', error: { errorType: 'MessageTooLarge' } },
    ]);
  });

  it('the surroundings that were asked for are handed over, and nothing runs', async () => {
    run = () => Promise.reject(new Error('it ran'));

    expect(await send({}, { kind: 'surroundings' })).toEqual([{ kind: 'accepted' }]);
    expect(surroundings).toHaveLength(1);
  });

  it.each([
    'not ours',
    '{"id":"a","deadline":1,"sealed":"x"}',
    '{"id":"a","deadline":1,"key":"","sealed":"x"}',
  ])('a strange message is taken away, and the relay goes on: %s', async (body) => {
    await queues.send(requests, body);
    await handled();

    expect(await send({}, { id: 'next' })).toHaveLength(2);
  });

  it('the queues are needed for a while after an answer, and not before there is one', async () => {
    expect(relay.lastAnswerTakes).toBe(0);
    await send({});
    expect(relay.lastAnswerTakes).toBe(3000);
    now += 2900;
    expect(relay.lastAnswerTakes).toBe(100);
    now += 1000;
    expect(relay.lastAnswerTakes).toBe(0);
  });

  it('the relay ends when the queue is gone', async () => {
    await queues.remove(requests);

    await expect(listening).rejects.toMatchObject({ name: 'QueueGone' });
  });
});
