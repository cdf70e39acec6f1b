import {
  AddTagsCommand,
  DescribeListenersCommand,
  DescribeTagsCommand,
  ModifyListenerCommand,
  RemoveTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AnswerUnreadable } from '../../shared/ports/aws-errors.ts';
import { required } from '../../shared/adapters/required.ts';
import type { Listeners } from '../ports/listeners.ts';

/** Listeners of load balancers, in the client's Region. */
export function listeners(client: ElasticLoadBalancingV2Client): Listeners {
  return {
    async weights(listenerArn) {
      const answer = await client.send(
        new DescribeListenersCommand({ ListenerArns: [listenerArn] }),
      );
      const action = answer.Listeners?.[0]?.DefaultActions?.[0];
      if (action === undefined)
        throw new AnswerUnreadable(`${listenerArn} was shown without an action`);
      const groups = action.ForwardConfig?.TargetGroups ?? [
        { TargetGroupArn: action.TargetGroupArn, Weight: 1 },
      ];
      return Object.fromEntries(
        groups.map(({ TargetGroupArn: arn, Weight: weight = 1 }) => [
          required(arn, 'TargetGroupArn'),
          weight,
        ]),
      );
    },
    async lead(listenerArn, weights) {
      const groups = Object.entries(weights).map(([arn, weight]) => ({
        TargetGroupArn: arn,
        Weight: weight,
      }));
      await client.send(
        new ModifyListenerCommand({
          ListenerArn: listenerArn,
          DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }],
        }),
      );
    },
    async mark(listenerArn, key) {
      const answer = await client.send(new DescribeTagsCommand({ ResourceArns: [listenerArn] }));
      return answer.TagDescriptions?.[0]?.Tags?.find(({ Key }) => Key === key)?.Value;
    },
    async setMark(listenerArn, key, value) {
      await client.send(
        new AddTagsCommand({ ResourceArns: [listenerArn], Tags: [{ Key: key, Value: value }] }),
      );
    },
    async removeMark(listenerArn, key) {
      await client.send(new RemoveTagsCommand({ ResourceArns: [listenerArn], TagKeys: [key] }));
    },
  };
}
