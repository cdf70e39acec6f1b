import { AwsError, type Location } from '../../contracts.ts';
import { isInRegion } from './arns.ts';
import type { StateMachine } from './state-machine.ts';

/** All state machines of a simulator, by ARN. */
export class StateMachines {
  readonly #machines = new Map<string, StateMachine>();

  /** @throws AwsError `StateMachineAlreadyExists` */
  add(machine: StateMachine): void {
    if (this.#machines.has(machine.arn)) {
      throw new AwsError(
        'StateMachineAlreadyExists',
        `State Machine Already Exists: '${machine.arn}'`,
      );
    }
    this.#machines.set(machine.arn, machine);
  }

  /** @throws AwsError `StateMachineDoesNotExist`, also when the Region's endpoint isn't the machine's */
  get(arn: string, region: string): StateMachine {
    const machine = this.#machines.get(arn);
    if (machine === undefined || !isInRegion(arn, region)) {
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    }
    return machine;
  }

  /** Those of one account and Region, by name. */
  in(location: Location): readonly StateMachine[] {
    return [...this.#machines.values()]
      .filter(
        (machine) =>
          machine.location.accountId === location.accountId &&
          machine.location.region === location.region,
      )
      .toSorted((one, other) => one.name.localeCompare(other.name));
  }
}
