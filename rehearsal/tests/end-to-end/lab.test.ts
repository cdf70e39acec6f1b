import path from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeployedStack } from '../../aws/deployment/deploy.ts';
import { clientSettings } from '../../plays/operator/client-settings.ts';
import { target } from '../../plays/scene/locations.ts';
import { emptySimulator } from './deployed-simulator.ts';
import type { EmptySimulator } from './deployed-simulator.ts';

let empty: EmptySimulator;
let lab: DeployedStack;
beforeAll(async () => {
  empty = await emptySimulator();
  lab = await empty.simulator.deploy({
    stackName: 'understudy-lab',
    location: target,
    templateFile: path.resolve('stacks/lab.yaml'),
    parameters: { ProbeSchedule: 'DISABLED' },
  });
}, 240_000);
afterAll(() => empty.close());

/** Probes a path as somebody does by hand. */
async function probe(way: 'direct' | 'proxy'): Promise<Readonly<Record<string, unknown>>> {
  const { simulator } = empty;
  const lambda = new LambdaClient(clientSettings(simulator, target));
  const request = { path: way, clients: 2, seconds: 3, intervalMilliseconds: 250 };
  try {
    const { Payload: payload } = await simulator.clock.attend(
      lambda.send(
        new InvokeCommand({
          FunctionName: lab.outputs['ProbeDatabaseFunctionName'],
          Payload: JSON.stringify(request),
        }),
      ),
    );
    return JSON.parse(Buffer.from(payload ?? []).toString()) as Record<string, unknown>;
  } finally {
    lambda.destroy();
  }
}

describe('the lab on the simulator', () => {
  it.each(['direct', 'proxy'] as const)(
    'the deployed function writes through the path %s, and nothing is lost',
    async (way) => {
      const result = await probe(way);

      // As many as this machine has time for: the function counts real time.
      expect(result).toMatchObject({ path: way, acknowledged: result['attempts'] });
      expect(result['attempts']).toBeGreaterThan(2);
      expect(result['errors']).toEqual({});
      expect(result['accounts']).toMatchObject({ lostWrites: 0, doubledWrites: 0 });
    },
    120_000,
  );

  it('no defect of the simulator shows', () => {
    expect(empty.simulator.defects).toEqual([]);
    expect(empty.simulator.rds.problems).toEqual([]);
  });
});
