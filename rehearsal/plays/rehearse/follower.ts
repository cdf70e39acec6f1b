import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Contents } from '../../aws/databases/dataset/checksum.ts';
import { placedOrders, Writer } from '../../aws/databases/dataset/writer.ts';
import { clusterHost, instanceHost } from '../../aws/services/rds/endpoints.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { ExecutionResult } from '../../aws/states/execution.ts';
import { AnswerProbe } from './answer-probe.ts';
import type { Approver } from '../scene/approver.ts';
import { liveName, temporaryNameIn } from '../scene/fixtures.ts';
import { output } from '../scene/deploy-stacks.ts';
import type { Deployed } from '../scene/deploy-stacks.ts';
import type { Audience, DatabaseFacts } from './live-database.ts';
import type { ProgressPrinter } from './progress-printer.ts';
import { observe } from '../scene/observe.ts';
import { source, target } from '../scene/locations.ts';
import type { Check, MeasuredDatabase } from './report.ts';
import { kindOf } from '../scene/setting.ts';
import type { Setting } from '../scene/setting.ts';
import { proveTidiness } from './tidiness.ts';

/** An order every that many virtual milliseconds. */
const orderInterval = 10_000;
/** The schedule is due within an hour; a notice is taken in seconds, or never. */
const patience = 2 * 60 * 60_000;

/** A new host name takes minutes. */
const hostNamePatience = 10 * 60_000;

/** The schedule came and went, and no workflow began. */
export class NothingStarted extends Error {
  override readonly name = 'NothingStarted';
}

/** What the two runs came to; the target's is missing where the source's failed, or nobody began it. */
export interface Results {
  readonly source: { readonly arn: string; readonly result: ExecutionResult };
  readonly target: { readonly arn: string; readonly result: ExecutionResult } | undefined;
}

/** Keeps writing, looks on, and takes down what the databases hold at the moments that count. */
export class Follower {
  readonly probe: AnswerProbe;
  readonly #setting: Setting;
  readonly #simulator: Simulator;
  readonly #audience: Audience;
  readonly #deployed: Deployed;
  readonly #progressPrinter: ProgressPrinter;
  readonly #approver: Approver;
  readonly #before: DatabaseFacts | undefined;
  readonly #writer: Writer;
  readonly #waiting = new Map<string, (arn: string) => void>();
  #captured: Contents | undefined;
  #capturedOrders: readonly number[] = [];
  #restored: MeasuredDatabase | undefined;
  #stopped = false;
  #cancelOrder: () => void = () => undefined;

  constructor(
    setting: Setting,
    parts: {
      readonly simulator: Simulator;
      readonly audience: Audience;
      readonly deployed: Deployed;
      readonly progressPrinter: ProgressPrinter;
      readonly approver: Approver;
      /** The live database of the target before anything happened. */
      readonly before: DatabaseFacts | undefined;
    },
  ) {
    this.#setting = setting;
    this.#simulator = parts.simulator;
    this.#audience = parts.audience;
    this.#deployed = parts.deployed;
    this.#progressPrinter = parts.progressPrinter;
    this.#approver = parts.approver;
    this.#before = parts.before;
    this.#writer = new Writer(() => this.#audience.connect(source, liveName));
    const host = (kindOf(setting) === 'cluster' ? clusterHost : instanceHost)(target, liveName);
    const { clock, names, network, engine } = this.#simulator;
    const port = engine.family === 'postgresql' ? 5432 : 3306;
    this.probe = new AnswerProbe(clock, () => network.find(names.resolve(host), port));
  }

