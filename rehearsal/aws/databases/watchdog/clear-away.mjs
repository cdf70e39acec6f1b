import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Programs that outlive whoever started them; others end with the pipes that they work on. */
const serverPrograms = ['postgres', 'initdb', 'mariadbd'];

/** Milliseconds for servers to end by themselves, and between two looks. */
const patience = 5000;
const pause = 50;

/**
 * Ends every server that works in a directory, and removes the directory with the shared memory that
 * they left.
 * @param {string} directory
 */
export async function clearAway(directory) {
  if (!existsSync(directory)) return;
  // Of PostgreSQL: "immediate shutdown", which puts its shared memory away.
  end(serversIn(directory), 'SIGQUIT');
  for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(pause)) {
    if (serversIn(directory).length === 0) break;
  }
  end(serversIn(directory), 'SIGKILL');
  for (const file of lockFilesIn(directory)) removeSharedMemory(file);
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: pause });
}

/**
 * The servers of a directory, by what they were started with.
 * @param {string} directory
 * @returns {readonly number[]} process ids
 */
export function serversIn(directory) {
  return commandLines()
    .filter(({ words: [program = '', ...rest] }) => {
      if (!serverPrograms.includes(path.basename(program))) return false;
      return rest.some((word) => word.includes(`${directory}/`) || word.endsWith(directory));
    })
    .map(({ pid }) => pid);
}

/** @returns {readonly { pid: number, words: readonly string[] }[]} */
function commandLines() {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => ({ pid: Number(name), words: wordsOf(`/proc/${name}/cmdline`) }));
  }
  const told = execFileSync('ps', ['-axo', 'pid=,args='], { maxBuffer: 2 ** 26 }).toString();
  return told.split('\n').map((line) => {
    const [pid, ...words] = line.trim().split(/\s+/);
    return { pid: Number(pid), words };
  });
}

/** @param {string} file @returns {readonly string[]} */
function wordsOf(file) {
  try {
    return readFileSync(file, 'utf8').split('\0');
  } catch {
    // It ended meanwhile.
    return [];
  }
}

/** @param {readonly number[]} pids @param {NodeJS.Signals} signal */
function end(pids, signal) {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}

/**
 * Where PostgreSQL keeps who runs on a volume; a server that ended in order removed its own.
 * @param {string} directory @returns {readonly string[]}
 */
function lockFilesIn(directory) {
  return ['.', ...namesIn(directory)].flatMap((family) => {
    const volumes = path.join(directory, family, 'volumes');
    return namesIn(volumes).map((name) => path.join(volumes, name, 'postmaster.pid'));
  });
}

/** @param {string} directory @returns {readonly string[]} */
function namesIn(directory) {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/**
 * A server that was killed leaves its block of System V shared memory, and its lock file says which: key
 * and id in the seventh line. Source: PostgreSQL, src/include/utils/pidfile.h.
 * @param {string} lockFile
 */
function removeSharedMemory(lockFile) {
  if (process.platform !== 'linux' || !existsSync(lockFile)) return;
  const [key, id] = (readFileSync(lockFile, 'utf8').split('\n')[6] ?? '').trim().split(/\s+/);
  const blocks = readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  // Key, id and, seventh, how many processes have it. Source: proc(5) and sysvipc(7).
  if (!blocks.some((block) => block[0] === key && block[1] === id && block[6] === '0')) return;
  try {
    execFileSync('ipcrm', ['-m', id ?? ''], { stdio: 'ignore' });
  } catch {
    // A machine without the program keeps those few bytes.
  }
}
