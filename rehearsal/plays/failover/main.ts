import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { perform } from '../../../commands/terminal/command.ts';
import { Progress } from '../../../commands/terminal/progress.ts';
import { requireWritable } from '../../../commands/terminal/writable-file.ts';
import { isMissingHere } from '../../aws/simulator/missing-here.ts';
import { help, readFailoverOptions } from './options.ts';
import type { FailoverRequest } from './options.ts';
import { chart } from './chart.ts';
import type { ChartSubject } from './chart.ts';
import { playFailover } from './play.ts';
import { summarize } from './report.ts';
import { table } from './table.ts';

const projectDirectory = path.resolve(import.meta.dirname, '../../..');

const command = { help, readOptions: readFailoverOptions, run: play, isRefusal: isMissingHere };

process.exitCode = await perform(command, process.argv.slice(2));

async function play(request: Extract<FailoverRequest, { kind: 'rehearse' }>): Promise<number> {
  const { seed, runs, clients, force, json, picture: chartFile } = request;
  await requireWritable('json', json);
  await requireWritable('picture', chartFile);
  const begun = performance.now();
  const progress = new Progress(runs, 'failovers');
  const first = await playFailover({ seed, clients, force }, projectDirectory);
  progress.step();
  const others: ChartSubject['run'][] = [];
  for (let index = 1; index < runs; index++) {
    const { run } = await playFailover({ seed: seed + index, clients, force }, projectDirectory);
    others.push(run);
    progress.step();
    progress.clear();
    console.log(`run ${index + 1} of ${runs}, seed ${run.seed}: ${run.wallSeconds} s`);
  }
  const wallSeconds = Math.round((performance.now() - begun) / 100) / 10;
  const report = summarize([first.run, ...others], { clients, wallSeconds });
  progress.clear();
  console.log(table(report));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
  if (chartFile !== undefined) await writeFile(chartFile, chart(first));
  return report.passed ? 0 : 1;
}
