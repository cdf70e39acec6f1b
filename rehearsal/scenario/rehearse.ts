import { rmSync } from 'node:fs';
import path from 'node:path';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Contents } from '../databases/dataset/checksum.ts';
import { placedOrders, Writer } from '../databases/dataset/writer.ts';
import { makeScratchDirectory } from '../databases/scratch-directory.ts';
import { Random } from '../random.ts';
import { clusterHost, instanceHost } from '../services/rds/endpoints.ts';
import { openEngine } from '../stage/engines.ts';
import { Stage } from '../stage/stage.ts';
import type { StageOptions } from '../stage/stage.ts';
import type { ExecutionResult } from '../states/execution.ts';
import { AnswerProbe } from './answer-probe.ts';
import { liveName, makeCast, temporaryName } from './cast.ts';
import { deployPlaces, output } from './deploy-places.ts';
import type { Deployed } from './deploy-places.ts';
import { figuresOf } from './figures.ts';
import { Audience } from './live-database.ts';
import type { DatabaseFacts } from './live-database.ts';
import type { Narrator } from './narrator.ts';
import { Operator } from './operator.ts';
import { places, source, target } from './places.ts';
import type { Check, MeasuredDatabase, RehearsalReport } from './report.ts';
import { kindOf } from './setting.ts';
import type { Setting } from './setting.ts';

/** How a rehearsal is run. */
export interface RehearsalOptions {
  readonly projectDirectory: string;
  readonly narrator: Narrator;
  readonly realMillisecondsPerSecond?: number;
  /** Another map than the project's own: for rehearsals with something taken out of it. */
  readonly templateFile?: string;
  readonly stage?: Partial<Pick<StageOptions, 'intercept' | 'oneCallClusterCopy' | 'durations'>>;
}

