import { createHash, randomBytes } from 'node:crypto';
import type { Place } from '../terminal/client-settings.ts';
import { markKey, requireFit } from './fitness.ts';
import { CodeChanged } from './ports/functions.ts';
import type { FunctionFacts, Functions } from './ports/functions.ts';
import type { Queues } from './ports/queues.ts';
import { Refused } from './refused.ts';
import { putCodeBack, tidyUp } from './restore.ts';
import type { Decision } from './restore.ts';
import type { SavedSession, SavedSessions } from './saved-session.ts';
import type { Stub } from './stub/build-stub.ts';
import type { StubSettings } from './stub/relay-event.ts';

/** What a session stands on. */
export interface SessionParts {
  readonly functions: Functions;
  readonly queues: Queues;
  readonly sessions: SavedSessions;
  /** Starts the process that puts the code back when this one dies. @returns its id */
  readonly watch: (session: SavedSession) => Promise<number>;
  readonly buildStub: (handler: string, settings: StubSettings) => Promise<Stub>;
  readonly now: () => Date;
  readonly machine: string;
}

/** A function whose place a stub has taken. */
export interface Session {
  readonly requestQueueUrl: string;
  readonly answerQueueUrl: string;
  /** Puts the code back where it is due. The queues stay, for what is still under way. */
  putBack(): Promise<Decision>;
  /** Removes all else. */
  tidyUp(): Promise<void>;
}

/**
 * Puts a stub in a function's place. Whenever the command dies, what is changed by then is in the saved
 * session, and a watcher waits to put it back.
 * @throws Refused when the function isn't fit for it, or somebody changed it meanwhile
 */
export async function beginSession(
  asked: { readonly function: string; readonly place: Place; readonly publicKey: string },
  found: FunctionFacts,
  parts: SessionParts,
): Promise<Session> {
  const { functions, queues, sessions } = parts;
  await requireFree(found, sessions);
  await sessions.saveOriginal(found.name, await download(found, functions));
  let session: SavedSession = {
    // Whatever Region is another shell's default, when it is put back.
    place: { ...asked.place, region: found.arn.split(':')[3] },
    asked: asked.function,
    functionArn: found.arn,
    functionName: found.name,
    mark: `${parts.now().toISOString()} ${parts.machine}`.replaceAll(/[^\w .:/=+@-]/g, '-'),
    originalSha256: found.codeSha256,
    queueUrls: [],
  };
  const save = async (more: Partial<SavedSession>): Promise<void> => {
    session = { ...session, ...more };
    await sessions.save(session);
  };
  await save({});
  try {
    await save({ watcherPid: await parts.watch(session) });
    const { requests, answers } = queueNames(found.name);
    const { roleArn } = found;
    const requestQueueUrl = await queues.create(requests, {
      roleArn,
      actions: ['sqs:SendMessage'],
    });
    await save({ queueUrls: [requestQueueUrl] });
    const answerQueueUrl = await queues.create(answers, {
      roleArn,
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    });
    await save({ queueUrls: [requestQueueUrl, answerQueueUrl] });
    const stub = await parts.buildStub(found.handler, {
      requestQueueUrl,
      answerQueueUrl,
      publicKey: asked.publicKey,
      advice: `start npm run dev there again, or put the deployed code back by npm run dev -- --restore ${found.name}`,
    });
    await save({ stubSha256: stub.sha256 });
    await functions.replaceCode(found.arn, stub.zip, found.revisionId);
    await functions.tag(found.arn, { [markKey]: session.mark });
    return {
      requestQueueUrl,
      answerQueueUrl,
      putBack: () => putCodeBack(session, parts),
      tidyUp: () => tidyUp(session, parts),
    };
  } catch (error) {
    await putCodeBack(session, parts);
    await tidyUp(session, parts);
    if (!(error instanceof CodeChanged)) throw error;
    throw new Refused(
      `somebody changed ${found.name} just now: start again to see whether it is fit`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Requires that a function is fit, and that no command of this machine has it or left it behind.
 * @throws Refused
 */
export async function requireFree(found: FunctionFacts, sessions: SavedSessions): Promise<void> {
  requireFit(found);
  if ((await sessions.find(found.name)) === undefined) return;
  throw new Refused(
    `a command of this machine left ${found.name} behind: npm run dev -- --restore ${found.name}`,
  );
}

/** @throws Refused when it isn't what is deployed: then it couldn't be put back */
async function download(
  { name, codeLocation, codeSha256 }: FunctionFacts,
  functions: Functions,
): Promise<Buffer> {
  const original = await functions.download(codeLocation);
  const sha256 = createHash('sha256').update(original).digest('base64');
  if (sha256 === codeSha256) return original;
  throw new Refused(
    `expected ${name}'s package with the SHA-256 ${codeSha256}, found ${sha256}: it couldn't be put back`,
  );
}

/** A queue's name has at most 80 characters, a function's at most 64. */
function queueNames(functionName: string): { requests: string; answers: string } {
  const name = `understudy-dev-${functionName.slice(0, 44)}-${randomBytes(4).toString('hex')}`;
  return { requests: `${name}-requests`, answers: `${name}-answers` };
}
