import type { ExecutionStatus, HistoryEvent } from '@aws-sdk/client-sfn';
import type { VirtualClock } from '../../clock.ts';
import type { EventBus, Location, Operation, Service } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import type { ExecutionResult } from '../../states/execution.ts';
import type { TaskRunner } from '../../states/task-runner.ts';
import { TaskTokens } from '../../states/task-tokens.ts';
import { executionOperations } from './execution-operations.ts';
import { Executions, type HistoryListener } from './executions.ts';
import { machineOperations } from './machine-operations.ts';
import { makeStateMachine, type StateMachineSettings } from './state-machine.ts';
import { StateMachines } from './state-machines.ts';
import { tokenOperations } from './token-operations.ts';

/** What Step Functions stands on. */
export interface StepFunctionsSimulator {
  readonly clock: VirtualClock;
  readonly random: Random;
  /** Carries Tasks out, as the state machine's role. */
  readonly runTask: TaskRunner;
  /** Gets the status changes of executions, where there is one. */
  readonly bus?: EventBus;
}

/**
 * Step Functions for all accounts and Regions of a simulator: Standard workflows in JSONata.
 * Executions go on in the background as the clock runs.
 */
export class StepFunctions implements Service {
  readonly name = 'states';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #clock: VirtualClock;
  readonly #machines = new StateMachines();
  readonly #executions: Executions;

  constructor(simulator: StepFunctionsSimulator) {
    const tokens = new TaskTokens(simulator.random.fork());
    this.#clock = simulator.clock;
    this.#executions = new Executions({ ...simulator, tokens, random: simulator.random.fork() });
    this.operations = {
      ...machineOperations(this.#machines),
      ...executionOperations(this.#machines, this.#executions),
      ...tokenOperations(tokens),
    };
  }

  /**
   * Makes a state machine for a deployment.
   * @throws AwsError `InvalidName`, `InvalidArn`, `InvalidDefinition`, `StateMachineAlreadyExists`
   */
  createStateMachine(location: Location, settings: StateMachineSettings): { readonly arn: string } {
    const machine = makeStateMachine(location, settings, this.#clock.now());
    this.#machines.add(machine);
    return { arn: machine.arn };
  }

  /**
   * Settles when an execution has ended, however it ended.
   * @throws AwsError `ExecutionDoesNotExist`; rejects for a defect of the simulator only
   */
  whenDone(executionArn: string): Promise<ExecutionResult> {
    return this.#executions.get(executionArn).running.done;
  }

  /** The executions of a state machine that have ended, and how. */
  ended(
    stateMachineArn: string,
  ): readonly { readonly status: ExecutionStatus; readonly stoppedAt: number }[] {
    return this.#executions
      .of(stateMachineArn)
      .flatMap(({ result }) => (result === undefined ? [] : [result]));
  }

  /** An execution's events so far, oldest first. @throws AwsError `ExecutionDoesNotExist` */
  history(executionArn: string): readonly HistoryEvent[] {
    return this.#executions.get(executionArn).running.events;
  }

  /** Calls `listener` at each history event of any execution. @returns what ends that */
  onHistoryEvent(listener: HistoryListener): () => void {
    return this.#executions.listen(listener);
  }
}
