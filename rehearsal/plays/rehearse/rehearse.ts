import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import { Random } from '../../aws/random.ts';
import { openEngine } from '../../aws/simulator/engines.ts';
import { Simulator } from '../../aws/simulator/simulator.ts';
import type { SimulatorOptions } from '../../aws/simulator/simulator-options.ts';
import { Approver } from '../scene/approver.ts';
import { liveName, makeFixtures } from '../scene/fixtures.ts';
import { deployStacks, output } from '../scene/deploy-stacks.ts';
import { figuresOf } from './figures.ts';
import { Follower } from './follower.ts';
import type { Results } from './follower.ts';
import { Audience } from './live-database.ts';
import type { ProgressPrinter } from './progress-printer.ts';
import { giveOwnSettings, givenAtCreation } from '../scene/own-settings.ts';
import { machineFirst } from '../scene/machine-first.ts';
import { observe } from '../scene/observe.ts';
import { Operator } from '../operator/operator.ts';
import { stackLocations, target } from '../scene/locations.ts';
import type { Check, RehearsalReport } from './report.ts';
import { accountFor, lookAt } from './settings-account.ts';
import type { Shown } from './settings-account.ts';
import { kindOf } from '../scene/setting.ts';
import type { Setting } from '../scene/setting.ts';

/** How a rehearsal is run. */
export interface RehearsalOptions {
  readonly projectDirectory: string;
  readonly progressPrinter: ProgressPrinter;
  readonly realMillisecondsPerSecond?: number;
  /** Another map than the project's own: for rehearsals with something taken out of it. */
  readonly stacksDirectory?: string;
  readonly simulator?: Partial<
    Pick<SimulatorOptions, 'intercept' | 'oneCallClusterCopy' | 'durations'>
  >;
  /** Gets the simulator before anything is on it. */
  readonly onSimulator?: (simulator: Simulator) => void;
  /**
   * Gets it when the databases are made, and before anything is deployed.
   * @returns further parameters of the stack target
   */
  readonly onDatabases?: (
    simulator: Simulator,
    master: { readonly user: string; readonly password: string },
  ) => Promise<Readonly<Record<string, string>> | void>;
  /** Gets it when all is over, and before it is taken down. */
  readonly onCurtain?: (
    simulator: Simulator,
    report: RehearsalReport,
    stay: Stay,
  ) => void | Promise<void>;
}

/** Keeps everything up, the writing application too, until somebody leaves. */
export type Stay = (left: Promise<unknown>) => Promise<void>;

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
    const simulator = await openSimulator(setting, options, {
      directory: scratch.path,
      cacheDirectory,
    });
    const operator = new Operator(simulator);
    try {
      options.onSimulator?.(simulator);
      const { report, follower } = await machineFirst(simulator, () =>
        play(setting, { simulator, operator, options, wall }),
      );
      await options.onCurtain?.(simulator, report, (left) => follower.stay(left));
      return report;
    } finally {
      operator.close();
      await simulator.close();
    }
  } finally {
    await scratch.remove();
  }
}

