import type { Authorizer } from '../../aws/authorization/authorizer.ts';
import type { Call, Principal, Service } from '../../aws/contracts.ts';

/** Calls a service as the endpoint does, and fails when an operation asks for no permission. */
export function callerOf(service: Service, authorizer: Authorizer) {
  return async <Output = unknown>(
    principal: Extract<Principal, { accountId: string }>,
    region: string,
    operation: string,
    input: Readonly<Record<string, unknown>> = {},
  ): Promise<Output> => {
    const run = service.operations[operation];
    if (run === undefined) throw new Error(`${service.name} has no ${operation}`);
    let asked = false;
    const call: Call = {
      requestId: '1',
      service: service.name,
      operation,
      location: { accountId: principal.accountId, region },
      principal,
      authorize(action, resource, more) {
        asked = true;
        authorizer.require({ principal, action, resource, ...more });
      },
    };
    const output = await run(input, call);
    if (!asked) throw new Error(`${operation} asked for no permission`);
    return output as Output;
  };
}
