import { setTimeout as sleep } from 'node:timers/promises';
import { awsPorts } from './aws/clients.ts';
import { restore } from './restore.ts';
import { SavedSessions } from './saved-session.ts';

/**
 * Waits until the command that started it is gone, however it ended: its end of the pipe closes then. What
 * the command has not put back by itself is put back here, with some patience for a network that is away.
 * Started detached, with the directory of the sessions and the function's name; what it says goes to that
 * session's log.
 */
const [, , directory = '', functionName = ''] = process.argv;
const mostAttempts = 20;
const pauseMilliseconds = 15_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
// The command waits for this, so that nothing is changed before somebody watches.
process.send?.('watching');
process.disconnect?.();

process.stdin.resume();
await new Promise((resolve) => process.stdin.once('close', resolve));

const sessions = new SavedSessions(directory);
for (let attempt = 1; ; attempt++) {
  const session = await sessions.find(functionName);
  if (session === undefined) break;
  console.log(`${new Date().toISOString()} the command is gone`);
  try {
    const { functions, queues } = awsPorts(session.place);
    console.log(await restore(session, { functions, queues, sessions }));
  } catch (error) {
    console.log(`The code isn't back: ${String(error)}`);
    if (attempt === mostAttempts) throw error;
    await sleep(pauseMilliseconds);
  }
}
