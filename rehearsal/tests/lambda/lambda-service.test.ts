import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Call } from '../../aws/contracts.ts';
import { FunctionCode } from '../../aws/lambda/function-code.ts';
import { lambdaService } from '../../aws/lambda/lambda-service.ts';
import { location, operator, SimulatorWithFunctions } from './simulator-with-functions.ts';

const echo = `export const handler = async (event) => {
  if (event.fail) throw Object.assign(new Error('no'), { name: 'NameTaken' });
  return event;
};`;

let simulator: SimulatorWithFunctions;
let asked: unknown[][];
beforeEach(async () => {
  simulator = await SimulatorWithFunctions.open();
  asked = [];
});
afterEach(() => simulator.close());

async function invoke(input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const call: Call = {
    requestId: 'request-1',
    service: 'lambda',
    operation: 'Invoke',
    location: location,
    principal: operator,
    authorize: (...question) => void asked.push(question),
  };
  const functions = () => simulator.functions;
  const code = new FunctionCode(functions, simulator.clock, undefined);
  const work = Promise.resolve(
    lambdaService(functions, code, () => '').operations['Invoke']?.(input, call),
  );
  const { Payload: payload, ...answer } = (await simulator.clock.run(work)) as {
    Payload?: Uint8Array;
  };
  if (payload === undefined) return answer;
  return { ...answer, payload: JSON.parse(Buffer.from(payload).toString()) as unknown };
}

describe('Invoke', () => {
  it.each(['function-1', '111111111111:function:function-1'])('Invoke finds %s', async (name) => {
    const arn = await simulator.add(echo);
    const Payload = Buffer.from('{"snapshot":"s-1"}');
    expect(await invoke({ FunctionName: name, Payload })).toEqual({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      payload: { snapshot: 's-1' },
    });
    expect(asked).toEqual([['lambda:InvokeFunction', arn, simulator.functions.accessTo(arn)]]);
  });

  it('Invoke answers 200 for a function that failed, and tells that it failed', async () => {
    await simulator.add(echo);
    const Payload = Buffer.from('{"fail":true}');
    expect(await invoke({ FunctionName: 'function-1', Payload })).toMatchObject({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      payload: { errorType: 'NameTaken', errorMessage: 'no' },
    });
  });

  it('Invoke accepts an asynchronous event before it runs', async () => {
    await simulator.add(echo);
    expect(await invoke({ FunctionName: 'function-1', InvocationType: 'Event' })).toEqual({
      StatusCode: 202,
    });
    await simulator.clock.run(simulator.functions.idle());
  });

  it.each([
    [{ FunctionName: 'nobody' }, 'ResourceNotFoundException'],
    [{ FunctionName: 'function-1', Payload: Buffer.from('{') }, 'InvalidRequestContentException'],
    [{ FunctionName: 'function-1', Qualifier: 'live' }, 'NotSimulated'],
    [{ FunctionName: 'function-1', InvocationType: 'DryRun' }, 'NotSimulated'],
    [{ FunctionName: 'function-1', TenantId: 't' }, 'NotSimulated'],
  ])('Invoke refuses %j', async (input, name) => {
    await simulator.add(echo);
    await expect(async () => invoke(input)).rejects.toThrow(expect.objectContaining({ name }));
  });
});
