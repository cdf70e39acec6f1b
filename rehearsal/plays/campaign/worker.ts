import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../../../commands/terminal/command.ts';
import { machineTrouble } from '../../../commands/terminal/machine-trouble.ts';
import { endingSignals } from '../../../commands/terminal/signals.mjs';
import { isMissingHere } from '../../aws/simulator/missing-here.ts';
import { singleFaults } from './enumerate.ts';
import type { Fault } from './faults.ts';
import type { Permissions } from './permission-use.ts';
import { playAndJudge } from './played.ts';
import type { Played } from './played.ts';
import type { RunSpec } from './run-spec.ts';
import type { Scenario } from './scenario.ts';
import { OtherVersion } from './servers.ts';
import { CampaignRunner } from './campaign-runner.ts';

/** What a worker is asked. It does one thing after the other. */
export type Task =
  | { readonly kind: 'survey'; readonly scenario: Scenario; readonly seed: number }
  | { readonly kind: 'play'; readonly runs: readonly RunSpec[] }
  | { readonly kind: 'finish' };

/** What it answers, by the task's kind. */
export interface Answers {
  /** Everything that can go wrong once in the scenario. */
  readonly survey: readonly Fault[];
  readonly play: readonly Played[];
  readonly finish: {
    readonly permissions: Permissions;
    /** Processor time of this worker, its start included. */
    readonly cpuSeconds: number;
  };
}

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

if (process.send !== undefined) await work();

async function work(): Promise<void> {
  const databases = process.argv[2] === 'postgresql' ? 'postgresql' : 'lineage';
  const runner = await CampaignRunner.open({ projectDirectory, databases }).catch(refuse);
  process.once('disconnect', () => process.exit(1));
  // By `exit`, so that servers are ended and their data is removed.
  for (const signal of endingSignals) process.once(signal, () => process.exit(1));
  process.on('message', (task: Task) => {
    void perform(runner, task).then((answer) =>
      process.send?.(answer, () => {
        if (task.kind === 'finish') process.exit(0);
      }),
    );
  });
}

/** By the exit codes of commands: what this machine lacks is told in a line. */
function refuse(error: unknown): never {
  const trouble = machineTrouble(error);
  const isRefusal = isMissingHere(error) || error instanceof OtherVersion;
  if (trouble === undefined && !isRefusal) throw error;
  if (process.argv[3] === 'tell') console.error(trouble ?? (error as Error).message);
  process.exit(trouble === undefined ? exitCodes.refused : exitCodes.machine);
}

async function perform(runner: CampaignRunner, task: Task): Promise<Answers[Task['kind']]> {
  switch (task.kind) {
    case 'survey': {
      const { scenario, seed } = task;
      return singleFaults(scenario, await runner.survey(scenario, seed));
    }
    case 'play': {
      const played: Played[] = [];
      for (const spec of task.runs) played.push(await playAndJudge(runner, spec));
      return played;
    }
    case 'finish': {
      const { permissions } = runner;
      await runner.close();
      const { user, system } = process.cpuUsage();
      return { permissions, cpuSeconds: (user + system) / 1e6 };
    }
  }
}
