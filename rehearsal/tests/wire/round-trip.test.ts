import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '../../aws/contracts.ts';
import { Random } from '../../aws/random.ts';
import { sdkClients } from '../../aws/wire/sdk-clients.ts';
import { readModel } from '../../aws/wire/sdk-schema.ts';
import type { OperationModel, ServiceModel, Structure } from '../../aws/wire/shape.ts';
import { randomStructure } from './model-values.ts';
import type { Coverage } from './model-values.ts';
import { clientOf, serviceOf, startSimulator } from './simulator.ts';
import type { Exports, SdkClass, SdkClientInstance, Simulator } from './simulator.ts';

/**
 * Operations that can't make the round trip, and why. The list is exact: one that makes it after all
 * fails its test.
 */
const exceptions: Readonly<Record<string, string>> = {
  'sts:AssumeRoleWithSAML': 'is unsigned, so that nothing names its service',
  'sts:AssumeRoleWithWebIdentity': 'is unsigned, so that nothing names its service',
  'lambda:InvokeWithResponseStream': 'answers with an event stream, which the simulator refuses',
};

const expectedCounts: readonly (readonly [string, number])[] = [
  ['application-autoscaling', 14],
  ['ec2', 823],
  ['elasticloadbalancing', 51],
  ['kms', 56],
  ['lambda', 88],
  ['rds', 168],
  ['secretsmanager', 23],
  ['sns', 42],
  ['states', 37],
  ['sts', 11],
];

describe.each(expectedCounts)('every operation of %s', (service, count) => {
  const random = new Random(20);
  const held: { input?: unknown; output: object } = { output: {} };
  const holding: Operation = (input) => {
    held.input = input;
    return held.output;
  };
  let model: ServiceModel;
  let exports: Exports;
  let simulator: Simulator;
  let client: SdkClientInstance;

  beforeAll(async () => {
    const sdk = await (sdkClients[service] as NonNullable<(typeof sdkClients)[string]>)();
    exports = sdk.exports as Exports;
    model = readModel(service, sdk);
    const operations = [...model.operations.keys()].map((name) => [name, holding]);
    simulator = await startSimulator([
      serviceOf(service, Object.fromEntries(operations) as Record<string, Operation>),
    ]);
    client = clientOf(exports, simulator);
  });
  afterAll(async () => simulator.endpoint.close());

  /** @returns what differs after the round trip; empty when nothing does */
  async function tryRoundTrip(operation: OperationModel, coverage: Coverage): Promise<string[]> {
    const seed = Math.floor(random.next() * 2 ** 32);
    const input = randomOf(operation.input, new Random(seed), coverage);
    const given = randomOf(operation.input, new Random(seed), coverage);
    held.output = randomOf(operation.output, random, coverage);
    held.input = undefined;
    const Command = exports[`${operation.name}Command`] as SdkClass;
    const output = await client.send(new Command(given));
    delete output['$metadata'];
    return [
      ...differences(`${operation.name} input`, input, held.input),
      ...differences(`${operation.name} output`, held.output, output),
    ];
  }

  async function problemsOf(operation: OperationModel, coverage: Coverage): Promise<string[]> {
    const name = `${service}:${operation.name}`;
    const attempt = tryRoundTrip(operation, coverage);
    if (exceptions[name] !== undefined) {
      const passed = await attempt.then((found) => found.length === 0).catch(() => false);
      return passed ? [`${name} makes the round trip: take it off the list`] : [];
    }
    return attempt.catch((error: unknown) => [`${name} threw ${String(error)}`]);
  }

  it('the number of operations in the model of the service is as expected', () => {
    expect(model.operations.size).toBe(count);
  });

  it.each(['everything', 'some'] as const)('a call carries %s of the model', async (coverage) => {
    const problems: string[] = [];
    for (const operation of model.operations.values()) {
      problems.push(...(await problemsOf(operation, coverage)));
    }
    expect(problems).toEqual([]);
  });
});

describe('the list of exceptions', () => {
  it('the list of exceptions names existing operations only', async () => {
    for (const name of Object.keys(exceptions)) {
      const [service = '', operation = ''] = name.split(':');
      const sdk = await (sdkClients[service] as NonNullable<(typeof sdkClients)[string]>)();
      expect(readModel(service, sdk).operations.has(operation)).toBe(true);
    }
  });
});

function randomOf(shape: Structure | undefined, random: Random, coverage: Coverage): object {
  return shape === undefined ? {} : randomStructure(shape, random, coverage);
}

/** The paths that differ, each with both values. Bytes compare by what they hold. */
function differences(path: string, wanted: unknown, found: unknown): string[] {
  if (isDeepStrictEqual(wanted, found)) return [];
  if (wanted instanceof Uint8Array && found instanceof Uint8Array) {
    if (Buffer.from(wanted).equals(Buffer.from(found))) return [];
  }
  if (isPlain(wanted) && isPlain(found)) {
    return [...new Set([...Object.keys(wanted), ...Object.keys(found)])].flatMap((key) =>
      differences(`${path}.${key}`, wanted[key], found[key]),
    );
  }
  return [`${path}: ${JSON.stringify(wanted)} came back as ${JSON.stringify(found)}`];
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  );
}
