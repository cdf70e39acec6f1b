import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { perform } from '../../../commands/terminal/command.ts';
import { requireWritable } from '../../../commands/terminal/writable-file.ts';
import { line, problemsOf } from './judge.ts';
import { help, readCutOverOptions } from './options.ts';
import type { CutOverRequest } from './options.ts';
import { playCutOver } from './play.ts';
import type { CutOverReport } from './play.ts';

const projectDirectory = path.resolve(import.meta.dirname, '../../..');

const command = { help, readOptions: readCutOverOptions, run: play };

process.exitCode = await perform(command, process.argv.slice(2));

async function play(request: Extract<CutOverRequest, { kind: 'rehearse' }>): Promise<number> {
  const { seed, runs: count, cutOver, json } = request;
  await requireWritable('json', json);
  const runs: CutOverReport[] = [];
  for (let index = 0; index < count; index++) {
    const run = await playCutOver({ seed: seed + index, cutOver }, projectDirectory);
    runs.push(run);
    console.log([line(run), ...problemsOf(run).map((problem) => `  ${problem}`)].join('\n'));
  }
  const passed = runs.every((run) => problemsOf(run).length === 0);
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ passed, runs }, null, 2)}\n`);
  return passed ? 0 : 1;
}
