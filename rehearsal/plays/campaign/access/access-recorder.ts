import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Simulator } from '../../../aws/simulator/simulator.ts';
import type { DeployedAccess } from './stack.ts';

/** A registered target: the volume of the server that it was registered for; undefined where none was there. */
export interface RegisteredTarget {
  readonly spot: string;
  readonly state: string;
  readonly volume: string | undefined;
}

/** What became of the access stack's target group in a run. */
export interface AccessTrace {
  readonly registered: readonly RegisteredTarget[];
  /** Virtual milliseconds at which the group's last registered target went. */
  readonly emptied: readonly number[];
  /** What was registered when an execution of the target succeeded, by its ARN. */
  readonly atSuccess: ReadonlyMap<string, readonly RegisteredTarget[]>;
  /** Runs of the access workflow, by how they ended. */
  readonly runs: Readonly<Record<string, number>>;
}

/** Takes down what becomes of the target group. */
export class AccessRecorder {
  readonly #simulator: Simulator;
  readonly #access: DeployedAccess;
  readonly #emptied: number[] = [];
  /** By address and port, whose server was there when it was last seen; nobody else gets them here. */
  readonly #volumes = new Map<string, string>();
  readonly #atSuccess = new Map<string, readonly RegisteredTarget[]>();

  constructor(simulator: Simulator, access: DeployedAccess, targetMachineArn: string) {
    this.#simulator = simulator;
    this.#access = access;
    simulator.elb.onTransition(({ groupArn, time }) => {
      if (groupArn === access.groupArn && this.#registered().length === 0) this.#emptied.push(time);
    });
    this.#registered();
    const executions = targetMachineArn.replace(':stateMachine:', ':execution:');
    simulator.stepFunctions.onHistoryEvent(({ type }: HistoryEvent, arn) => {
      if (type !== 'ExecutionSucceeded' || !arn.startsWith(`${executions}:`)) return;
      this.#atSuccess.set(arn, this.#registered());
    });
  }

  trace(): AccessTrace {
    const runs: Record<string, number> = {};
    for (const { status } of this.#simulator.stepFunctions.ended(this.#access.machineArn)) {
      runs[status] = (runs[status] ?? 0) + 1;
    }
    return {
      registered: this.#registered(),
      emptied: [...this.#emptied],
      atSuccess: new Map(this.#atSuccess),
      runs,
    };
  }

  /** All but those that drain. */
  #registered(): readonly RegisteredTarget[] {
    const { elb, network } = this.#simulator;
    return elb
      .targets(this.#access.groupArn)
      .filter(({ state }) => state !== 'draining')
      .map(({ spot, state }) => {
        const [address = '', port] = spot.split(':');
        const volume = network.find([address], Number(port))?.address ?? this.#volumes.get(spot);
        if (volume !== undefined) this.#volumes.set(spot, volume);
        return { spot, state, volume };
      });
  }
}

/** Whether an execution is one of the access stack's: those come by themselves, and nobody waits for them. */
export function isOfAccess(executionArn: string, access: DeployedAccess | undefined): boolean {
  const executions = access?.machineArn.replace(':stateMachine:', ':execution:');
  return executions !== undefined && executionArn.startsWith(`${executions}:`);
}
