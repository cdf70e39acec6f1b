import type { Call, Location, Service } from '../contracts.ts';
import { NotInThisSimulator } from './not-in-this-simulator.ts';
import { operatorIn } from './operator-principal.ts';
import type { SimulatorServices } from './services.ts';

/** Calls a service's operations as CloudFormation does, for the person who deploys. */
export function deploymentCaller(
  simulator: Pick<SimulatorServices, 'authorizer'>,
  service: Service,
) {
  return async <Output extends object>(
    location: Location,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Output> => {
    const principal = operatorIn(location.accountId, 'deployment');
    const call: Call = {
      requestId: 'deployment',
      service: 'cloudformation',
      operation,
      location,
      principal,
      authorize: (action, resource, more) =>
        simulator.authorizer.require({ ...more, principal, action, resource }),
    };
    const run = service.operations[operation];
    if (run === undefined) throw new NotInThisSimulator(`${service.name}:${operation}`);
    return (await run(input, call)) as Output;
  };
}
