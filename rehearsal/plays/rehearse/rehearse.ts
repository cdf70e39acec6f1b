import path from 'node:path';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import { Random } from '../../aws/random.ts';
import { openEngine } from '../../aws/stage/engines.ts';
import { Stage } from '../../aws/stage/stage.ts';
import type { StageOptions } from '../../aws/stage/stage.ts';
import { Approver } from '../scene/approver.ts';
import { liveName, makeCast } from '../scene/cast.ts';
import { deployStacks, output } from '../scene/deploy-places.ts';
import { figuresOf } from './figures.ts';
import { Follower } from './follower.ts';
import type { Results } from './follower.ts';
import { Audience } from './live-database.ts';
import type { Narrator } from './narrator.ts';
import { observe } from '../scene/observe.ts';
import { Operator } from '../scene/operator.ts';
import { places, source, target } from '../scene/places.ts';
import type { Check, RehearsalReport } from './report.ts';
import { kindOf } from '../scene/setting.ts';
import type { Setting } from '../scene/setting.ts';

/** How a rehearsal is run. */
export interface RehearsalOptions {
  readonly projectDirectory: string;
  readonly narrator: Narrator;
  readonly realMillisecondsPerSecond?: number;
  /** Another map than the project's own: for rehearsals with something taken out of it. */
  readonly stacksDirectory?: string;
  readonly stage?: Partial<Pick<StageOptions, 'intercept' | 'oneCallClusterCopy' | 'durations'>>;
  /** Gets the stage before anything is on it. */
  readonly onStage?: (stage: Stage) => void;
  /** Gets it when all is over, and before it is taken down. */
  readonly onCurtain?: (stage: Stage, report: RehearsalReport) => void | Promise<void>;
}

/** Before the schedule, in Dublin as in UTC: by then the databases are made. */
const start = Date.parse('2026-03-02T02:05:00Z');

/**
 * Plays a whole recovery: makes the databases, deploys the real templates, lets the schedule fire,
 * and follows both workflows to their end while an application keeps writing to the source.
 */
export async function rehearse(
  setting: Setting,
  options: RehearsalOptions,
): Promise<RehearsalReport> {
  const wall = Date.now();
  const cacheDirectory = path.join(options.projectDirectory, '.rehearsal');
  const scratch = await openScratchDirectory('understudy-');
  try {
    const stage = await openStage(setting, options, { directory: scratch.path, cacheDirectory });
    const operator = new Operator(stage);
    try {
      options.onStage?.(stage);
      const report = await play(setting, { stage, operator, options, wall });
      await options.onCurtain?.(stage, report);
      return report;
    } finally {
      operator.close();
      await stage.close();
    }
  } finally {
    await scratch.remove();
  }
}

async function openStage(
  setting: Setting,
  options: RehearsalOptions,
  { directory, cacheDirectory }: Required<Pick<StageOptions, 'directory' | 'cacheDirectory'>>,
): Promise<Stage> {
  const engine = await openEngine(setting.engine.includes('postgres') ? 'postgresql' : 'mysql', {
    directory,
    cacheDirectory: path.join(cacheDirectory, 'databases'),
    locations: [source, target],
  });
  try {
    return await Stage.open({
      seed: setting.seed,
      start,
      directory,
      cacheDirectory,
      engine,
      ...(options.realMillisecondsPerSecond !== undefined && {
        realMillisecondsPerSecond: options.realMillisecondsPerSecond,
      }),
      ...options.stage,
    });
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function play(
  setting: Setting,
  parts: {
    readonly stage: Stage;
    readonly operator: Operator;
    readonly options: RehearsalOptions;
    readonly wall: number;
  },
): Promise<RehearsalReport> {
  const { stage, operator, options, wall } = parts;
  const { narrator } = options;
  const random = new Random(setting.seed);
  const master = { user: 'master', password: random.text(24) };
  const audience = new Audience(stage, operator, kindOf(setting), master);
  narrator.scene('The databases are made');
  const cast = await makeCast(setting, { stage, operator, audience, master });
  const secretArn = stage.secrets.createSecret(target, {
    name: 'orders-master',
    value: {
      username: master.user,
      password: master.password,
      ...(stage.engine.family === 'postgresql' && { dbname: 'postgres' }),
    },
  });
  narrator.scene('The real templates are deployed');
  const deployed = await deployStacks(setting, cast, {
    stage,
    stacksDirectory: options.stacksDirectory ?? path.join(options.projectDirectory, 'stacks'),
    secretArn,
    onStack: (name) => narrator.stack(name, places[name]),
  });
  const before = await observe(stage, () => audience.describe(target, liveName));
  const approver = new Approver(setting.approve, {
    stage,
    topicArn: output(deployed.target, 'OperationsTopicArn'),
    client: () => operator.sfn(target),
  });
  const follower = new Follower(setting, {
    stage,
    audience,
    deployed,
    narrator,
    before,
    approver,
  });
  narrator.scene('The schedule fires at 03:00, Europe/Dublin; the application keeps writing');
  const results = await follower.follow();
  narrator.scene('The curtain');
  const swapped = setting.mode === 'swap' && results.target?.result.status === 'SUCCEEDED';
  const databases = await follower.databases(before !== undefined, swapped);
  const checks = [
    ...(await follower.prove(databases, results)),
    proveDiscretion(stage, results, master.password),
    ...approver.tokens.map((token) => proveTokenKept(stage, results, token)),
  ];
  return figuresOf({
    setting,
    stage,
    deployed,
    results,
    probe: follower.probe,
    hadLive: before !== undefined,
    databases,
    checks,
    wallSeconds: (Date.now() - wall) / 1000,
  });
}

/** Who has the token can answer: it is in the message and in the run's history, and nowhere else. */
function proveTokenKept(stage: Stage, results: Results, token: string): Check {
  const kept = [...stage.logLines, JSON.stringify(results.target?.result)];
  const leaks = kept.filter((text) => text.includes(token)).length;
  return {
    name: 'no task token in logs or results',
    passed: leaks === 0 && kept.length > 10 && token.length > 20,
    detail: `${kept.length} texts searched, ${leaks} hold it`,
  };
}

/** Secrets stay out of state, notices and logs: whatever the stage kept is searched. */
function proveDiscretion(stage: Stage, results: Results, secret: string): Check {
  const kept = [
    ...[results.source, results.target].map(
      (run) => run && JSON.stringify(stage.stepFunctions.history(run.arn)),
    ),
    ...stage.logLines,
    ...stage.noticesPublished,
  ];
  const leaks = kept.filter((text) => text?.includes(secret)).length;
  return {
    name: 'no secret in state, notices or logs',
    passed: leaks === 0 && kept.length > 10,
    detail: `${kept.length} texts searched, ${leaks} hold it`,
  };
}
