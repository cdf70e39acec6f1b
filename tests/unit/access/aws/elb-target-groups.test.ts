import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { loadBalancingAnswers } from '../../../../functions/shared/adapters/answers/elastic-load-balancing.ts';
import { targetGroups } from '../../../../functions/access/aws/elb-target-groups.ts';
import { startWorld } from '../../shared/adapters/world.ts';
import type { World } from '../../shared/adapters/world.ts';

const arn =
  'arn:aws:elasticloadbalancing:eu-central-1:222222222222:targetgroup/orders/0123456789abcdef';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    elasticloadbalancing: ['DescribeTargetHealth', 'RegisterTargets', 'DeregisterTargets'],
  });
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

const groups = () =>
  targetGroups(
    sortFailures(new ElasticLoadBalancingV2Client(world.simulator.client), loadBalancingAnswers),
  );

describe('targetGroups', () => {
  it('a target group lists its targets with address, port, zone and state', async () => {
    world.answer('DescribeTargetHealth', () => ({
      TargetHealthDescriptions: [
        {
          Target: { Id: '10.0.1.5', Port: 5432, AvailabilityZone: 'eu-central-1a' },
          TargetHealth: { State: 'draining', Reason: 'Target.DeregistrationInProgress' },
        },
        { Target: { Id: '10.0.1.6', Port: 5432 }, TargetHealth: { State: 'unhealthy.draining' } },
      ],
    }));
    expect(await groups().targets(arn)).toEqual([
      { address: '10.0.1.5', port: 5432, zone: 'eu-central-1a', state: 'draining' },
      { address: '10.0.1.6', port: 5432, zone: undefined, state: 'unhealthy.draining' },
    ]);
    expect(world.met[0]?.input).toEqual({ TargetGroupArn: arn });
  });

  it.each([
    ['Target.Id', { Id: '', Port: 5432 }],
    ['Target.Port', { Id: '10.0.1.5' }],
  ])(
    'a listed target without %s is an error, since it could not be deregistered',
    async (field, Target) => {
      world.answer('DescribeTargetHealth', () => ({ TargetHealthDescriptions: [{ Target }] }));
      await expect(groups().targets(arn)).rejects.toMatchObject({
        name: 'AnswerUnreadable',
        message: expect.stringContaining(field),
      });
    },
  );

  it('an empty target group lists no target', async () => {
    world.answer('DescribeTargetHealth', () => ({ TargetHealthDescriptions: [] }));
    expect(await groups().targets(arn)).toEqual([]);
  });

  it('targets are registered by address and port', async () => {
    world.answer('RegisterTargets', () => ({}));
    await groups().register(arn, [{ address: '10.0.1.5', port: 5432 }]);
    expect(world.met[0]?.input).toEqual({
      TargetGroupArn: arn,
      Targets: [{ Id: '10.0.1.5', Port: 5432 }],
    });
  });

  // A wrong or missing port or zone is a silent no-op.
  it('targets are deregistered by the address, port and zone that were listed', async () => {
    world.answer('DeregisterTargets', () => ({}));
    await groups().deregister(arn, [
      { address: '10.0.1.5', port: 3306, zone: 'all', state: 'healthy' },
    ]);
    expect(world.met[0]?.input).toEqual({
      TargetGroupArn: arn,
      Targets: [{ Id: '10.0.1.5', Port: 3306, AvailabilityZone: 'all' }],
    });
  });

  it('a deregistration that takes too long is given up', async () => {
    const given: { readonly abortSignal?: AbortSignal }[] = [];
    const send = async (_command: object, options: object) => void given.push(options);
    await targetGroups({ send } as unknown as ElasticLoadBalancingV2Client).deregister(arn, []);
    const [{ abortSignal } = {}] = given;
    expect(abortSignal?.aborted).toBe(false);
    await new Promise((resolve) => abortSignal?.addEventListener('abort', resolve));
    expect(abortSignal?.reason).toMatchObject({ name: 'TimeoutError' });
  });
});
