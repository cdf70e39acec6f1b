import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { scalingAnswers } from '../../../../functions/shared/adapters/answers/application-auto-scaling.ts';
import { scalableTargets } from '../../../../functions/target/aws/scalable-targets.ts';
import type { ScalingSeen } from '../../../../functions/target/rules/scalable-target.ts';
import { AwsError } from '../../../../rehearsal/aws/contracts.ts';
import { startWorld } from '../../shared/adapters/world.ts';
import type { World } from '../../shared/adapters/world.ts';

const lists = [
  'DescribeScalableTargets',
  'DescribeScalingPolicies',
  'DescribeScheduledActions',
] as const;
const identity = {
  ServiceNamespace: 'rds',
  ScalableDimension: 'rds:cluster:ReadReplicaCount',
  ResourceId: 'cluster:orders',
};
const range = { MinCapacity: 1, MaxCapacity: 5 };
const described = { CreationTime: new Date(0) };
const suspended = { ScheduledScalingSuspended: true };
const tracking = {
  TargetValue: 60,
  PredefinedMetricSpecification: { PredefinedMetricType: 'RDSReaderAverageCPUUtilization' },
};
const policy = (name: string) => ({
  ...identity,
  PolicyName: name,
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: tracking,
});
const action = {
  ...identity,
  ScheduledActionName: 'nightly',
  Schedule: 'cron(0 22 * * ? *)',
  Timezone: 'Europe/Berlin',
  ScalableTargetAction: { MinCapacity: 0 },
};

let world: World;
beforeAll(async () => {
  world = await startWorld({ 'application-autoscaling': lists });
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => {
  world.reset();
  world.answer('DescribeScalableTargets', () => ({
    ScalableTargets: [
      { ...identity, ...range, ...described, SuspendedState: suspended, RoleARN: 'arn:role' },
    ],
  }));
  world.answer('DescribeScalingPolicies', ({ NextToken }) =>
    NextToken === undefined
      ? {
          ScalingPolicies: [{ ...policy('by-load'), ...described, PolicyARN: 'arn:1', Alarms: [] }],
          NextToken: '1',
        }
      : { ScalingPolicies: [{ ...policy('by-sessions'), ...described, PolicyARN: 'arn:2' }] },
  );
  world.answer('DescribeScheduledActions', () => ({
    ScheduledActions: [
      { ...action, ...described, StartTime: new Date(1000), ScheduledActionARN: 'arn:3' },
    ],
  }));
});

async function look(): Promise<ScalingSeen> {
  const client = sortFailures(
    new ApplicationAutoScalingClient(world.simulator.client),
    scalingAnswers,
  );
  try {
    return await scalableTargets(client).of('orders');
  } finally {
    client.destroy();
  }
}

describe('a look for what scales a cluster', () => {
  it('a look finds the target, its policies on whatever page, and its scheduled actions', async () => {
    expect(await look()).toEqual({
      state: 'found',
      target: {
        minimum: 1,
        maximum: 5,
        making: [
          {
            command: 'register-scalable-target',
            name: 'cluster:orders',
            input: { ...identity, ...range, SuspendedState: suspended },
          },
          ...['by-load', 'by-sessions'].map((name) => ({
            command: 'put-scaling-policy',
            name,
            input: policy(name),
          })),
          {
            command: 'put-scheduled-action',
            name: 'nightly',
            input: { ...action, StartTime: '1970-01-01T00:00:01.000Z' },
          },
        ],
      },
    });
  });

  it('a look asks for the one cluster by its name', async () => {
    await look();
    const { ResourceId, ...rest } = identity;

    expect(world.met[0]?.input).toEqual({ ...rest, ResourceIds: [ResourceId] });
    for (const { input } of world.met.slice(1)) expect(input).toMatchObject(identity);
  });

  it('a cluster that nothing scales is asked for no further', async () => {
    world.answer('DescribeScalableTargets', () => ({ ScalableTargets: [] }));

    expect(await look()).toEqual({ state: 'none' });
    expect(world.met.map(({ operation }) => operation)).toEqual(['DescribeScalableTargets']);
  });

  it.each(
    lists.flatMap((operation) =>
      [
        'AccessDeniedException',
        'FailedResourceAccessException',
        'ValidationException',
        'OptInRequired',
      ].map((name) => [operation, name] as const),
    ),
  )('a %s that ends as %s is told as unseen', async (operation, name) => {
    world.answer(operation, () => {
      throw new AwsError(name, 'no');
    });

    expect(await look()).toEqual({ state: 'unseen', why: `${name}: no` });
  });

  it.each(lists)('a %s that is throttled is asked for again by the workflow', async (operation) => {
    world.answer(operation, () => {
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    });

    await expect(look()).rejects.toMatchObject({ name: 'ServiceUnavailable' });
  });

  it('an answer that lacks what a policy is known by is told as unseen', async () => {
    world.answer('DescribeScalingPolicies', () => ({
      ScalingPolicies: [{ ...policy(''), ...described, PolicyARN: 'arn:1' }],
    }));

    expect(await look()).toEqual({
      state: 'unseen',
      why: expect.stringMatching(/^AnswerUnreadable: .*PolicyName/),
    });
  });
});
