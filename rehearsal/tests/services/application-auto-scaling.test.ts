import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { Random } from '../../aws/random.ts';
import { ApplicationAutoScaling } from '../../aws/services/applicationautoscaling/application-auto-scaling.ts';
import {
  lambdaTrust,
  operator,
  policy,
  role,
  source,
  targetRole,
} from '../authorization/people.ts';
import { callerOf } from './caller.ts';
import { failure } from './failure.ts';

const region = 'eu-west-1';
const orders = {
  ServiceNamespace: 'rds',
  ResourceId: 'cluster:orders',
  ScalableDimension: 'rds:cluster:ReadReplicaCount',
} as const;
const range = { MinCapacity: 1, MaxCapacity: 5 };
const tracking = {
  TargetValue: 60,
  PredefinedMetricSpecification: { PredefinedMetricType: 'RDSReaderAverageCPUUtilization' },
};
const byLoad = {
  ...orders,
  PolicyName: 'by-load',
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: tracking,
};
const nightly = {
  ...orders,
  ScheduledActionName: 'nightly',
  Schedule: 'cron(0 22 * * ? *)',
  ScalableTargetAction: { MinCapacity: 0 },
};

/** @param actions what a role may do beside the operator, who may do anything */
function simulator(actions: readonly string[] = []) {
  const authorizer = new Authorizer();
  authorizer.addRole(targetRole, {
    policies: [policy({ Effect: 'Allow', Action: [...actions, 'sts:None'], Resource: '*' })],
    managedPolicyArns: [],
    trustPolicy: lambdaTrust,
  });
  const scaling = new ApplicationAutoScaling({
    authorizer,
    clock: { now: () => 0 },
    random: new Random(1),
  });
  const call = callerOf(scaling, authorizer);
  return {
    scaling,
    asOperator: (name: string, input: object = {}) =>
      call<Record<string, unknown>>(operator(), region, name, { ...input }),
    asRole: (name: string, input: object = {}) =>
      call<Record<string, unknown>>(role(targetRole), region, name, { ...input }),
  };
}

async function registered() {
  const { asOperator, ...others } = simulator();
  await asOperator('RegisterScalableTarget', { ...orders, ...range });
  return { asOperator, ...others };
}

const rds = { ServiceNamespace: 'rds' };

describe('scalable targets', () => {
  it('a target is described as it was registered, with what AWS adds', async () => {
    const { asOperator } = await registered();

    expect(await asOperator('DescribeScalableTargets', rds)).toEqual({
      ScalableTargets: [
        {
          ...orders,
          ...range,
          SuspendedState: {
            DynamicScalingInSuspended: false,
            DynamicScalingOutSuspended: false,
            ScheduledScalingSuspended: false,
          },
          RoleARN: expect.stringContaining('AWSServiceRoleForApplicationAutoScaling_RDSCluster'),
          CreationTime: new Date(0),
          ScalableTargetARN: expect.stringMatching(
            /^arn:aws:application-autoscaling:eu-west-1:\d{12}:scalable-target\/[0-9a-f-]{36}$/,
          ),
        },
      ],
    });
  });

  it('a target that is registered again changes in what is given, and stays in the rest', async () => {
    const { asOperator } = await registered();
    await asOperator('RegisterScalableTarget', {
      ...orders,
      MaxCapacity: 7,
      SuspendedState: { ScheduledScalingSuspended: true },
    });

    expect(await asOperator('DescribeScalableTargets', rds)).toMatchObject({
      ScalableTargets: [
        {
          MinCapacity: 1,
          MaxCapacity: 7,
          SuspendedState: { DynamicScalingInSuspended: false, ScheduledScalingSuspended: true },
        },
      ],
    });
  });

  it.each([
    ['a name that is another', { ResourceIds: ['cluster:bills'] }, 0],
    ['its own name', { ResourceIds: ['cluster:bills', 'cluster:orders'] }, 1],
    [
      'its own name and dimension',
      { ResourceIds: ['cluster:orders'], ScalableDimension: orders.ScalableDimension },
      1,
    ],
  ])('a list by %s has what is of it', async (_name, filter, count) => {
    const { asOperator } = await registered();
    const { ScalableTargets } = await asOperator('DescribeScalableTargets', { ...rds, ...filter });

    expect(ScalableTargets).toHaveLength(count);
  });

  it.each([
    ['without a range', orders, 'MinCapacity and MaxCapacity are required'],
    ['with a range that ends before it begins', { ...orders, MinCapacity: 3, MaxCapacity: 2 }, ''],
    ['of no cluster', { ...orders, ...range, ResourceId: 'orders' }, 'Invalid resource id'],
  ])('a target %s is not registered', async (_name, input, why) => {
    await expect(simulator().asOperator('RegisterScalableTarget', input)).rejects.toThrow(
      failure('ValidationException', why),
    );
  });

  it('policies and scheduled actions go with the target that they hang on', async () => {
    const { asOperator } = await registered();
    await asOperator('PutScalingPolicy', byLoad);
    await asOperator('PutScheduledAction', nightly);
    expect(await asOperator('DescribeScalingPolicies', orders)).toMatchObject({
      ScalingPolicies: [byLoad],
    });
    expect(await asOperator('DescribeScheduledActions', orders)).toMatchObject({
      ScheduledActions: [nightly],
    });

    await asOperator('DeregisterScalableTarget', orders);

    for (const [name, list] of [
      ['DescribeScalableTargets', 'ScalableTargets'],
      ['DescribeScalingPolicies', 'ScalingPolicies'],
      ['DescribeScheduledActions', 'ScheduledActions'],
    ] as const) {
      expect(await asOperator(name, rds)).toEqual({ [list]: [] });
    }
  });

  it.each([
    ['DeregisterScalableTarget', orders],
    ['PutScalingPolicy', byLoad],
    ['PutScheduledAction', nightly],
  ])('%s is refused where no target is registered', async (name, input) => {
    await expect(simulator().asOperator(name, input)).rejects.toThrow(
      failure('ObjectNotFoundException', 'No scalable target registered'),
    );
  });

  it('a policy without its type, and an action without its schedule, is not made', async () => {
    const { asOperator } = await registered();
    await expect(
      asOperator('PutScalingPolicy', { ...byLoad, PolicyType: undefined }),
    ).rejects.toThrow(failure('ValidationException', 'PolicyType is required'));
    await expect(
      asOperator('PutScheduledAction', { ...nightly, Schedule: undefined }),
    ).rejects.toThrow(failure('ValidationException', 'Schedule is required'));
  });
});

