import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { silent } from '../../plays/rehearse/progress-printer.ts';
import type { RehearsalOptions } from '../../plays/rehearse/rehearse.ts';
import { playScene } from './scene.ts';

class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

const interrupt = (): never => {
  throw new Interrupted();
};

/** The processes that this one started, but for esbuild's, which serves the next build as well. */
function children(): readonly string[] {
  const listed = execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' }).split('\n');
  return listed
    .map((line) => /^ *(\d+) (.*)$/.exec(line) ?? [])
    .filter(([, parent]) => parent === String(process.pid))
    .map(([, , command = '']) => command)
    .filter((command) => !command.includes('esbuild') && !command.startsWith('ps '));
}

describe.each<{ moment: string; options: Partial<RehearsalOptions>; running: boolean }>([
  { moment: 'at the outset', options: { onSimulator: interrupt }, running: false },
  {
    moment: 'at the deployment',
    options: { progressPrinter: { ...silent, stack: interrupt } },
    running: true,
  },
  { moment: 'at the end', options: { onCurtain: interrupt }, running: true },
])('a rehearsal that throws $moment', ({ options, running }) => {
  it('a rehearsal that throws leaves no process, directory or listener behind', async () => {
    const before = { children: children(), listeners: process.listenerCount('exit') };
    const seen = { directory: '', url: '', children: 0 };
    const { onSimulator, progressPrinter = silent } = options;

    await expect(
      playScene(
        { mode: 'drill' },
        {
          ...options,
          onSimulator: (simulator) => {
            seen.directory = path.dirname(path.dirname(simulator.engine.caFile));
            seen.url = simulator.url;
            onSimulator?.(simulator);
          },
          progressPrinter: {
            ...progressPrinter,
            scene: () => (seen.children = Math.max(seen.children, children().length)),
          },
        },
      ),
    ).rejects.toThrow(Interrupted);

    expect(seen.children > before.children.length).toBe(running);
    expect(children()).toEqual(before.children);
    expect(process.listenerCount('exit')).toBe(before.listeners);
    expect(existsSync(seen.directory)).toBe(false);
    await expect(fetch(seen.url)).rejects.toThrow('fetch failed');
  });
});
