import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isGone, ownerTag } from '../../rehearsal/aws/databases/watchdog/owner.mjs';
import { missingPackages } from './missing.mjs';

/** Why packages can't be installed: a sentence for whoever called. */
export class CantInstall extends Error {
  /** @override */
  name = 'CantInstall';
}

/**
 * What a machine's own settings of npm, or NODE_ENV, might have otherwise. The PostgreSQL packages put
 * their libraries in place by a script. Source: npm's documentation, "config".
 */
const whateverTheSettings = [
  '--include=dev',
  '--include=optional',
  '--include=peer',
  '--ignore-scripts=false',
  '--dry-run=false',
  '--package-lock-only=false',
  '--global=false',
];

/** Milliseconds that npm has to end when it is told to, and between two looks at another's install. */
const patience = 5000;
const pause = 200;

/**
 * Installs the packages of package-lock.json where some are missing, or waits until another command of
 * this project has done so.
 * @param {string} project
 * @param {AbortSignal} ended aborts the install, with all of its processes
 * @throws {CantInstall} saying what to do
 */
export async function installPackages(project, ended) {
  const lock = path.join(project, '.installing');
  let said = false;
  while (missingPackages(project).length > 0) {
    if (ended.aborted) return;
    if (take(lock)) {
      try {
        await install(project, lock, ended);
      } finally {
        rmSync(lock, { force: true });
      }
      const missing = missingPackages(project);
      if (missing.length === 0 || ended.aborted) return;
      throw new CantInstall(
        `npm ci ended well, but ${missing.length} packages are missing, ${missing[0]} among them; ` +
          'look for settings of npm that leave some out: npm config list',
      );
    }
    if (!said) console.error('Another command installs the packages; this one waits for it …');
    said = true;
    await sleep(pause);
  }
}

/**
 * Whether this process may install now: one may at a time. What a dead one left running is ended.
 * @param {string} lock
 * @returns {boolean}
 */
function take(lock) {
  try {
    writeFileSync(lock, `${ownerTag()}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== 'EEXIST')
      throw new CantInstall(`packages are missing, and can't be installed: ${message}`);
    const [owner = '', npm = ''] = linesIn(lock);
    if (owner !== '' && !isGone(owner)) return false;
    if (/^\d+$/.test(npm)) signal(-Number(npm), 'SIGKILL');
    rmSync(lock, { force: true });
    return false;
  }
}

/** @param {string} project @param {string} lock @param {AbortSignal} ended */
async function install(project, lock, ended) {
  console.error('Installing the packages of package-lock.json, some 350 MB …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(
    npm,
    ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...whateverTheSettings],
    {
      cwd: project,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
      // A group of its own: it is ended with all that it started.
      detached: true,
    },
  );
  const exit = once(child, 'exit').catch((error) => {
    throw new CantInstall(`npm can't be started: ${error.message}`);
  });
  const { pid } = child;
  if (pid !== undefined) writeFileSync(lock, `${ownerTag()}\n${pid}\n`);
  /** @param {NodeJS.Signals} name */
  const end = (name) => pid !== undefined && signal(-pid, name);
  const onEnded = () => {
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), patience).unref();
  };
  ended.addEventListener('abort', onEnded, { once: true });
  const [status] = await exit;
  ended.removeEventListener('abort', onEnded);
  // What it had started, too.
  if (ended.aborted) end('SIGKILL');
  else if (status !== 0) throw new CantInstall('npm ci failed; run it by hand to see why');
}

/** @param {string} lock @returns {readonly string[]} */
function linesIn(lock) {
  try {
    return readFileSync(lock, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

/** @param {number} pid @param {NodeJS.Signals} name */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}
