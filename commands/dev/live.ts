import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsPorts } from './aws/clients.ts';
import { writeCertificates } from './certificates.ts';
import { findEntry } from './find-entry.ts';
import { findFunction } from './find-function.ts';
import type { SentEvent } from './messages.ts';
import { surroundingsEvent } from './messages.ts';
import type { LiveRequest } from './options.ts';
import type { Functions } from './ports/functions.ts';
import { QueueGone } from './ports/queues.ts';
import { readEvent } from './read-event.ts';
import { Relay } from './relay.ts';
import { sentence } from './restore.ts';
import { SavedSessions } from './saved-session.ts';
import { newOwnKey } from './seal.ts';
import { beginSession, requireFree } from './session.ts';
import type { Session } from './session.ts';
import { buildStub } from './stub/build-stub.ts';
import { watch } from './watch.ts';
import { HandlerCode } from './worker/handler-code.ts';
import type { Outcome } from './worker/worker.ts';
import { Workers } from './worker/workers.ts';

/** Where a command works, and whom it tells. */
export interface Workplace {
  /** Where sessions are kept: `.dev`. */
  readonly directory: string;
  readonly templateDirectory: string;
  readonly say: (line: string) => void;
  /** Aborts when the person ends the command. */
  readonly ended: AbortSignal;
}

/** Milliseconds for events that are under way when the command ends. */
const patienceMilliseconds = 10_000;

/**
 * Runs a deployed function's handler on this machine until the person ends it, or once for a sample event.
 * @returns the exit code
 * @throws Refused
 */
export async function runLive(
  request: LiveRequest,
  { directory, templateDirectory, say, ended }: Workplace,
): Promise<number> {
  const place = { profile: request.profile, region: request.region };
  const { functions, queues, stacks } = awsPorts(place);
  const sessions = new SavedSessions(directory);
  const sample = await readEvent(request.event);
  const found = await findFunction(request, { functions, stacks });
  await requireFree(found, sessions);
  const entry =
    request.entry ?? (await findEntry(request.function, found.handler, templateDirectory));
  const code = await HandlerCode.open({
    entry: path.resolve(entry),
    handler: found.handler,
    directory: sessions.codeDirectory(found.name),
    say,
  });
  const workers = new Workers({
    inspect: request.inspect,
    certificatesFile: await writeCertificates(directory),
    onLine: say,
    now: () => Date.now(),
  });
  const key = newOwnKey();
  try {
    const asked = { function: request.function, place, publicKey: key.publicKey };
    const session = await beginSession(asked, found, {
      functions,
      queues,
      sessions,
      watch: (saved) => watch(saved, sessions, directory),
      buildStub,
      now: () => new Date(),
      machine: hostname(),
    });
    const stopped = new AbortController();
    const stop = AbortSignal.any([ended, stopped.signal]);
    const surroundings = new Surroundings();
    const relay = new Relay({
      ...session,
      queues,
      key,
      run: (sent, milliseconds) => workers.run(sent, code.current, milliseconds),
      onSurroundings: (sent) => surroundings.arrive(sent),
      say,
      now: () => Date.now(),
    });
    try {
      const listening = relay.listen(stop);
      if (sample !== undefined) {
        return await runSample(sample, {
          listening,
          ask: () => functions.invoke(found.arn, surroundingsEvent),
          surroundings: surroundings.arrived,
          run: (sent) => workers.run(sent, code.current, found.timeoutSeconds * 1000),
          say,
        });
      }
      await code.watch();
      say(`${found.name} runs here, from ${entry}, until Ctrl-C.`);
      await listening;
      return 0;
    } catch (error) {
      if (!(error instanceof QueueGone)) throw error;
      say('The queues are gone: somebody has put the code back.');
      return 1;
    } finally {
      stopped.abort();
      await end(session, relay, found.name, say).catch((error: unknown) => {
        const log = sessions.file(found.name, 'log');
        say(`The code isn't back yet. Another process tries again now; ${log} says how it goes.`);
        throw error;
      });
    }
  } finally {
    await workers.close();
    await code.close();
  }
}

/** What is under way is answered once the code is back, and before the queues are gone. */
async function end(
  session: Session,
  relay: Relay,
  functionName: string,
  say: (line: string) => void,
): Promise<void> {
  say(sentence(functionName, await session.putBack()));
  await Promise.race([relay.idle(), sleep(patienceMilliseconds, undefined, { ref: false })]);
  await sleep(relay.lastAnswerTakes);
  await session.tidyUp();
}

/** The surroundings of the deployed function, once the stub has sent them. */
class Surroundings {
  #resolve: ((sent: SentEvent) => void) | undefined;
  readonly arrived = new Promise<SentEvent>((resolve) => (this.#resolve = resolve));

  arrive(sent: SentEvent): void {
    this.#resolve?.(sent);
  }
}

/** Runs the handler once. @returns the exit code */
async function runSample(
  event: unknown,
  parts: {
    readonly listening: Promise<void>;
    readonly ask: () => ReturnType<Functions['invoke']>;
    readonly surroundings: Promise<SentEvent>;
    readonly run: (sent: SentEvent) => Promise<Outcome>;
    readonly say: (line: string) => void;
  },
): Promise<number> {
  const asked = parts.ask().then((answer) => {
    if ('error' in answer)
      throw new Error(`${answer.error.errorType}: ${answer.error.errorMessage}`);
    return parts.surroundings;
  });
  // Whichever comes second is of no interest any more.
  asked.catch(() => undefined);
  parts.listening.catch(() => undefined);
  const sent = await Promise.race([asked, parts.listening.then(() => undefined)]);
  // Ended by the person before it began.
  if (sent === undefined) return 1;
  const context = { ...sent.context, awsRequestId: randomUUID() };
  const outcome = await parts.run({ ...sent, kind: 'event', event, context });
  if (outcome.kind === 'result') {
    parts.say(JSON.stringify(outcome.result, null, 2));
    return 0;
  }
  const { errorType, errorMessage, trace = [] } = outcome.error;
  parts.say([`${errorType}: ${errorMessage}`, ...trace.slice(1)].join('\n'));
  return 1;
}
