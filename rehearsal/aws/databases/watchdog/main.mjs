// Waits until its owner is gone, however that went: the owner's end of the pipe closes then. It is of no
// terminal and of no group that could be ended with the owner. Then it ends the servers of the owner's
// directory and removes that. Before, it does so for whatever lost both owner and watchdog.
// Plain JavaScript: it has to be there in a moment.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { clearAway } from './clear-away.mjs';
import { isAbandoned } from './owner.mjs';

const [, , directory = '', ...places] = process.argv;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.stdin.resume();
const gone = once(process.stdin, 'close');

for (const place of places) {
  for (const name of readdirSync(place).filter(isAbandoned)) {
    // Another watchdog may be at it, or it is somebody else's.
    await clearAway(path.join(place, name)).catch(() => undefined);
  }
}
await gone;
await clearAway(directory);
