import type { Credentials } from '../../../functions/shared/adapters/sql/login.ts';
import type { SqlConnection } from '../../../functions/target/ports/sql.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { fillTargets } from './access/fill-targets.ts';
import { setFollowing } from './access/stack.ts';
import { Applications } from './applications.ts';
import { approveLater } from './approval.ts';
import { makeDatabases } from './fixtures.ts';
import { EnvironmentFaults } from './environment-faults.ts';
import type { Deployed } from './deploy-scenario.ts';
import type { Handler } from './function-modules.ts';
import { markAsRecovered } from './earlier-recovery.ts';
import { Encounter } from './encounter.ts';
import { Forger } from './forger.ts';
import { playForgery } from './forgery.ts';
import { makeEarlierCapture } from './earlier-capture.ts';
import { Injector } from './injector.ts';
import { hasResumed, nextStart, succeeded } from './next-start.ts';
import { noticeTrouble } from './notice-trouble.ts';
import { OperatorClient } from '../operator/operator-client.ts';
import { Recorder } from './recorder.ts';
import type { Fault } from './faults.ts';
import { Invocations } from './invocations.ts';
import type { RunSpec } from './run-spec.ts';
import type { Scene, Workflow } from './script.ts';
import { Statuses } from './statuses.ts';
import type { Trace, Traces } from './trace.ts';
import { tracedExecutions } from './traced-executions.ts';
import { volumeAt } from './traced-engine.ts';
import type { TracedEngine } from './traced-engine.ts';
import type { DeployedFunction } from '../../aws/lambda/function-settings.ts';

/** What a run is played with. */
export interface RunParts {
  readonly simulator: Simulator;
  readonly engine: TracedEngine;
  readonly deployed: Deployed;
  handlerOf(deployed: DeployedFunction): Promise<Handler>;
  /** In this order, so that everything gets the ids that it had when the stacks were deployed. */
  makeSourceKey(): string | undefined;
  makeSecret(): void;
  deploy(): Promise<void>;
}

/** One run: capture, notice, recovery, and where they fail a second start. */
export class Run {
  readonly invocations: Invocations;
  readonly #spec: RunSpec;
  readonly #parts: RunParts;
  readonly #operator: OperatorClient;
  readonly #injector: Injector;
  readonly #environmentFaults: EnvironmentFaults;
  readonly #statuses: Statuses;
  #recorder: Recorder | undefined;
  readonly #frozen = new Map<string, { readonly volume: string | undefined; until: number }>();

