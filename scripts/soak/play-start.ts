import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../rehearsal/aws/random.ts';
import { project } from '../checks/project.ts';
import { descendantsOf, leftBehind, unusedBlocks } from './left-behind.ts';

/** What came of one start. */
export interface PlayedStart {
  readonly what: string;
  readonly left: readonly string[];
  /** From the signal until nothing was left. */
  readonly seconds: number;
}

type Some<One> = readonly [One, ...One[]];

const commands: Some<readonly string[]> = [
  ['rehearse', '--stay'],
  ['rehearse', '--readers', '1'],
  ['rehearse:failover', '--runs', '9'],
  ['campaign', '--databases', 'postgresql', '--scenario', 'swap', '--sample', '40'],
];
const signals = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGKILL',
  'SIGABRT',
  'SIGUSR2',
] as const;
const receivers = ['wrapper', 'command', 'terminal'] as const;

/** Milliseconds: the latest moment of the signal, and how long anything may be left after it. */
const latest = 12_000;
const patience = 30_000;

/** Starts a command, ends it at some moment, and waits until nothing of it is left. */
export async function playStart(random: Random): Promise<PlayedStart> {
  const command = oneOf(random, commands);
  const signal = oneOf(random, signals);
  const receiver = oneOf(random, receivers);
  const milliseconds = Math.round(random.between(0, latest));
  const blocks = unusedBlocks();
  // A group of its own, as a shell gives one.
  const child = spawn(process.execPath, ['scripts/with-packages.mjs', ...command], {
    cwd: project,
    detached: true,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const pid = child.pid ?? 0;
  const pids = new Set<number>();
  const note = (): void => descendantsOf(pid).forEach((one) => pids.add(one));
  const begun = performance.now();
  while (performance.now() - begun < milliseconds) {
    note();
    await sleep(50);
  }
  note();
  const [, below = pid] = descendantsOf(pid);
  end({ wrapper: pid, command: below, terminal: -pid }[receiver], signal);
  const sent = performance.now();
  const left = () => leftBehind(pids, blocks);
  while (left().length > 0 && performance.now() - sent < patience) await sleep(100);
  const seconds = Math.round((performance.now() - sent) / 100) / 10;
  const found = left();
  end(-pid, 'SIGKILL');
  await ended;
  const what = `${command.join(' ')}, ${signal} to the ${receiver} after ${milliseconds} ms`;
  return { what, left: found, seconds };
}

function oneOf<One>(random: Random, all: Some<One>): One {
  return all[Math.floor(random.between(0, all.length))] ?? all[0];
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}
