import type { ExecutionStatus, HistoryEvent } from '@aws-sdk/client-sfn';
import type { VirtualClock } from '../../clock.ts';
import { AwsError, type EventBus } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import { startExecution } from '../../states/execution.ts';
import type { Json } from '../../states/json.ts';
import { payloadLimitBytes } from '../../states/payload-limit.ts';
import { uuid } from '../../states/query-functions.ts';
import type { TaskRunner } from '../../states/task-runner.ts';
import type { TaskTokens } from '../../states/task-tokens.ts';
import { executionArn } from './arns.ts';
import { type ExecutionRecord, statusOf } from './execution-record.ts';
import { requireName } from './names.ts';
import type { StateMachine } from './state-machine.ts';
import { statusEvent } from './status-event.ts';

/** "Quotas related to state machine executions": a closed execution's name is taken for 90 days. */
const nameTakenMilliseconds = 90 * 24 * 3600 * 1000;

/**
 * How far a listing is behind. Source: Step Functions API reference, ListExecutions: "This operation is
 * eventually consistent. The results are best effort and may not reflect very recent updates and changes".
 * How long isn't documented: a guess, long enough to be met.
 */
const listingLagMilliseconds = 3000;

/** An execution as a listing shows it, which may be over by now. */
export interface ListedExecution {
  readonly record: ExecutionRecord;
  readonly status: ExecutionStatus;
}

/** Called at each history event, as it happens. */
export type HistoryListener = (event: HistoryEvent, executionArn: string) => void;

/** What executions stand on. */
export interface ExecutionsSimulator {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly tokens: TaskTokens;
  readonly runTask: TaskRunner;
  readonly bus?: EventBus;
}

/** All executions of a simulator, by ARN. */
export class Executions {
  readonly #simulator: ExecutionsSimulator;
  readonly #records = new Map<string, ExecutionRecord>();
  readonly #listeners = new Set<HistoryListener>();

  constructor(simulator: ExecutionsSimulator) {
    this.#simulator = simulator;
  }

  /**
   * Starts an execution, or gives the running one of the same name and input.
   * @throws AwsError `InvalidName`, `ValidationException`, `InvalidExecutionInput`,
   *   `ExecutionAlreadyExists`
   */
  start(machine: StateMachine, input: string, named: string | undefined): ExecutionRecord {
    const name = requireName(named ?? uuid(this.#simulator.random));
    const parsed = parseInput(input);
    const arn = executionArn(machine.arn, name);
    const known = this.#records.get(arn);
    if (known !== undefined) {
      if (statusOf(known) === 'RUNNING' && known.input === input) return known;
      if (this.#isNameTaken(known)) {
        throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      }
    }
    return this.#begin(machine, arn, name, input, parsed);
  }

  /** @throws AwsError `ExecutionDoesNotExist` */
  get(arn: string): ExecutionRecord {
    const record = this.#records.get(arn);
    if (record === undefined) {
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    }
    return record;
  }

  /** Newest first. */
  of(machineArn: string): readonly ExecutionRecord[] {
    return [...this.#records.values()]
      .filter(({ machine }) => machine.arn === machineArn)
      .toReversed()
      .toSorted((one, other) => other.startedAt - one.startedAt);
  }

  /** As a listing shows them: without what began just now, and running though it ended just now. */
  listed(machineArn: string): readonly ListedExecution[] {
    const asOf = this.#simulator.clock.now() - listingLagMilliseconds;
    return this.of(machineArn)
      .filter(({ startedAt }) => startedAt <= asOf)
      .map((record) => {
        const { result } = record;
        const isOver = result !== undefined && result.stoppedAt <= asOf;
        return { record, status: isOver ? result.status : 'RUNNING' };
      });
  }

  /** Calls `listener` at each history event of any execution. @returns what ends that */
  listen(listener: HistoryListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #isNameTaken({ result }: ExecutionRecord): boolean {
    if (result === undefined) return true;
    return this.#simulator.clock.now() < result.stoppedAt + nameTakenMilliseconds;
  }

  #begin(
    machine: StateMachine,
    arn: string,
    name: string,
    input: string,
    parsed: Json,
  ): ExecutionRecord {
    const { bus } = this.#simulator;
    const running = startExecution(
      {
        definition: machine.definition,
        stateMachine: { arn: machine.arn, name: machine.name },
        execution: { arn, name },
        roleArn: machine.roleArn,
        region: machine.location.region,
        input: parsed,
      },
      {
        ...this.#simulator,
        onEvent: (event) => this.#listeners.forEach((listen) => listen(event, arn)),
      },
    );
    const record: ExecutionRecord = {
      arn,
      name,
      machine,
      input,
      startedAt: this.#simulator.clock.now(),
      running,
    };
    // Deleted first, so that the map keeps the order of the starts.
    this.#records.delete(arn);
    this.#records.set(arn, record);
    bus?.put(statusEvent(record));
    void this.#follow(record);
    return record;
  }

  async #follow(record: ExecutionRecord): Promise<void> {
    try {
      record.result = await record.running.done;
    } catch (error) {
      record.defect = error as Error;
      return;
    }
    this.#simulator.bus?.put(statusEvent(record));
  }
}

function parseInput(input: string): Json {
  if (Buffer.byteLength(input, 'utf8') > payloadLimitBytes) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: it is larger than ${payloadLimitBytes} bytes`,
    );
  }
  try {
    return JSON.parse(input) as Json;
  } catch (error) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${(error as Error).message}'`,
    );
  }
}
