import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type {
  ApplicationAutoScalingClient,
  PutScalingPolicyRequest,
  PutScheduledActionRequest,
  RegisterScalableTargetRequest,
  ScalableTarget as DescribedTarget,
  ScalingPolicy,
  ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';
import { Refused, ServiceUnavailable } from '../../shared/ports/aws-errors.ts';
import { allPages } from '../../shared/adapters/pages.ts';
import { required } from '../../shared/adapters/required.ts';
import type { ScalableTargets } from '../ports/scalable-targets.ts';
import { resourceOf } from '../rules/scalable-target.ts';
import type { ScalableTarget, ScalingSeen } from '../rules/scalable-target.ts';

/** What scales the readers of clusters in the client's Region. */
export function scalableTargets(client: ApplicationAutoScalingClient): ScalableTargets {
  return {
    async of(cluster) {
      try {
        return await look(client, cluster);
      } catch (error) {
        // What passes by itself the workflow waits for.
        if (!(error instanceof Error) || error instanceof ServiceUnavailable) throw error;
        const { name, message } = error instanceof Refused ? (error.cause as Error) : error;
        return { state: 'unseen', why: `${name}: ${message}` };
      }
    },
  };
}

async function look(client: ApplicationAutoScalingClient, cluster: string): Promise<ScalingSeen> {
  const identity = {
    ServiceNamespace: 'rds',
    ScalableDimension: 'rds:cluster:ReadReplicaCount',
  } as const;
  const ResourceId = resourceOf(cluster);
  const [target] = await allPages(async (NextToken) => {
    const answer = await client.send(
      new DescribeScalableTargetsCommand({ ...identity, ResourceIds: [ResourceId], NextToken }),
    );
    return { items: answer.ScalableTargets, next: answer.NextToken };
  });
  if (!target) return { state: 'none' };
  const policies = await allPages(async (NextToken) => {
    const answer = await client.send(
      new DescribeScalingPoliciesCommand({ ...identity, ResourceId, NextToken }),
    );
    return { items: answer.ScalingPolicies, next: answer.NextToken };
  });
  const actions = await allPages(async (NextToken) => {
    const answer = await client.send(
      new DescribeScheduledActionsCommand({ ...identity, ResourceId, NextToken }),
    );
    return { items: answer.ScheduledActions, next: answer.NextToken };
  });
  return {
    state: 'found',
    target: asFound({ ...identity, ResourceId }, target, policies, actions),
  };
}

type Identity = Pick<
  RegisterScalableTargetRequest,
  'ServiceNamespace' | 'ResourceId' | 'ScalableDimension'
>;

/**
 * Of each what makes it anew: the input's members, without those that only a description has. The role
 * is AWS's own for Aurora, and its alarms AWS makes with the policy.
 * Source: the SDK's model, the members of the three requests.
 */
function asFound(
  identity: Identity,
  target: DescribedTarget,
  policies: readonly ScalingPolicy[],
  actions: readonly ScheduledAction[],
): ScalableTarget {
  const { MinCapacity, MaxCapacity, SuspendedState } = target;
  return {
    minimum: required(MinCapacity, 'MinCapacity'),
    maximum: required(MaxCapacity, 'MaxCapacity'),
    making: [
      {
        command: 'register-scalable-target',
        name: identity.ResourceId ?? '',
        input: given({
          ...identity,
          MinCapacity,
          MaxCapacity,
          SuspendedState,
        }),
      },
      ...policies.map((policy) => ({
        command: 'put-scaling-policy' as const,
        name: required(policy.PolicyName, 'PolicyName'),
        input: given({
          ...identity,
          PolicyName: policy.PolicyName,
          PolicyType: policy.PolicyType,
          StepScalingPolicyConfiguration: policy.StepScalingPolicyConfiguration,
          TargetTrackingScalingPolicyConfiguration: policy.TargetTrackingScalingPolicyConfiguration,
          PredictiveScalingPolicyConfiguration: policy.PredictiveScalingPolicyConfiguration,
        }),
      })),
      ...actions.map((action) => ({
        command: 'put-scheduled-action' as const,
        name: required(action.ScheduledActionName, 'ScheduledActionName'),
        input: given({
          ...identity,
          ScheduledActionName: action.ScheduledActionName,
          Schedule: action.Schedule,
          Timezone: action.Timezone,
          StartTime: action.StartTime,
          EndTime: action.EndTime,
          ScalableTargetAction: action.ScalableTargetAction,
        }),
      })),
    ],
  };
}

/** An input as JSON holds it: moments as text, and nothing that is undefined. */
function given(
  input: RegisterScalableTargetRequest | PutScalingPolicyRequest | PutScheduledActionRequest,
): Record<string, unknown> {
  return JSON.parse(JSON.stringify(input)) as Record<string, unknown>;
}
