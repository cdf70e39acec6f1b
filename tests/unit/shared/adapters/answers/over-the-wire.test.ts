import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commonAnswers } from '../../../../../functions/shared/adapters/answers/common.ts';
import type { Verdict } from '../../../../../functions/shared/adapters/answers/verdict.ts';
import { sortFailures } from '../../../../../functions/shared/adapters/clients/sort-failures.ts';
import { AwsError } from '../../../../../rehearsal/aws/contracts.ts';
import { Random } from '../../../../../rehearsal/aws/random.ts';
import { sdkClients } from '../../../../../rehearsal/aws/wire/sdk-clients.ts';
import { readModel } from '../../../../../rehearsal/aws/wire/sdk-schema.ts';
import type { ServiceModel } from '../../../../../rehearsal/aws/wire/shape.ts';
import { randomStructure } from '../../../../../rehearsal/tests/wire/model-values.ts';
import {
  rejection,
  serviceOf,
  startSimulator,
} from '../../../../../rehearsal/tests/wire/simulator.ts';
import type {
  Exports,
  SdkClass,
  SdkClientInstance,
  Simulator,
} from '../../../../../rehearsal/tests/wire/simulator.ts';
import { tables } from './tables.ts';

/** The project's error for a verdict; undefined where AWS's own is kept. */
function thrownFor(verdict: Verdict): string | undefined {
  switch (verdict.class) {
    case 'wait': {
      const names = {
        status: 'NotInState',
        capacity: 'NoCapacity',
        quota: 'CopiesBusy',
        aws: 'ServiceUnavailable',
      };
      return names[verdict.for];
    }
    case 'already-done':
      return verdict.it === 'exists' ? 'AlreadyExists' : 'Gone';
    case 'not-found':
      return 'Gone';
    case 'optional-part':
      return thrownFor(verdict.otherwise);
    case 'wrong-input':
      if (verdict.quota === 'snapshots') return 'SnapshotQuotaFull';
      return verdict.quota ? 'QuotaFull' : 'Refused';
    case 'unexpected':
      return undefined;
  }
}

describe.each(tables)('the errors of $service, over the wire', ({ signedAs, answers }) => {
  const held: { error: Error } = { error: new Error('nothing to throw yet') };
  const throws = (): never => {
    throw held.error;
  };
  let simulator: Simulator;
  let exports: Exports;
  let model: ServiceModel;
  let client: SdkClientInstance;

  beforeAll(async () => {
    const sdk = await (sdkClients[signedAs] as NonNullable<(typeof sdkClients)[string]>)();
    exports = sdk.exports as Exports;
    model = readModel(signedAs, sdk);
    const operations = Object.fromEntries(Object.keys(answers).map((call) => [call, throws]));
    simulator = await startSimulator([serviceOf(signedAs, operations)]);
    const Client = exports[
      Object.keys(exports).find((name) => /^[A-Z]\w*Client$/.test(name)) ?? ''
    ] as new (settings: object) => SdkClientInstance;
    const settings = {
      ...simulator.client,
      // As the functions' own clients do, without the waits between attempts.
      retryStrategy: new ConfiguredRetryStrategy(2, () => 0),
    };
    client = sortFailures(new Client(settings), answers);
  });
  afterAll(() => simulator.endpoint.close());

  async function problemOf(call: string, name: string, verdict: Verdict): Promise<string[]> {
    held.error = new AwsError(name, 'said by AWS', 400);
    const { input } = model.operations.get(call) ?? {};
    const Command = exports[`${call}Command`] as SdkClass;
    const command = new Command(input ? randomStructure(input, new Random(3), 'some') : {});
    const thrown = await rejection(client.send(command));
    const expected = thrownFor(verdict) ?? name;
    if (thrown['name'] !== expected) return [`${call}: ${name} is ${String(thrown['name'])}`];
    const { message, cause } = thrown as { message?: string; cause?: { name?: string } };
    const isTold = expected === name || cause?.name === name;
    const saysWhat = verdict.class !== 'wrong-input' || message?.includes(verdict.change);
    return isTold && saysWhat === true && message?.includes('said by AWS')
      ? []
      : [`${call}: ${name} says ${String(message)}`];
  }

  it('each error of each call is the class that its table says', async () => {
    const problems: string[] = [];
    for (const [call, rows] of Object.entries(answers)) {
      for (const [name, verdict] of Object.entries(rows)) {
        problems.push(...(await problemOf(call, name, verdict)));
      }
    }

    expect(problems).toEqual([]);
    expect(simulator.defects).toEqual([]);
  });

  it('each common error of each call is the class that the common table says', async () => {
    const problems: string[] = [];
    const codes = new Set([...model.errors.values()].map(({ queryCode }) => queryCode));
    for (const [call, rows] of Object.entries(answers)) {
      for (const [name, verdict] of Object.entries(commonAnswers)) {
        // The service's model gives these names to errors of its own.
        if (name in rows || codes.has(name) || model.errors.has(name)) continue;
        problems.push(...(await problemOf(call, name, verdict)));
      }
    }

    expect(problems).toEqual([]);
    expect(simulator.defects).toEqual([]);
  });
});

it('one name for two things is told apart by what AWS says', () => {
  const { SnapshotQuotaExceededFault: verdict } = tables[0]?.answers['CopyDBClusterSnapshot'] ?? {};

  expect(verdict?.class === 'wrong-input' && verdict.unless?.verdict).toEqual({
    class: 'wait',
    for: 'quota',
  });
});
