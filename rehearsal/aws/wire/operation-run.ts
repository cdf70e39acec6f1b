import type { Authorizer, Call, Principal } from '../contracts.ts';
import { SimulatorDefect } from './errors.ts';
import * as refusals from './refusals.ts';
import type { SpokenService } from './spoken-services.ts';
import { requireModelled } from './strictness.ts';
import type { OperationModel } from './shape.ts';

/** Comes between the endpoint and a service: it may throw before `proceed()`, or after it. */
export type Interception = (
  call: Call,
  input: Readonly<Record<string, unknown>>,
  proceed: () => Promise<object>,
) => Promise<object>;

/** A call, and whether its operation has asked the authorizer by now. */
export interface TrackedCall {
  readonly call: Call;
  readonly hasAsked: () => boolean;
}

export function trackCall(
  facts: Omit<Call, 'authorize'>,
  principal: Principal,
  authorizer: Authorizer,
): TrackedCall {
  let asked = false;
  const authorize: Call['authorize'] = (action, resource, more = {}) => {
    asked = true;
    authorizer.require({ ...more, principal, action, resource });
  };
  return { call: { ...facts, authorize }, hasAsked: () => asked };
}

/**
 * Runs an operation, through the interception where there is one.
 * @returns its output, checked against the model
 * @throws AwsError `NotSimulated` when the simulator has no such operation
 * @throws SimulatorDefect when it didn't ask the authorizer, or when its output isn't of the
 *   model's shape; besides, whatever the operation throws
 */
export async function runOperation(
  { service }: SpokenService,
  model: OperationModel,
  input: Readonly<Record<string, unknown>>,
  { call, hasAsked }: TrackedCall,
  intercept: Interception | undefined,
): Promise<object> {
  const name = `${service.name}:${model.name}`;
  const operation = service.operations[model.name];
  if (operation === undefined) throw refusals.notSimulated(name);
  const proceed = async (): Promise<object> => {
    const output = (await operation(input, call)) ?? {};
    if (!hasAsked()) {
      throw new SimulatorDefect(
        `${name} in the simulator returned without having asked the authorizer`,
      );
    }
    return output;
  };
  const output = await (intercept === undefined ? proceed() : intercept(call, input, proceed));
  requireModelled(name, model.output, output);
  return output;
}
