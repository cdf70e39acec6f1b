import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SavedSession, SavedSessions } from './saved-session.ts';

const program = fileURLToPath(new URL('watcher.ts', import.meta.url));

/**
 * Starts the process that puts a function back when this one is gone. It is no child of the terminal, so
 * that Ctrl-C and a closed window don't reach it, and it holds the other end of a pipe to this process.
 * @returns its id, once it watches
 */
export async function watch(
  session: SavedSession,
  sessions: SavedSessions,
  directory: string,
): Promise<number> {
  const log = openSync(sessions.file(session.functionName, 'log'), 'a', 0o600);
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), program, directory, session.functionName],
    { detached: true, stdio: ['pipe', log, log, 'ipc'] },
  );
  const gone = once(child, 'exit').then(() => {
    throw new Error(
      `the watcher ended at once; ${sessions.file(session.functionName, 'log')} says why`,
    );
  });
  await Promise.race([once(child, 'message'), gone]);
  // Neither it nor the pipe keeps this process alive.
  gone.catch(() => undefined);
  child.unref();
  (child.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return child.pid ?? 0;
}
