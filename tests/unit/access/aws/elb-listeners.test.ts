import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { loadBalancingAnswers } from '../../../../functions/shared/adapters/answers/elastic-load-balancing.ts';
import { listeners } from '../../../../functions/access/aws/elb-listeners.ts';
import { startWorld } from '../../shared/adapters/world.ts';
import type { World } from '../../shared/adapters/world.ts';

const arn =
  'arn:aws:elasticloadbalancing:eu-central-1:222222222222:listener/net/orders/0123456789abcdef/fedcba9876543210';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    elasticloadbalancing: [
      'DescribeListeners',
      'ModifyListener',
      'DescribeTags',
      'AddTags',
      'RemoveTags',
    ],
  });
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

const made = () =>
  listeners(
    sortFailures(new ElasticLoadBalancingV2Client(world.simulator.client), loadBalancingAnswers),
  );
const shown = (action: object): void => {
  world.answer('DescribeListeners', () => ({
    Listeners: [{ ListenerArn: arn, DefaultActions: [action] }],
  }));
};

describe('listeners', () => {
  it('a listener of several groups tells their weights', async () => {
    const groups = [
      { TargetGroupArn: 'main', Weight: 0 },
      { TargetGroupArn: 'spare', Weight: 1 },
    ];
    shown({ Type: 'forward', ForwardConfig: { TargetGroups: groups } });
    expect(await made().weights(arn)).toEqual({ main: 0, spare: 1 });
    expect(world.met[0]?.input).toEqual({ ListenerArns: [arn] });
  });

  it('a listener of one group leads to that one', async () => {
    shown({ Type: 'forward', TargetGroupArn: 'main' });
    expect(await made().weights(arn)).toEqual({ main: 1 });
  });

  it('a listener without an action, or a group without a name, is an answer that cannot be read', async () => {
    world.answer('DescribeListeners', () => ({ Listeners: [] }));
    await expect(made().weights(arn)).rejects.toMatchObject({ name: 'AnswerUnreadable' });
    shown({ Type: 'forward' });
    await expect(made().weights(arn)).rejects.toMatchObject({ name: 'AnswerUnreadable' });
  });

  it('all groups are named when the weights are set', async () => {
    world.answer('ModifyListener', () => ({}));
    await made().lead(arn, { main: 0, spare: 1, closed: 0 });
    expect(world.met[0]?.input).toMatchObject({
      ListenerArn: arn,
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: 'main', Weight: 0 },
              { TargetGroupArn: 'spare', Weight: 1 },
              { TargetGroupArn: 'closed', Weight: 0 },
            ],
          },
        },
      ],
    });
  });

  it('a mark is a tag that is set, read and removed', async () => {
    world.answer('AddTags', () => ({}));
    world.answer('RemoveTags', () => ({}));
    world.answer('DescribeTags', () => ({
      TagDescriptions: [{ ResourceArn: arn, Tags: [{ Key: 'a', Value: 'b' }] }],
    }));
    await made().setMark(arn, 'a', 'b');
    expect([await made().mark(arn, 'a'), await made().mark(arn, 'c')]).toEqual(['b', undefined]);
    await made().removeMark(arn, 'a');
    expect(world.met.map(({ input }) => input)).toEqual([
      { ResourceArns: [arn], Tags: [{ Key: 'a', Value: 'b' }] },
      { ResourceArns: [arn] },
      { ResourceArns: [arn] },
      { ResourceArns: [arn], TagKeys: ['a'] },
    ]);
  });
});
