import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What package-lock.json says of a package, and npm's own record of what it installed.
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Locked
 */

/**
 * The packages that package-lock.json asks for on this machine and that npm didn't install, as npm
 * itself keeps record of it: whoever installed, with whichever settings.
 * @param {string} project
 * @returns {readonly string[]} their places below the project
 */
export function missingPackages(project) {
  const wanted = lockedIn(path.join(project, 'package-lock.json'));
  const installed = lockedIn(path.join(project, 'node_modules/.package-lock.json'));
  return Object.entries(wanted)
    .filter(([place, locked]) => place.startsWith('node_modules/') && isNeeded(locked))
    .filter(([place, locked]) => {
      const found = installed[place];
      return found === undefined || found.version !== locked.version;
    })
    .map(([place]) => place);
}

/**
 * Of the optional ones, those made for this kind of machine. What is for one C library alone goes with
 * others that aren't.
 * @param {Locked} locked
 */
function isNeeded({ optional, os, cpu, libc }) {
  if (optional !== true) return true;
  if (os === undefined || cpu === undefined || libc !== undefined) return false;
  return os.includes(process.platform) && cpu.includes(process.arch);
}

/**
 * @param {string} file
 * @returns {Readonly<Record<string, Locked>>} none, where there is no such file
 */
function lockedIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return {};
  }
}
