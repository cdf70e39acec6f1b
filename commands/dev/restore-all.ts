import { awsPorts } from './aws/clients.ts';
import { Refused } from './refused.ts';
import { restore } from './restore.ts';
import type { SavedSession, SavedSessions } from './saved-session.ts';

/**
 * Puts back what commands of this machine left that died, and whose watchers died too.
 * @param asked a function as it was named, or its name or ARN; all when left out
 * @throws Refused when there is no such session
 */
export async function restoreAll(
  asked: string | undefined,
  sessions: SavedSessions,
  say: (line: string) => void,
): Promise<void> {
  const all = await sessions.all();
  const due = all.filter((session) => asked === undefined || isNamed(session, asked));
  if (asked !== undefined && due.length === 0) {
    throw new Refused(
      `no command of this machine left ${asked} behind; the tag understudy:live-code-since names the machine, and sam sync --code deploys the code anew`,
    );
  }
  if (due.length === 0) say('No command of this machine left anything behind.');
  for (const session of due) {
    const { functions, queues } = awsPorts(session.place);
    say(await restore(session, { functions, queues, sessions }));
  }
}

function isNamed(session: SavedSession, asked: string): boolean {
  return [session.asked, session.functionName, session.functionArn].includes(asked);
}
