import { markKey } from './fitness.ts';
import type { FunctionFacts, Functions } from './ports/functions.ts';
import type { Queues } from './ports/queues.ts';
import type { SavedSession, SavedSessions } from './saved-session.ts';

/** What becomes of a function's code when its session is over. */
export type Decision = 'put back' | 'is back' | 'somebody deployed' | 'function is gone';

/** What a restoration stands on. */
export interface RestoreParts {
  readonly functions: Pick<Functions, 'find' | 'replaceCode' | 'untag'>;
  readonly queues: Pick<Queues, 'remove'>;
  readonly sessions: SavedSessions;
}

/**
 * Decides by what is deployed now: code that is neither the original nor the stub is somebody's who
 * deployed meanwhile, and stays.
 */
export function decide(
  session: Pick<SavedSession, 'originalSha256' | 'stubSha256'>,
  deployed: Pick<FunctionFacts, 'codeSha256'> | undefined,
): Decision {
  if (deployed === undefined) return 'function is gone';
  if (deployed.codeSha256 === session.originalSha256) return 'is back';
  return deployed.codeSha256 === session.stubSha256 ? 'put back' : 'somebody deployed';
}

/** Puts a function's code back, where it is due. Again and again without harm. */
export async function putCodeBack(session: SavedSession, parts: RestoreParts): Promise<Decision> {
  const { functions, sessions } = parts;
  const decision = decide(session, await functions.find(session.functionArn));
  if (decision === 'put back') {
    const original = await sessions.original(session.functionName);
    await functions.replaceCode(session.functionArn, original);
  }
  return decision;
}

/** Removes what a session made: its queues, its mark, its files. The files go last. */
export async function tidyUp(session: SavedSession, parts: RestoreParts): Promise<void> {
  const { functions, queues, sessions } = parts;
  for (const url of session.queueUrls) await queues.remove(url);
  const found = await functions.find(session.functionArn);
  if (found?.tags[markKey] === session.mark) await functions.untag(session.functionArn, [markKey]);
  await sessions.remove(session.functionName);
}

/** Ends a session that its command didn't end. @returns a sentence for the person */
export async function restore(session: SavedSession, parts: RestoreParts): Promise<string> {
  const decision = await putCodeBack(session, parts);
  await tidyUp(session, parts);
  return sentence(session.functionName, decision);
}

/** What became of a function's code. */
export function sentence(name: string, decision: Decision): string {
  switch (decision) {
    case 'put back':
      return `${name} has its deployed code again.`;
    case 'is back':
      return `${name} has its deployed code.`;
    case 'somebody deployed':
      return `${name} has code that somebody deployed meanwhile: it stays.`;
    case 'function is gone':
      return `${name} is gone: there is nothing to put back.`;
  }
}
