import type { Answer, Envelope, SentContext } from '../messages.ts';
import { asksForSurroundings, readEnvelope, writeEnvelope } from '../messages.ts';
import { newEventSeals } from '../seal.ts';
import { nextPoll } from './waiting.ts';

/** What is baked into a stub. */
export interface StubSettings {
  readonly requestQueueUrl: string;
  readonly answerQueueUrl: string;
  /** The command's public key. */
  readonly publicKey: string;
  /** How the person starts the command again, and how they put the code back. */
  readonly advice: string;
}

/** Lambda's context, as far as a stub needs it. */
export interface StubContext extends SentContext {
  getRemainingTimeInMillis(): number;
}

/** What a stub stands on. */
export interface StubParts {
  readonly settings: StubSettings;
  readonly environment: Readonly<Record<string, string>>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  send(body: string): Promise<void>;
  /** Looks at the answers without taking them from others: they stay visible. */
  look(seconds: number): Promise<readonly { body: string; receipt: string }[]>;
  remove(receipt: string): Promise<void>;
  /** Whether an error says that the queues are gone. */
  isGone(error: unknown): boolean;
}

/** No command took the event. */
export class NobodyListens extends Error {
  override readonly name = 'NobodyListens';
}

/** A command took the event, and the function's time is over. */
export class NoAnswerInTime extends Error {
  override readonly name = 'NoAnswerInTime';
}

/** Milliseconds between looks at a queue where only others' answers lie. */
const pauseMilliseconds = 150;

/**
 * Relays an event to the developer's machine and gives what the handler gave there.
 * @throws NobodyListens, NoAnswerInTime, MessageTooLarge, and whatever the handler threw, as Lambda reports it
 */
export async function relayEvent(
  event: unknown,
  context: StubContext,
  parts: StubParts,
): Promise<unknown> {
  const id = context.awsRequestId;
  const { settings } = parts;
  const seals = newEventSeals(id, settings.publicKey);
  const sent = parts.now();
  const remaining = context.getRemainingTimeInMillis();
  const wantsSurroundings = asksForSurroundings(event);
  const envelope: Envelope = {
    id,
    deadline: sent + remaining,
    key: seals.key,
    sealed: seals.request.close({
      kind: wantsSurroundings ? 'surroundings' : 'event',
      event,
      context: contextOf(context),
      environment: parts.environment,
      remainingMilliseconds: remaining,
    }),
  };
  const body = writeEnvelope(envelope, 'event');
  await orNobody(parts, () => parts.send(body));
  let isAccepted = false;
  for (;;) {
    const next = nextPoll(parts.now() - sent, context.getRemainingTimeInMillis(), { isAccepted });
    if (next.kind === 'nobody listens') throw nobody(settings);
    if (next.kind === 'no answer') {
      throw new NoAnswerInTime(
        "the handler on the developer's machine took longer than the function may; a debugger that holds it counts too",
      );
    }
    const answers = await takeAnswers(id, next.seconds, parts);
    for (const { sealed } of answers) {
      const answer = seals.answer.open(sealed) as Answer;
      if (answer.kind === 'result') return answer.result;
      if (answer.kind === 'failure') throw asThrown(answer.error);
      isAccepted = true;
    }
    if (isAccepted && wantsSurroundings) return { sent: true };
    if (answers.length === 0) await parts.sleep(pauseMilliseconds);
  }
}

/**
 * Several stubs look at one queue: each takes what is its own, and what nobody waits for any more.
 * @returns its own
 */
async function takeAnswers(
  id: string,
  seconds: number,
  parts: StubParts,
): Promise<readonly Envelope[]> {
  const own: Envelope[] = [];
  for (const { body, receipt } of await orNobody(parts, () => parts.look(seconds))) {
    const envelope = readEnvelope(body);
    const isOver = envelope === undefined || envelope.deadline < parts.now();
    if (envelope?.id === id) own.push(envelope);
    if (envelope?.id === id || isOver) await orNobody(parts, () => parts.remove(receipt));
  }
  return own;
}

async function orNobody<Result>(parts: StubParts, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (parts.isGone(error)) throw nobody(parts.settings);
    throw error;
  }
}

function nobody({ advice }: StubSettings): NobodyListens {
  return new NobodyListens(
    `this function's code runs on a developer's machine, and nobody listens there: ${advice}`,
  );
}

function contextOf(context: StubContext): SentContext {
  return {
    awsRequestId: context.awsRequestId,
    functionName: context.functionName,
    functionVersion: context.functionVersion,
    invokedFunctionArn: context.invokedFunctionArn,
    memoryLimitInMB: context.memoryLimitInMB,
    logGroupName: context.logGroupName,
    logStreamName: context.logStreamName,
  };
}

/** Lambda takes an error's type from its name, and its trace from its stack. */
function asThrown({
  errorType,
  errorMessage,
  trace,
}: Extract<Answer, { kind: 'failure' }>['error']) {
  const error = new Error(errorMessage);
  error.name = errorType;
  if (trace !== undefined) error.stack = trace.join('\n');
  return error;
}
