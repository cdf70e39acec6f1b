import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { perform } from '../terminal/command.ts';
import { requireWritable } from '../terminal/writable-file.ts';
import { awsClients } from './clients.ts';
import { openDeployedLab, ProbeFailed } from './deployed-lab.ts';
import { experiment, PathUnusable } from './experiment.ts';
import type { Measured } from './experiment.ts';
import type { Lab } from './lab.ts';
import { localLab } from './local-lab.ts';
import { chosenPaths, help, readLabOptions } from './options.ts';
import type { LabRequest } from './options.ts';
import { picture } from './picture.ts';
import { reportOf } from './report.ts';
import type { LabReport } from './report.ts';
import { table } from './table.ts';

type Asked = Extract<LabRequest, { kind: 'experiment' }>;

const projectDirectory = path.resolve(import.meta.dirname, '../..');

const code = await perform(
  {
    help,
    readOptions: readLabOptions,
    run,
    isRefusal: (error): error is Error =>
      error instanceof PathUnusable || error instanceof ProbeFailed || isMissing(error),
  },
  process.argv.slice(2),
);
// Ends at once. Where Node.js 20 took hundreds of broken connections apart by itself, it now and then never ended.
process.exit(code);

async function run(request: Asked): Promise<number> {
  const { json, picture: pictureFile } = request;
  await requireWritable('json', json);
  await requireWritable('picture', pictureFile);
  const { measured, report } = await (request.place.kind === 'local'
    ? measureLocally(request, request.place.seed)
    : measureDeployed(request, request.place));
  console.log(table(report));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
  if (pictureFile !== undefined) await writeFile(pictureFile, picture(report, measured));
  return report.passed ? 0 : 1;
}

interface Outcome {
  readonly measured: Measured;
  readonly report: LabReport;
}

async function measureDeployed(
  request: Asked,
  place: Extract<Asked['place'], { kind: 'deployed' }>,
): Promise<Outcome> {
  const lab = await openDeployedLab(place.stack, awsClients(place, request.experiment.seconds));
  return measure(request, lab);
}

/** By its name: the simulator is loaded where it is asked for. */
function isMissing(error: unknown): boolean {
  const names = ['PostgresqlNotInstalled', 'NoServerUser', 'DirectoryUnreachable'];
  return error instanceof Error && names.includes(error.name);
}

/** The simulator is loaded by whoever asks for it: in AWS nobody needs it. */
async function measureLocally(request: Asked, seed: number): Promise<Outcome> {
  const { openGround } = await import('../../rehearsal/plays/lab/ground.ts');
  const { paths: asked } = request.experiment;
  const ground = await openGround({ seed, paths: asked, projectDirectory });
  try {
    return await ground.clock.run(localLab(ground).then((lab) => measure(request, lab)));
  } finally {
    await ground.close();
  }
}

async function measure(request: Asked, lab: Lab): Promise<Outcome> {
  const paths = chosenPaths(request.experiment.paths, lab.paths);
  const asked = { ...request.experiment, paths };
  const begun = performance.now();
  const measured = await experiment(asked, lab, (line) => console.log(line));
  const wallSeconds = Math.round((performance.now() - begun) / 100) / 10;
  return { measured, report: reportOf(measured, asked, lab, wallSeconds) };
}
