import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AwsError } from '../../aws/contracts.ts';
import { Random } from '../../aws/random.ts';
import { sdkClients } from '../../aws/wire/sdk-clients.ts';
import { readModel } from '../../aws/wire/sdk-schema.ts';
import type { ErrorModel, ServiceModel } from '../../aws/wire/shape.ts';
import { randomStructure } from './model-values.ts';
import { clientOf, rejection, serviceOf, startSimulator } from './simulator.ts';
import type { Exports, SdkClass, SdkClientInstance, Simulator } from './simulator.ts';

// EC2's model lists no errors.
describe.each([
  ['elasticloadbalancing', 'DescribeLoadBalancers'],
  ['kms', 'ListKeys'],
  ['lambda', 'ListFunctions'],
  ['rds', 'DescribeDBClusters'],
  ['secretsmanager', 'ListSecrets'],
  ['sns', 'ListTopics'],
  ['states', 'ListStateMachines'],
  ['sts', 'GetCallerIdentity'],
])('every error of %s', (service, operation) => {
  const held: { error: Error } = { error: new Error('nothing to throw yet') };
  let model: ServiceModel;
  let exports: Exports;
  let simulator: Simulator;
  let client: SdkClientInstance;

  beforeAll(async () => {
    const sdk = await (sdkClients[service] as NonNullable<(typeof sdkClients)[string]>)();
    exports = sdk.exports as Exports;
    model = readModel(service, sdk);
    simulator = await startSimulator([
      serviceOf(service, {
        [operation]: () => {
          throw held.error;
        },
      }),
    ]);
    client = clientOf(exports, simulator);
  });
  afterAll(async () => simulator.endpoint.close());

  /** @returns what is wrong with the error that the client throws; empty when nothing is */
  async function problemsOf(name: string, error: ErrorModel): Promise<string[]> {
    const members = randomStructure(error.shape, new Random(7), 'everything');
    delete members['message'];
    delete members['Message'];
    held.error = Object.assign(new AwsError(name, 'why'), members);
    const Command = exports[`${operation}Command`] as SdkClass;
    const thrown = await rejection(client.send(new Command({})));
    if (!(thrown instanceof (exports[name] as SdkClass))) {
      return [`${name} came back as ${String(thrown['name'])}`];
    }
    return Object.entries({ name, message: 'why', $fault: error.fault, ...members })
      .filter(([key, value]) => thrown[key] !== value)
      .map(([key]) => `${name} came back with another ${key}: ${String(thrown[key])}`);
  }

  it('every error of the service is the class that the client exports, with its members', async () => {
    const problems: string[] = [];
    for (const [name, error] of model.errors) problems.push(...(await problemsOf(name, error)));
    expect(model.errors.size).toBeGreaterThan(10);
    expect(problems).toEqual([]);
    expect(simulator.defects).toEqual([]);
  });
});
