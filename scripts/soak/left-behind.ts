import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAbandoned } from '../../rehearsal/aws/databases/watchdog/owner.mjs';

/** A process of /proc: whose child it is, and what it is. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly name: string;
}

/** Every process that descends from one, itself included. Source: proc(5), stat. */
export function descendantsOf(ancestor: number): readonly number[] {
  const all = processes();
  const found = [ancestor];
  for (const pid of found) {
    found.push(...all.filter(({ parent }) => parent === pid).map((one) => one.pid));
  }
  return found;
}

/** What of a start is still there: its processes, directories without an owner, unused shared memory. */
export function leftBehind(pids: ReadonlySet<number>, blocksBefore: number): readonly string[] {
  const blocks = unusedBlocks();
  return [
    ...processes()
      .filter(({ pid, state }) => pids.has(pid) && state !== 'Z')
      .map(({ pid, name }) => `process ${pid}, ${name}`),
    ...['/dev/shm', tmpdir()]
      .filter((place) => existsSync(place))
      .flatMap((place) =>
        readdirSync(place)
          .filter(isAbandoned)
          .map((name) => path.join(place, name)),
      ),
    ...(blocks > blocksBefore ? [`${blocks - blocksBefore} blocks of shared memory`] : []),
  ];
}

/** Blocks of System V shared memory that no process has. Source: proc(5), sysvipc. */
export function unusedBlocks(): number {
  const [, ...lines] = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n');
  return lines.filter((line) => line.trim().split(/\s+/)[6] === '0').length;
}

function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/stat`, 'utf8');
        const end = status.lastIndexOf(')');
        const [state = '', parent] = status.slice(end + 2).split(' ');
        const program = status.slice(status.indexOf('(') + 1, end);
        return [{ pid: Number(name), parent: Number(parent), state, name: program }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}
