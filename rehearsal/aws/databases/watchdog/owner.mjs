import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Who owns a directory stands in its name, so that there is no moment at which it has no owner: process
 * id, when that process began (ids come again), and the space of ids that it is one of (a container has
 * its own).
 */
const ownedName = /^(?:understudy|databases|simulator)-[a-z-]*(\d+\.\d+\.\d+)-\w{6}$/;

/** The part of a name that says that this process owns it. */
export function ownerTag() {
  return `${process.pid}.${beginningOf(process.pid) ?? 0}.${spaceOfIds()}`;
}

/**
 * Whether a directory of this name had an owner, and has none any more. What can't be told isn't abandoned.
 * @param {string} name
 */
export function isAbandoned(name) {
  const [, tag] = ownedName.exec(name) ?? [];
  return tag !== undefined && isGone(tag);
}

/**
 * Whether the owner of a tag has ended. Of another space of ids nobody can tell.
 * @param {string} tag
 */
export function isGone(tag) {
  const [pid, beginning, space] = tag.split('.');
  return Number(space) === spaceOfIds() && String(beginningOf(Number(pid))) !== beginning;
}

/**
 * When a process began: in the units of its system.
 * @param {number} pid
 * @returns {number | undefined} undefined where there is no such process
 */
function beginningOf(pid) {
  try {
    if (process.platform !== 'linux') {
      const told = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
        env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return Math.floor(Date.parse(told.toString()) / 1000);
    }
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Source: proc(5): the 22nd field is its start, in clock ticks since boot; the 2nd is a name in
    // brackets, which may hold anything.
    const [state, ...fields] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : Number(fields[18]);
  } catch {
    return undefined;
  }
}

function spaceOfIds() {
  if (process.platform !== 'linux') return 0;
  return Number(/\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? 0);
}
