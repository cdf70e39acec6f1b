import path from 'node:path';
import { perform } from '../terminal/command.ts';
import type { Leave } from '../terminal/command.ts';
import { runLive } from './live.ts';
import { help, readOptions } from './options.ts';
import type { Request } from './options.ts';
import { Refused } from './refused.ts';
import { restoreAll } from './restore-all.ts';
import { SavedSessions } from './saved-session.ts';

const directory = path.resolve('.dev');
const templateDirectory = path.resolve(import.meta.dirname, '../../stacks');

const isRefusal = (error: unknown): error is Error => error instanceof Refused;

process.exitCode = await perform({ help, readOptions, run, isRefusal }, process.argv.slice(2));

function say(line: string): void {
  console.log(line);
}

/** What AWS refuses is told in one line too: where it arose here helps nobody. */
async function run(request: Exclude<Request, { kind: 'help' }>, leave: Leave): Promise<number> {
  try {
    if (request.kind === 'live') {
      // The first signal ends the command in order; the next one, the process. The watcher does the rest then.
      const ended = leave.told();
      return await runLive(request, { directory, templateDirectory, say, ended });
    }
    await restoreAll(request.function, new SavedSessions(directory), say);
    return 0;
  } catch (error) {
    if (isRefusal(error)) throw error;
    console.error(`${(error as Error).name}: ${(error as Error).message}`);
    return 1;
  }
}
