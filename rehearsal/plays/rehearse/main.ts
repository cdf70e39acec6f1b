import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { perform } from '../../../commands/terminal/command.ts';
import type { Leave } from '../../../commands/terminal/command.ts';
import { help, readOptions } from './options.ts';
import type { Request } from './options.ts';
import { shellSetup } from './shell-setup.ts';
import { progressPrinter } from './progress-printer.ts';
import { rehearse } from './rehearse.ts';
import { summary } from './summary.ts';
import { isMissingHere } from '../../aws/simulator/missing-here.ts';
import { requireWritable } from '../../../commands/terminal/writable-file.ts';

const projectDirectory = path.resolve(import.meta.dirname, '../../..');

const command = { help, readOptions, run, isRefusal: isMissingHere };

process.exitCode = await perform(command, process.argv.slice(2));

async function run(request: Extract<Request, { kind: 'rehearse' }>, leave: Leave): Promise<number> {
  const { setting, json, realMillisecondsPerSecond, stay } = request;
  await requireWritable('json', json);
  const report = await rehearse(setting, {
    projectDirectory,
    progressPrinter: progressPrinter((line) => console.log(line)),
    ...(realMillisecondsPerSecond > 0 && { realMillisecondsPerSecond }),
    onCurtain: async (simulator, figures, stayUntil) => {
      console.log(summary(figures));
      if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, null, 2)}\n`);
      if (!stay) return;
      const told = leave.told();
      console.log(await shellSetup(simulator, path.join(projectDirectory, '.rehearsal')));
      await stayUntil(once(told, 'abort'));
    },
  });
  return report.status === 'SUCCEEDED' ? 0 : 1;
}