async function openSimulator(
  setting: Setting,
  options: RehearsalOptions,
  { directory, cacheDirectory }: Required<Pick<SimulatorOptions, 'directory' | 'cacheDirectory'>>,
): Promise<Simulator> {
  const engine = await openEngine(setting.engine.includes('postgres') ? 'postgresql' : 'mysql', {
    directory,
    cacheDirectory: path.join(cacheDirectory, 'databases'),
  });
  try {
    return await Simulator.open({
      seed: setting.seed,
      start,
      directory,
      cacheDirectory,
      engine,
      ...(options.realMillisecondsPerSecond !== undefined && {
        realMillisecondsPerSecond: options.realMillisecondsPerSecond,
      }),
      ...options.simulator,
    });
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function play(
  setting: Setting,
  parts: {
    readonly simulator: Simulator;
    readonly operator: Operator;
    readonly options: RehearsalOptions;
    readonly wall: number;
  },
): Promise<{ readonly report: RehearsalReport; readonly follower: Follower }> {
  const { simulator, operator, options, wall } = parts;
  const { progressPrinter } = options;
  const random = new Random(setting.seed);
  const master = { user: 'master', password: random.text(24) };
  const audience = new Audience(simulator, operator, kindOf(setting), master);
  progressPrinter.scene('The databases are made');
  const fixtures = await makeFixtures(setting, { simulator, operator, audience, master });
  const look = (): Promise<Shown | undefined> =>
    observe(simulator, () => lookAt(setting, liveName, operator.rds(target)));
  const usual = await look();
  if (setting.ownSettings) await giveOwnSettings(setting, liveName, { simulator, operator });
  const shownBefore = await look();
  const targetParameters = (await options.onDatabases?.(simulator, master)) ?? {};
  const secretArn = simulator.secrets.createSecret(target, {
    name: 'orders-master',
    value: {
      username: master.user,
      password: master.password,
      ...(simulator.engine.family === 'postgresql' && { dbname: 'postgres' }),
    },
  });
  progressPrinter.scene('The real templates are deployed');
  const deployed = await deployStacks(setting, fixtures, {
    simulator,
    stacksDirectory: options.stacksDirectory ?? path.join(options.projectDirectory, 'stacks'),
    secretArn,
    targetParameters,
    onStack: (name) => progressPrinter.stack(name, stackLocations[name]),
  });
  const before = await observe(simulator, () => audience.describe(target, liveName));
  const approver = new Approver(setting.approve, {
    simulator,
    topicArn: output(deployed.target, 'OperationsTopicArn'),
    client: () => operator.sfn(target),
  });
  const follower = new Follower(setting, {
    simulator,
    audience,
    deployed,
    progressPrinter,
    before,
    approver,
  });
  progressPrinter.scene(
    'The schedule fires at 03:00, Europe/Dublin; the application keeps writing',
  );
  const results = await follower.follow();
  progressPrinter.scene('The curtain');
  const swapped = setting.mode === 'swap' && results.target?.result.status === 'SUCCEEDED';
  const databases = await follower.databases(before !== undefined, swapped);
  const checks = [
    ...(await follower.prove(databases, results)),
    proveDiscretion(simulator, results, master.password),
    ...approver.tokens.map((token) => proveTokenKept(simulator, results, token)),
  ];
  const shownAfter = swapped ? await look() : undefined;
  const report = figuresOf({
    setting,
    settings:
      usual &&
      shownBefore &&
      shownAfter &&
      accountFor(setting, {
        usual: setting.ownSettings ? beforeCreation(setting, usual) : usual,
        before: shownBefore,
        after: shownAfter,
        differences: differencesIn(results),
        page: await readFile(path.join(options.projectDirectory, 'docs', 'carried.md'), 'utf8'),
      }),
    simulator,
    deployed,
    results,
    probe: follower.probe,
    hadLive: before !== undefined,
    databases,
    checks,
    wallSeconds: (Date.now() - wall) / 1000,
  });
  return { report, follower };
}

/** With AWS's defaults for what could be given only when it was made. */
function beforeCreation(setting: Setting, usual: Shown): Shown {
  const given = Object.keys(givenAtCreation(setting));
  const { DBSubnetGroup: _, BacktrackWindow: window, ...database } = usual.database;
  return {
    ...usual,
    database: given.includes('BacktrackWindow')
      ? { ...database, BacktrackWindow: 0 }
      : { ...database, ...(window !== undefined && { BacktrackWindow: window }) },
  };
}

function differencesIn({ target: run }: Results): readonly string[] {
  if (run?.result.status !== 'SUCCEEDED') return [];
  return (run.result.output as { readonly differences?: readonly string[] }).differences ?? [];
}

/** Who has the token can answer: it is in the message and in the run's history, and nowhere else. */
function proveTokenKept(simulator: Simulator, results: Results, token: string): Check {
  const kept = [...simulator.logLines, JSON.stringify(results.target?.result)];
  const leaks = kept.filter((text) => text.includes(token)).length;
  return {
    name: 'no task token in logs or results',
    passed: leaks === 0 && kept.length > 10 && token.length > 20,
    detail: `${kept.length} texts searched, ${leaks} hold it`,
  };
}

/** Secrets stay out of state, notices and logs: whatever the simulator kept is searched. */
function proveDiscretion(simulator: Simulator, results: Results, secret: string): Check {
  const kept = [
    ...[results.source, results.target].map(
      (run) => run && JSON.stringify(simulator.stepFunctions.history(run.arn)),
    ),
    ...simulator.logLines,
    ...simulator.noticesPublished,
  ];
  // Every token of IAM has a signature.
  const secrets = [secret, 'X-Amz-Signature='];
  const leaks = kept.filter((text) => secrets.some((one) => text?.includes(one))).length;
  return {
    name: 'no secret in state, notices or logs',
    passed: leaks === 0 && kept.length > 10,
    detail: `${kept.length} texts searched, ${leaks} hold it`,
  };
}