  /** Lets time pass until both runs have ended. */
  async follow(): Promise<Results> {
    const { stepFunctions, clock } = this.#simulator;
    const sourceMachine = output(this.#deployed.source, 'SourceWorkflowArn');
    const targetMachine = output(this.#deployed.target, 'TargetWorkflowArn');
    const sourceStarted = this.#startOf(sourceMachine);
    const targetStarted = this.#startOf(targetMachine);
    const stop = stepFunctions.onHistoryEvent((event, arn) => this.#onEvent(event, arn));
    this.#write();
    const results = async (): Promise<Results> => {
      const sourceArn = await this.#inTime(sourceStarted);
      if (sourceArn === undefined) throw new NothingStarted(this.#whyNothing());
      const result = await stepFunctions.whenDone(sourceArn);
      const own = { source: { arn: sourceArn, result }, target: undefined };
      if (result.status !== 'SUCCEEDED') return own;
      const targetArn = await this.#inTime(targetStarted);
      if (targetArn === undefined) return own;
      const ended = await stepFunctions.whenDone(targetArn);
      await this.#untilAnswered();
      return { ...own, target: { arn: targetArn, result: ended } };
    };
    try {
      return await clock.run(results());
    } finally {
      stop();
      this.#stopped = true;
      this.#cancelOrder();
      this.probe.stop();
      await this.#writer.end();
    }
  }

  /**
   * Lets time pass for whatever somebody begins from outside, until they leave. The application goes on
   * writing to the source meanwhile, so that what is captured then is fresh. Nobody waits for its orders:
   * time doesn't pass for their sake.
   */
  async stay(left: Promise<unknown>): Promise<void> {
    this.#stopped = false;
    this.#write({ standing: true });
    try {
      await this.#simulator.clock.attend(left);
    } finally {
      this.#stopped = true;
      this.#cancelOrder();
      await this.#writer.end();
    }
  }

  /** The databases of the play, and what they hold. */
  async databases(hadLive: boolean, swapped: boolean): Promise<readonly MeasuredDatabase[]> {
    const measured: MeasuredDatabase[] = [];
    const facts = await observe(this.#simulator, () => this.#audience.describe(source, liveName));
    if (facts && this.#captured) {
      const { rows, checksum } = this.#captured;
      measured.push({ ...pick(facts), role: 'source, as captured', rows, checksum });
    }
    if (this.#restored) measured.push(this.#restored);
    if (swapped || hadLive) {
      const role = swapped ? 'live in the target' : 'live, untouched';
      const live = await observe(this.#simulator, () => this.#measure(liveName, role));
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
    if (live) checks.push(...(await observe(this.#simulator, () => this.#proveLive())));
    if (results.target?.result.status === 'SUCCEEDED') {
      checks.push(...(await observe(this.#simulator, () => this.#tidiness())));
    }
    return checks;
  }

  #tidiness(): Promise<readonly Check[]> {
    return proveTidiness(this.#setting, {
      simulator: this.#simulator,
      audience: this.#audience,
      before: this.#before,
      restored: this.#restored,
    });
  }

  async #proveLive(): Promise<readonly Check[]> {
    const held = await this.#audience.use(target, liveName, (sql) => placedOrders(sql));
    const lost = this.#capturedOrders.filter((id) => !held.includes(id));
    const writer = new Writer(() => this.#audience.connect(target, liveName), 2_000_000_001);
    const written = await writer.writeOnce(new Date(this.#simulator.clock.now()).toISOString());
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
    if (!facts || this.#simulator.names.resolve(facts.host).length === 0) return undefined;
    const { rows, checksum } = await this.#audience.contents(target, identifier);
    return { ...pick(facts), role, rows, checksum };
  }

  /** A host name follows its rename late: after a run that rolled back, the client waits on. */
  async #untilAnswered(): Promise<void> {
    const { clock } = this.#simulator;
    const deadline = clock.now() + hostNamePatience;
    while (this.probe.isSilent && clock.now() < deadline) await clock.sleep(1000);
  }

  /** @returns undefined when it doesn't happen while anybody would still wait for it */
  #inTime(started: Promise<string>): Promise<string | undefined> {
    const { clock } = this.#simulator;
    return new Promise((resolve) => {
      const giveUp = clock.at(clock.now() + patience, () => resolve(undefined));
      void started.then(resolve).finally(giveUp);
    });
  }

  #whyNothing(): string {
    const reasons = this.#simulator.scheduler.failures.map(({ reason }) => reason);
    return `expected the schedule to start the source's workflow, found: ${reasons.join('; ') || 'nothing'}`;
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
    this.#progressPrinter.event(workflow, event, this.#simulator.clock.now());
    if (workflow === 'target') this.#approver.onEvent(event);
    const entered = event.stateEnteredEventDetails?.name;
    if (entered !== undefined) this.probe.every = waitsForPeople(entered) ? 60_000 : 1000;
    if (event.type !== 'TaskStateExited' && event.type !== 'ChoiceStateEntered') return;
    const name = event.stateExitedEventDetails?.name ?? event.stateEnteredEventDetails?.name;
    if (name === 'CreateSnapshot' && !this.#captured) this.#takeDownCapture();
    if (name === 'Mode?') this.#takeDownRestored();
    // Hours of orders would prove nothing more, and take their time.
    if (name === 'OldDatabaseToWait?') this.#stopped = true;
  }

  /** Time stands still: what the source holds now is what the snapshot holds. */
  #takeDownCapture(): void {
    this.#captured = { rows: 0, checksum: '', tables: [] };
    this.#capturedOrders = [...this.#writer.acknowledged];
    this.#simulator.look(async () => {
      this.#captured = await this.#audience.contents(source, liveName);
    });
  }

  #takeDownRestored(): void {
    this.#simulator.look(async () => {
      const name = temporaryNameIn(this.#setting.mode);
      this.#restored = await this.#measure(name, 'restored, before the swap');
    });
    if (this.#setting.mode === 'swap') this.probe.start();
  }

  #write(how: { readonly standing?: boolean } = {}): void {
    const { clock } = this.#simulator;
    const order = async (): Promise<void> => {
      if (this.#stopped) return;
      await this.#writer.writeOnce(new Date(clock.now()).toISOString());
      this.#write(how);
    };
    this.#cancelOrder = clock.at(clock.now() + orderInterval, order, how);
  }
}

/** States in which nothing happens for hours. */
function waitsForPeople(state: string): boolean {
  return state === 'WaitForGracePeriod' || state === 'AskApproval';
}

function pick(facts: DatabaseFacts): Omit<MeasuredDatabase, 'role' | 'rows' | 'checksum'> {
  const { accountId, region, identifier, resourceId, engineVersion } = facts;
  return { accountId, region, identifier, resourceId, engineVersion };
}
