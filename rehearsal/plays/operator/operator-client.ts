import type { Call, Location, Service } from '../../aws/contracts.ts';
import { operatorIn } from '../../aws/simulator/operator-principal.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';

/**
 * Calls AWS in the simulator as somebody who may do anything in their account, without a wire in
 * between.
 */
export class OperatorClient {
  readonly #simulator: Simulator;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  /** @throws AwsError what RDS answers */
  rds<Answer extends object>(
    location: Location,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Answer> {
    return this.#act<Answer>(this.#simulator.rds, { location, operation, input });
  }

  /** @throws AwsError what Step Functions answers */
  states(
    location: Location,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<object> {
    return this.#act(this.#simulator.stepFunctions, { location, operation, input });
  }

  /** @throws AwsError what Application Auto Scaling answers */
  scaling(
    location: Location,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<object> {
    return this.#act(this.#simulator.autoScaling, { location, operation, input });
  }

  async #act<Answer extends object>(
    { name: service, operations }: Service,
    request: {
      readonly location: Location;
      readonly operation: string;
      readonly input: Readonly<Record<string, unknown>>;
    },
  ): Promise<Answer> {
    const { location, operation, input } = request;
    const principal = operatorIn(location.accountId);
    const call: Call = {
      requestId: 'operator',
      service,
      operation,
      location,
      principal,
      authorize: (action, resource, more) => {
        this.#simulator.authorizer.require({ principal, action, resource, ...more });
      },
    };
    const act = operations[operation];
    if (act === undefined) throw new Error(`the simulator has no ${operation}`);
    return (await act(input, call)) as Answer;
  }
}
