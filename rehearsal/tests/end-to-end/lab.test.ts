import path from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeployedStack } from '../../aws/deployment/deploy.ts';
import { deploymentCaller } from '../../aws/simulator/deployment-caller.ts';
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

function output(name: string): string {
  const value = lab.outputs[name];
  if (value === undefined) throw new Error(`the lab has no output ${name}`);
  return value;
}

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
      // The user of the probe sees little of the sessions that the proxy has as the master.
      const connections = result['databaseConnections'] as { readonly maximum: number };
      expect(connections.maximum).toBeGreaterThan(0);
      expect(connections.maximum).toBeLessThanOrEqual(2);
    },
    120_000,
  );

  it('a stack access in the VPC of the lab makes the path nlb', async () => {
    const { simulator } = empty;
    const access = await simulator.deploy({
      stackName: 'understudy-access',
      location: target,
      templateFile: path.resolve('stacks/access.yaml'),
      parameters: {
        VpcId: output('VpcId'),
        VpcRanges: '10.80.0.0/16',
        AccessSubnetIds: output('PrivateSubnetIds'),
        Followed1: output('ClusterIdentifier'),
        DatabaseSecurityGroupId: output('DatabaseSecurityGroupId'),
        ClientRange: '10.80.0.0/16',
      },
    });
    const { LoadBalancerHost: host = '', AccessSecurityGroupId: group = '' } = access.outputs;
    const [subnetId = ''] = output('PrivateSubnetIds').split(',');
    const client = simulator.client({
      subnetId,
      securityGroupIds: [output('ClientsSecurityGroupId')],
    });
    await simulator.clock.run(simulator.clock.sleep(120_000));

    expect(client.reach(host, 5432)?.kind).toBe('silent');
    // As the lab lets its functions out once it is told NlbHost and NlbSecurityGroupId.
    await deploymentCaller(simulator, simulator.ec2)(target, 'AuthorizeSecurityGroupEgress', {
      GroupId: output('ClientsSecurityGroupId'),
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          UserIdGroupPairs: [{ GroupId: group }],
        },
      ],
    });
    expect(client.reach(host, 5432)?.kind).toBe('open');
  }, 120_000);

  it('no defect of the simulator shows', () => {
    expect(empty.simulator.defects).toEqual([]);
    expect(empty.simulator.rds.problems).toEqual([]);
  });
});
