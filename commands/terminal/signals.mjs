// JavaScript, so that the commands' wrapper reads it before any package is there.
import { constants } from 'node:os';

/**
 * What a terminal, a shell and whoever supervises a program end it by, as far as it can be caught:
 * a closed window, Ctrl-C, Ctrl-\ and `kill`.
 *
 * @type {readonly NodeJS.Signals[]}
 */
export const endingSignals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'];

/** One key of a terminal reaches a command twice: from the terminal, and by its wrapper. */
const sameSignalMilliseconds = 300;
/** How often a process looks whether whoever started it is still there. */
const lookMilliseconds = 500;

/**
 * The exit code of what a signal ended, as shells have it.
 * @param {NodeJS.Signals} signal
 */
export function exitCodeOf(signal) {
  return 128 + constants.signals[signal];
}

/**
 * Tells of each signal that is to end this process, and of the end of whoever started it, which npm
 * that was killed brings about: that is told as a closed window.
 *
 * @param {(signal: NodeJS.Signals) => void} end
 */
export function onEnding(end) {
  let last = -Infinity;
  /** @param {NodeJS.Signals} signal */
  const hear = (signal) => {
    const now = performance.now();
    if (now - last < sameSignalMilliseconds) return;
    last = now;
    end(signal);
  };
  for (const signal of endingSignals) process.on(signal, () => hear(signal));
  const startedBy = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === startedBy) return;
    clearInterval(looking);
    hear('SIGHUP');
  }, lookMilliseconds);
  looking.unref();
}
