import path from 'node:path';
import { runLive } from './live.ts';
import { help, readOptions } from './options.ts';
import { Refused } from './refused.ts';
import { restoreAll } from './restore-all.ts';
import { SavedSessions } from './saved-session.ts';

const directory = path.resolve('.dev');
const templateDirectory = path.resolve(import.meta.dirname, '../../stacks');

/** The first one ends the command in order; the next one, the process. The watcher does the rest then. */
const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (ended.signal.aborted) process.exit(130);
    ended.abort();
  });
}

// npm is killed, and leaves this process alone: whoever started it is gone.
const startedBy = process.ppid;
setInterval(() => process.ppid !== startedBy && ended.abort(), 500).unref();

process.exitCode = await run(process.argv.slice(2));

function say(line: string): void {
  console.log(line);
}

async function run(args: readonly string[]): Promise<number> {
  try {
    const request = readOptions(args);
    switch (request.kind) {
      case 'help':
        say(help);
        return 0;
      case 'restore':
        await restoreAll(request.function, new SavedSessions(directory), say);
        return 0;
      case 'live':
        return await runLive(request, { directory, templateDirectory, say, ended: ended.signal });
    }
  } catch (error) {
    const { name, message } = error as Error;
    console.error(error instanceof Refused ? message : `${name}: ${message}`);
    return error instanceof Refused ? 2 : 1;
  }
}
