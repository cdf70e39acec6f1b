import {
  ApplicationAutoScalingClient,
  DescribeScalingPoliciesCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, it, jest } from '@jest/globals';
import { clientSettings } from '../../plays/operator/client-settings.ts';
import type { RehearsalOptions } from '../../plays/rehearse/rehearse.ts';
import { target } from '../../plays/scene/locations.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { orders, scale } from './scaled-cluster.ts';
import { playScene, sound, soundnessOf } from './scene.ts';

// A whole rehearsal each.
jest.setTimeout(300_000);

/** What a rehearsal's report says of it, and the policies that are there in the end. */
async function play(options: (held: () => Simulator) => Partial<RehearsalOptions> = () => ({})) {
  let opened: Simulator | undefined;
  const held = (): Simulator => {
    if (!opened) throw new Error('the simulator is not open yet');
    return opened;
  };
  let policies: readonly (string | undefined)[] = [];
  const { report, simulator } = await playScene(
    {},
    {
      ...options(held),
      onSimulator: (made) => (opened = made),
      onDatabases: scale,
      onCurtain: async (made) => {
        const client = new ApplicationAutoScalingClient(clientSettings(made, target));
        const answer = await client.send(new DescribeScalingPoliciesCommand(orders));
        policies = (answer.ScalingPolicies ?? []).map(({ PolicyName }) => PolicyName);
        client.destroy();
      },
    },
  );
  const told = simulator.noticesPublished
    .map((text) => JSON.parse(text) as { status?: string; differences?: readonly string[] })
    .filter(({ status }) => status === 'SUCCEEDED')
    .flatMap(({ differences = [] }) => differences)
    .filter((one) => one.startsWith('ScalableTarget'));
  return { report, told, policies };
}

const before = expect.stringMatching(
  /^ScalableTarget cluster:orders \(1 to 5 readers\) with the policies by-load and no scheduled/,
);

describe('a live cluster with a scalable target', () => {
  it('the report says that the target is there after the swap, with its policies', async () => {
    const { report, told, policies } = await play();

    expect(soundnessOf(report)).toEqual(sound);
    expect(policies).toEqual(['by-load']);
    expect(told).toEqual([before, expect.stringMatching(/ after the swap it is there, with all /)]);
  });

  it('the report says how to make a target anew that is gone with the name', async () => {
    let renames = 0;
    const { report, told, policies } = await play((held) => ({
      simulator: {
        intercept: (call, _input, proceed) => {
          if (call.operation === 'ModifyDBCluster' && ++renames === 2) {
            held().autoScaling.forget(target, orders.ResourceId);
          }
          return proceed();
        },
      },
    }));

    expect(soundnessOf(report)).toEqual(sound);
    expect(policies).toEqual([]);
    expect(told).toEqual([
      before,
      expect.stringMatching(
        / without the target itself, the policy by-load\. .*register-scalable-target .*"MaxCapacity":5.*put-scaling-policy .*RDSReaderAverageCPUUtilization/,
      ),
    ]);
  });
});
