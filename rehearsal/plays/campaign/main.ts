import { writeFile } from 'node:fs/promises';
import { exitCodes, perform } from '../../../commands/terminal/command.ts';
import { machineTrouble } from '../../../commands/terminal/machine-trouble.ts';
import { Progress } from '../../../commands/terminal/progress.ts';
import { requireWritable } from '../../../commands/terminal/writable-file.ts';
import { WrongOption } from '../../../commands/terminal/wrong-option.ts';
import { playCampaign, violationsOf } from './campaign.ts';
import type { CampaignReport } from './campaign.ts';
import type { PermissionReview } from './permission-review.ts';
import { help, readOptions } from './options.ts';
import type { Request } from './options.ts';
import type { Played } from './played.ts';
import { WorkerLost } from './worker-pool.ts';

process.exitCode = await perform({ help, readOptions, run }, process.argv.slice(2));

/** A worker that is refused by this machine has said why. */
async function run(request: Extract<Request, { kind: 'campaign' }>): Promise<number> {
  try {
    return await play(request);
  } catch (error) {
    const { refused, machine } = exitCodes;
    if (error instanceof WorkerLost && [refused, machine].some((code) => code === error.code)) {
      return error.code ?? 1;
    }
    throw error;
  }
}

async function play({ request, json }: Extract<Request, { kind: 'campaign' }>): Promise<number> {
  await requireWritable('json', json);
  let progress: Progress | undefined;
  const hear = (played: Played): void => {
    const slip = played.violations.find((what) => what.startsWith('simulator'));
    // No word on recoveries: told as what it is.
    if (machineTrouble(new Error(slip)) !== undefined) throw new Error(slip);
    for (const { what, seed, command } of violationsOf(played, request.databases)) {
      progress?.clear();
      console.log(`VIOLATION ${what} | seed ${seed} | ${command}`);
    }
    progress?.step();
  };
  const report = await playCampaign(request, hear, (runs) => {
    // One is over in a moment.
    if (runs > 1) progress = new Progress(runs, 'runs');
  });
  progress?.clear();
  console.log(summary(report));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
  const { judged, unused, stale } = report.permissions;
  const granted = !judged || unused.length + stale.length === 0;
  if (report.violations.length > 0 || !granted) return 1;
  if (request.only === undefined || report.notStruck === 0) return 0;
  throw new WrongOption(
    `--only: not all that "${request.only}" names came about, so nothing is shown`,
  );
}

function reviewOf({ granted, unused, exceptions, stale }: PermissionReview): readonly string[] {
  const known = exceptions.flatMap(({ permissions }) => permissions).length;
  return [
    `permissions: ${granted} granted, ${known} known not to be used`,
    ...unused.map((permission) => `  UNUSED ${permission}`),
    ...stale.map((permission) => `  STALE EXCEPTION ${permission}`),
  ];
}

function summary(report: CampaignReport): string {
  const { runs, violations, seconds, runsPerSecond, endings, startedAgain, permissions } = report;
  const milliseconds = Math.round(report.cpuSecondsPerRun * 1000);
  const ended = Object.entries(endings).map(([name, count]) => `${count} ${name}`);
  return [
    ...Object.entries(report.faults).map(([name, count]) => `  ${name.padEnd(38)}${count}`),
    `${runs} runs in ${seconds} s, ${runsPerSecond} a second, seed ${report.seed}`,
    `${milliseconds} ms of one core a run, start and planning included`,
    `first starts: ${ended.join(', ')}; ${startedAgain} started a second time, ` +
      `${report.startedThrice} a third`,
    ...(report.cover ? [`covers ${report.cover.covered} of ${report.cover.features}`] : []),
    `${report.acknowledgedWrites} acknowledged writes, ${report.acknowledgedWritesLost} lost`,
    ...(permissions.judged ? reviewOf(permissions) : []),
    `${violations.length} violations`,
  ].join('\n');
}