describe('lists of policies', () => {
  it('a list of more than ten policies comes in pages', async () => {
    const { asOperator } = await registered();
    for (let index = 0; index < 11; index++) {
      await asOperator('PutScalingPolicy', { ...byLoad, PolicyName: `policy-${index}` });
    }
    const first = await asOperator('DescribeScalingPolicies', orders);
    const second = await asOperator('DescribeScalingPolicies', {
      ...orders,
      NextToken: first['NextToken'],
    });

    expect(first['ScalingPolicies']).toHaveLength(10);
    expect(second).toMatchObject({ ScalingPolicies: [{ PolicyName: 'policy-10' }] });
    expect(second).not.toHaveProperty('NextToken');
  });

  it.each([
    ['a page of more than AWS gives', { MaxResults: 11 }, 'ValidationException'],
    ['a token of nobody', { NextToken: 'x' }, 'InvalidNextTokenException'],
    [
      'a dimension without a resource',
      { ResourceId: undefined, ScalableDimension: orders.ScalableDimension },
      'ValidationException',
    ],
  ])('a list by %s is refused', async (_name, input, error) => {
    const { asOperator } = await registered();
    await expect(asOperator('DescribeScalingPolicies', { ...orders, ...input })).rejects.toThrow(
      failure(error, ''),
    );
  });
});

describe('permissions of Application Auto Scaling', () => {
  it('whoever lists needs the permission for every resource', async () => {
    const action = 'application-autoscaling:DescribeScalableTargets';
    await expect(simulator().asRole('DescribeScalableTargets', rds)).rejects.toThrow(
      failure('AccessDeniedException', action),
    );
    expect(await simulator([action]).asRole('DescribeScalableTargets', rds)).toEqual({
      ScalableTargets: [],
    });
  });

  it('whoever registers a target may do what Auto Scaling is to do with it', async () => {
    const own = 'application-autoscaling:RegisterScalableTarget';
    const all = ['CreateDBInstance', 'AddTagsToResource', 'DescribeDBClusters'];
    const actions = [own, 'rds:DescribeDBInstances', ...all.map((name) => `rds:${name}`)];
    const wanted = { ...orders, ...range };
    await expect(simulator(actions).asRole('RegisterScalableTarget', wanted)).rejects.toThrow(
      failure('ValidationException', 'missing the following permissions: rds:DeleteDBInstance'),
    );
    const enough = simulator([...actions, 'rds:DeleteDBInstance']);
    expect(await enough.asRole('RegisterScalableTarget', wanted)).toHaveProperty(
      'ScalableTargetARN',
    );
  });

  it('another account sees none of it', async () => {
    const { asRole, asOperator } = simulator(['application-autoscaling:DescribeScalableTargets']);
    await asOperator('RegisterScalableTarget', { ...orders, ...range });

    expect(source).not.toBe(role(targetRole).accountId);
    expect(await asRole('DescribeScalableTargets', rds)).toEqual({ ScalableTargets: [] });
  });
});