/** Half an hour before the schedule, in Dublin as in UTC. */
const start = Date.parse('2026-03-02T02:05:00Z');
/** An order every that many virtual milliseconds. */
const orderInterval = 10_000;

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
  const directory = await makeScratchDirectory('understudy-');
  const clear = (): void => rmSync(directory, { recursive: true, force: true });
  process.once('exit', clear);
  const engine = await openEngine(setting.engine.includes('postgres') ? 'postgresql' : 'mysql', {
    directory,
    cacheDirectory: path.join(cacheDirectory, 'databases'),
    locations: [source, target],
  });
  const stage = await Stage.open({
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
  const operator = new Operator(stage);
  try {
    return await play(setting, { stage, operator, options, wall });
  } finally {
    operator.close();
    await stage.close();
    process.off('exit', clear);
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
  const deployed = await deployPlaces(setting, cast, {
    stage,
    templateFile: options.templateFile ?? path.join(options.projectDirectory, 'template.yaml'),
    secretArn,
    onPlace: (place) => narrator.place(place, places[place]),
  });
  const before = await observe(stage, () => audience.describe(target, liveName));
  const follower = new Follower(setting, { stage, audience, deployed, narrator, before });
  narrator.scene('The schedule fires at 03:00, Europe/Dublin; the application keeps writing');
  const results = await follower.follow();
  narrator.scene('The curtain');
  const swapped = setting.mode === 'swap' && results.target?.result.status === 'SUCCEEDED';
  const databases = await follower.databases(before !== undefined, swapped);
  const checks = [
    ...(await follower.prove(databases, results)),
    proveDiscretion(stage, results, master.password),
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

/** What the two runs came to; the target's is missing where the source's failed. */
export interface Results {
  readonly source: { readonly arn: string; readonly result: ExecutionResult };
  readonly target: { readonly arn: string; readonly result: ExecutionResult } | undefined;
}

/** Keeps writing, looks on, and takes down what the databases hold at the moments that count. */
class Follower {
  readonly probe: AnswerProbe;
  readonly #setting: Setting;
  readonly #stage: Stage;
  readonly #audience: Audience;
  readonly #deployed: Deployed;
  readonly #narrator: Narrator;
  readonly #before: DatabaseFacts | undefined;
  readonly #writer: Writer;
  readonly #waiting = new Map<string, (arn: string) => void>();
  #captured: Contents | undefined;
  #capturedOrders: readonly number[] = [];
  #restored: MeasuredDatabase | undefined;
  #stopped = false;

  constructor(
    setting: Setting,
    parts: {
      readonly stage: Stage;
      readonly audience: Audience;
      readonly deployed: Deployed;
      readonly narrator: Narrator;
      /** The live database of the target before anything happened. */
      readonly before: DatabaseFacts | undefined;
    },
  ) {
    this.#setting = setting;
    this.#stage = parts.stage;
    this.#audience = parts.audience;
    this.#deployed = parts.deployed;
    this.#narrator = parts.narrator;
    this.#before = parts.before;
    this.#writer = new Writer(() => this.#audience.connect(source, liveName));
    const host = (kindOf(setting) === 'cluster' ? clusterHost : instanceHost)(target, liveName);
    this.probe = new AnswerProbe(this.#stage.clock, this.#stage.names, () => {
      const port = this.#stage.rds.servedPort(target, liveName);
      return port === undefined ? undefined : { host, port };
    });
  }

  /** Lets time pass until both runs have ended. */
  async follow(): Promise<Results> {
    const { stepFunctions, clock } = this.#stage;
    const sourceMachine = output(this.#deployed.source, 'SourceWorkflowArn');
    const targetMachine = output(this.#deployed.target, 'TargetWorkflowArn');
    const sourceStarted = this.#startOf(sourceMachine);
    const targetStarted = this.#startOf(targetMachine);
    const stop = stepFunctions.onHistoryEvent((event, arn) => this.#onEvent(event, arn));
    this.#write();
    const results = async (): Promise<Results> => {
      const sourceArn = await sourceStarted;
      const result = await stepFunctions.whenDone(sourceArn);
      const own = { source: { arn: sourceArn, result }, target: undefined };
      if (result.status !== 'SUCCEEDED') return own;
      const targetArn = await targetStarted;
      const ended = await stepFunctions.whenDone(targetArn);
      return { ...own, target: { arn: targetArn, result: ended } };
    };
    try {
      return await clock.run(results());
    } finally {
      stop();
      this.#stopped = true;
      this.probe.stop();
      await this.#writer.end();
    }
  }

  /** The databases of the play, and what they hold. */
  async databases(hadLive: boolean, swapped: boolean): Promise<readonly MeasuredDatabase[]> {
    const measured: MeasuredDatabase[] = [];
    const facts = await observe(this.#stage, () => this.#audience.describe(source, liveName));
    if (facts && this.#captured) {
      const { rows, checksum } = this.#captured;
      measured.push({ ...pick(facts), role: 'source, as captured', rows, checksum });
    }
    if (this.#restored) measured.push(this.#restored);
    if (swapped || hadLive) {
      const role = swapped ? 'live in the target' : 'live, untouched';
      const live = await observe(this.#stage, () => this.#measure(liveName, role));
      if (live) measured.push(live);
    }
    return measured;
  }

  /** The proofs that need an outsider: same data, every captured order, writes accepted. */
  async prove(databases: readonly MeasuredDatabase[], results: Results): Promise<readonly Check[]> {
    const captured = databases.find(({ role }) => role === 'source, as captured');
    const live = databases.find(({ role }) => role === 'live in the target');
    const checks: Check[] = [];
    for (const copy of [this.#restored, live]) {
      if (!copy || !captured) continue;
      checks.push({
        name: `${copy.role}: same rows and checksum as captured`,
        passed: copy.checksum === captured.checksum && copy.rows === captured.rows,
        detail: `${copy.rows} of ${captured.rows} rows, checksum ${copy.checksum} against ${captured.checksum}`,
      });
    }
    if (live) checks.push(...(await observe(this.#stage, () => this.#proveLive())));
    if (results.target?.result.status === 'SUCCEEDED') {
      checks.push(...(await observe(this.#stage, () => this.#proveTidiness())));
    }
    return checks;
  }

  /** What a run leaves under which name, by what its mode promises. */
  async #proveTidiness(): Promise<readonly Check[]> {
    const { mode } = this.#setting;
    const temporary = await this.#audience.describe(target, temporaryName);
    const live = await this.#audience.describe(target, liveName);
    const restoredId = this.#restored?.resourceId;
    const expectedLive = mode === 'swap' ? restoredId : this.#before?.resourceId;
    const expectedTemporary = mode === 'standby' ? restoredId : undefined;
    return [
      {
        name: `"${liveName}" is ${mode === 'swap' ? 'the restored database' : 'what it was'}`,
        passed: live?.resourceId === expectedLive,
        detail: `expected ${expectedLive ?? 'nobody'}, found ${live?.resourceId ?? 'nobody'}`,
      },
      {
        name: `"${temporaryName}" is ${mode === 'standby' ? 'the restored database' : 'free'}`,
        passed: temporary?.resourceId === expectedTemporary,
        detail: `expected ${expectedTemporary ?? 'nobody'}, found ${temporary?.resourceId ?? 'nobody'}`,
      },
    ];
  }

  async #proveLive(): Promise<readonly Check[]> {
    const held = await this.#audience.use(target, liveName, (sql) => placedOrders(sql));
    const lost = this.#capturedOrders.filter((id) => !held.includes(id));
    const writer = new Writer(() => this.#audience.connect(target, liveName), 2_000_000_001);
    const written = await writer.writeOnce(new Date(this.#stage.clock.now()).toISOString());
    await writer.end();
    return [
      {
        name: 'live in the target: every order acknowledged before the capture',
        passed: lost.length === 0 && this.#capturedOrders.length > 0,
        detail: `${this.#capturedOrders.length} acknowledged, ${lost.length} lost`,
      },
      {
        name: "live in the target: takes an application's order",
        passed: written.acknowledged,
        detail: written.acknowledged ? `order ${written.id}` : written.error.message,
      },
    ];
  }

  async #measure(identifier: string, role: string): Promise<MeasuredDatabase | undefined> {
    const facts = await this.#audience.describe(target, identifier);
    if (!facts) return undefined;
    const { rows, checksum } = await this.#audience.contents(target, identifier);
    return { ...pick(facts), role, rows, checksum };
  }

  #startOf(machineArn: string): Promise<string> {
    return new Promise((resolve) => this.#waiting.set(machineArn, resolve));
  }

  #onEvent(event: HistoryEvent, executionArn: string): void {
    const machineArn = executionArn
      .replace(':execution:', ':stateMachine:')
      .split(':')
      .slice(0, 7)
      .join(':');
    if (event.type === 'ExecutionStarted') {
      this.#waiting.get(machineArn)?.(executionArn);
      this.#waiting.delete(machineArn);
    }
    const workflow =
      machineArn === output(this.#deployed.source, 'SourceWorkflowArn') ? 'source' : 'target';
    this.#narrator.event(workflow, event, this.#stage.clock.now());
    if (event.type !== 'TaskStateExited' && event.type !== 'ChoiceStateEntered') return;
    const name = event.stateExitedEventDetails?.name ?? event.stateEnteredEventDetails?.name;
    if (name === 'CreateSnapshot' && !this.#captured) this.#takeDownCapture();
    if (name === 'Mode?') this.#takeDownRestored();
  }

  /** Time stands still: what the source holds now is what the snapshot holds. */
  #takeDownCapture(): void {
    this.#captured = { rows: 0, checksum: '', tables: [] };
    this.#capturedOrders = [...this.#writer.acknowledged];
    this.#stage.look(async () => {
      this.#captured = await this.#audience.contents(source, liveName);
    });
  }

  #takeDownRestored(): void {
    this.#stage.look(async () => {
      this.#restored = await this.#measure(temporaryName, 'restored, before the swap');
    });
    if (this.#setting.mode === 'swap') this.probe.start();
  }

  #write(): void {
    const { clock } = this.#stage;
    clock.at(clock.now() + orderInterval, async () => {
      if (this.#stopped) return;
      await this.#writer.writeOnce(new Date(clock.now()).toISOString());
      this.#write();
    });
  }
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

function observe<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  return stage.clock.run(stage.clock.hold(work));
}

function pick(facts: DatabaseFacts): Omit<MeasuredDatabase, 'role' | 'rows' | 'checksum'> {
  const { accountId, region, identifier, resourceId, engineVersion } = facts;
  return { accountId, region, identifier, resourceId, engineVersion };
}
