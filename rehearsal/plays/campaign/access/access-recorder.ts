import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Simulator } from '../../../aws/simulator/simulator.ts';
import type { DeployedAccess } from './stack.ts';

/** A registered target: the volume of the server that it was registered for; undefined where none was there. */
export interface RegisteredTarget {
  readonly spot: string;
  readonly state: string;
  readonly volume: string | undefined;
}

/** Whom clients got to from a moment on, virtual milliseconds: nobody, one, or two at once. */
export interface Led {
  readonly time: number;
  readonly volumes: readonly string[];
}

/** What became of the access stack's target group in a run. */
export interface AccessTrace {
  readonly registered: readonly RegisteredTarget[];
  /** Virtual milliseconds at which the group's last registered target went. */
  readonly emptied: readonly number[];
  /** Whom new connections were led to, each time that it changed: volumes, sorted. */
  readonly led: readonly Led[];
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
  readonly #led: Led[] = [];
  /** Targets by group, address and port that new connections were led to at some time. */
  readonly #reached = new Set<string>();
  /** By address and port, whose server was there when it was last seen; nobody else gets them here. */
  readonly #volumes = new Map<string, string>();
  readonly #atSuccess = new Map<string, readonly RegisteredTarget[]>();

  constructor(simulator: Simulator, access: DeployedAccess, targetMachineArn: string) {
    this.#simulator = simulator;
    this.#access = access;
    simulator.elb.onTransition(({ groupArn, time }) => {
      if (!access.groupArns.includes(groupArn)) return;
      if (this.#registered().length === 0) this.#emptied.push(time);
      this.#look(time);
    });
    this.#registered();
    const executions = targetMachineArn.replace(':stateMachine:', ':execution:');
    simulator.stepFunctions.onHistoryEvent(({ type }: HistoryEvent, arn) => {
      // A listener's change is no transition of a target.
      this.#look(simulator.clock.now());
      if (type !== 'ExecutionSucceeded' || !arn.startsWith(`${executions}:`)) return;
      this.#atSuccess.set(arn, this.#registered());
    });
  }

  trace(): AccessTrace {
    this.#look(this.#simulator.clock.now());
    const runs: Record<string, number> = {};
    for (const { status } of this.#simulator.stepFunctions.ended(this.#access.machineArn)) {
      runs[status] = (runs[status] ?? 0) + 1;
    }
    return {
      registered: this.#registered(),
      emptied: [...this.#emptied],
      led: [...this.#led],
      atSuccess: new Map(this.#atSuccess),
      runs,
    };
  }

  /** Whom a new connection, or one that hasn't ended, could be with now. */
  #look(time: number): void {
    const { elb } = this.#simulator;
    const weights = elb.weights(this.#access.listenerArn);
    const volumes = this.#access.groupArns.flatMap((arn) =>
      elb.targets(arn).flatMap(({ spot, state }) => {
        const isLed = (weights.get(arn) ?? 0) > 0 && state !== 'initial' && state !== 'unused';
        if (isLed && state !== 'draining') this.#reached.add(`${arn} ${spot}`);
        // One that drains has the connections that it had.
        const isReached = state === 'draining' ? this.#reached.has(`${arn} ${spot}`) : isLed;
        return isReached ? (this.#volumes.get(spot) ?? []) : [];
      }),
    );
    const sorted = [...new Set(volumes)].toSorted();
    if (this.#led.at(-1)?.volumes.join(' ') === sorted.join(' ')) return;
    this.#led.push({ time, volumes: sorted });
  }

  /** All but those that drain. */
  #registered(): readonly RegisteredTarget[] {
    const { elb, network } = this.#simulator;
    return this.#access.groupArns
      .flatMap((arn) => elb.targets(arn))
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