  constructor(spec: RunSpec, parts: RunParts) {
    this.#spec = spec;
    this.#parts = parts;
    this.#operator = new OperatorClient(parts.simulator);
    this.#injector = new Injector(spec.faults);
    this.#statuses = new Statuses(parts.simulator);
    this.#environmentFaults = new EnvironmentFaults(
      spec.scenario,
      parts.simulator,
      this.#operator,
      parts.deployed,
    );
    this.invocations = new Invocations(
      parts.simulator,
      this.#injector,
      this.#environmentFaults,
      this.#statuses,
    );
  }

  /** The faults that came about. */
  get struck(): Injector['struck'] {
    return this.#injector.struck;
  }

  /** @returns what the run left, and what further starts left where they were needed */
  async play(): Promise<Traces> {
    const { simulator, engine, deployed } = this.#parts;
    const { scenario, faults, again = [], script } = this.#spec;
    const sourceKeyArn = this.#parts.makeSourceKey();
    this.#parts.makeSecret();
    await this.#parts.deploy();
    setFollowing(simulator, deployed.access, 'DISABLED');
    const bystanders = await makeDatabases(scenario, sourceKeyArn, simulator, this.#operator);
    if (scenario.recovered) markAsRecovered(simulator, deployed);
    const applications = new Applications(scenario, simulator, engine);
    this.invocations.applications = applications;
    await simulator.clock.run(simulator.clock.hold(() => applications.write()));
    if (deployed.access) await fillTargets(simulator, deployed.access);
    setFollowing(simulator, deployed.access, 'ENABLED');
    if (scenario.earlier) await makeEarlierCapture(scenario, deployed, simulator, this.#operator);
    for (const fault of faults) this.#plan(fault);
    const recorder = new Recorder(scenario, simulator, engine, deployed, () =>
      applications.writeAtOnce(),
    );
    this.#recorder = recorder;
    this.invocations.recorder = recorder;
    applications.goOn();
    simulator.stepFunctions.onHistoryEvent(({ type }) => {
      if (type === 'TaskSubmitted') {
        approveLater(scenario, { simulator, deployed, operator: this.#operator, recorder });
      }
    });
    const before = simulator.rds.inventory();
    const trouble = noticeTrouble(faults, simulator, deployed);
    const meeting = faults.find((fault) => fault.kind === 'encounter');
    const quiet = (): Promise<void> => this.#untilQuiet(recorder, trouble.patience);
    const encounter =
      meeting &&
      new Encounter(meeting, {
        simulator,
        targetMachineArn: deployed.targetMachineArn,
        operator: this.#operator,
        recorder,
        start: (...values) => this.#start(...values),
        launch: (...values) => {
          this.#injector.note(meeting);
          return this.#launch(...values);
        },
        quiet,
      });
    const trace = async (): Promise<Trace> =>
      recorder.trace({
        before,
        atEncounter: encounter?.inventory,
        bystanders: [...bystanders, ...this.#environmentFaults.unrelated],
        executions: await tracedExecutions(simulator, deployed, recorder),
        cleared: [...this.#environmentFaults.cleared],
        writes: [...applications.acknowledged],
        sourceEntries: applications.sourceEntries,
      });
    if (script !== undefined) {
      await script(this.#scene(recorder, applications, quiet));
      await quiet();
      return { first: await trace(), again: undefined };
    }
    if (encounter === undefined) {
      await this.#start('source', 'capture', {});
      if (scenario.startedTwice) await this.#start('source', 'capture-twin', {});
      await trouble.after(this.#injector, (name) => this.#start('source', name, {}));
      await quiet();
    } else {
      await encounter.play();
    }
    const forged = faults.find((fault) => fault.kind === 'forger');
    if (forged !== undefined) {
      this.#injector.note(forged);
      const forger = new Forger(scenario, {
        simulator,
        engine,
        deployed,
        operator: this.#operator,
      });
      const start = (...values: Parameters<Scene['launch']>) => this.#start(...values);
      await playForgery(forged.what, { simulator, recorder, forger, start, quiet });
    }
    const first = await trace();
    if (succeeded(first)) return { first, again: undefined };
    trouble.stop();
    const startAgain = async (failed: Trace, nth: string, later: readonly Fault[]) => {
      simulator.rds.faults.clear();
      if (later.length === 0) this.#injector.stop();
      setFollowing(simulator, deployed.access, 'DISABLED');
      await this.#environmentFaults.repair(failed);
      this.#statuses.repair();
      setFollowing(simulator, deployed.access, 'ENABLED');
      this.#injector.turnTo(later);
      for (const fault of later) this.#plan(fault);
      await this.#startAgain(failed, nth, recorder);
      await quiet();
      return trace();
    };
    const second = await startAgain(first, 'again', again);
    if (again.length === 0 || hasResumed(second)) return { first, again: second };
    return { first, again: second, third: await startAgain(second, 'third', []) };
  }

  handlerOf(deployed: DeployedFunction): Promise<Handler> {
    return this.#parts.handlerOf(deployed);
  }

  /** @returns who answers at a host */
  volumeAt(host: string): string | undefined {
    const { simulator, engine } = this.#parts;
    const frozen = this.#frozen.get(host);
    const isFrozen = frozen !== undefined && simulator.clock.now() < frozen.until;
    const volume = isFrozen ? frozen.volume : volumeAt(simulator, host);
    if (volume === undefined || !engine.answersAt(volume)) return undefined;
    this.#recorder?.connected(volume);
    return volume;
  }

  resolve(host: string): readonly string[] {
    return this.#parts.simulator.names.resolve(host);
  }

  connect(volume: string, host: string, credentials: Credentials): Promise<SqlConnection> {
    return this.#parts.engine.connect(volume, host, credentials);
  }

  #plan(fault: RunSpec['faults'][number]): void {
    if (fault.kind !== 'operation') return;
    this.#parts.simulator.rds.faults.plan({
      operation: fault.operation,
      identifier: fault.identifier,
      outcome: fault.what === 'overdue' ? { seconds: 20 * 3600 } : { status: fault.what },
    });
  }

  async #start(workflow: Workflow, name: string, input: object): Promise<void> {
    const { clock } = this.#parts.simulator;
    await clock.run(clock.hold(() => this.#launch(workflow, name, input)));
  }

  async #launch(workflow: Workflow, name: string, input: object): Promise<string> {
    const { simulator, deployed } = this.#parts;
    const arn = {
      source: deployed.sourceMachineArn,
      target: deployed.targetMachineArn,
      'second-source': deployed.secondSourceMachineArn,
      'second-target': deployed.secondTargetMachineArn,
    }[workflow];
    if (arn === undefined) throw new Error(`the scenario has no ${workflow}`);
    return simulator.start(arn, name, input);
  }

  #scene(recorder: Recorder, applications: Applications, quiet: () => Promise<void>): Scene {
    const { simulator, engine, deployed } = this.#parts;
    return {
      simulator,
      engine,
      deployed,
      operator: this.#operator,
      recorder,
      applications,
      launch: (workflow, name, input) => this.#launch(workflow, name, input),
      quiet,
      freezeName: (host, milliseconds) => {
        const volume = volumeAt(simulator, host);
        this.#frozen.set(host, { volume, until: simulator.clock.now() + milliseconds });
      },
    };
  }

  /** Everything that was begun has ended, and nothing more begins. */
  async #untilQuiet(recorder: Recorder, patience: number): Promise<void> {
    const { simulator } = this.#parts;
    const wait = async (): Promise<void> => {
      for (let done = -1; done < recorder.begun.length;) {
        done = recorder.begun.length;
        await Promise.all(recorder.begun.map(({ arn }) => simulator.stepFunctions.whenDone(arn)));
        await simulator.clock.sleep(patience);
      }
    };
    await simulator.clock.run(wait());
  }

  /** The failed workflow with the same input, under another name. */
  async #startAgain(first: Trace, nth: string, recorder: Recorder): Promise<void> {
    const failed = nextStart(first);
    if (failed !== undefined) {
      await this.#start(failed.workflow, `${failed.workflow}-${nth}`, failed.input as object);
      return;
    }
    // Captured, and nobody heard of it: by hand, with the notice that the capture put out.
    const [{ arn } = { arn: '' }] = recorder.begun;
    const { simulator } = this.#parts;
    const result = await simulator.stepFunctions.whenDone(arn);
    if (result.status !== 'SUCCEEDED') return;
    const { notice } = result.output as { readonly notice: object };
    await this.#start('target', `target-by-hand-${nth}`, { notice });
  }
}
