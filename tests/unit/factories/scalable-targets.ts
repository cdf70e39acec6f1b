import type { ScalableTarget } from '../../../functions/target/rules/scalable-target.ts';

const identity = {
  ServiceNamespace: 'rds',
  ScalableDimension: 'rds:cluster:ReadReplicaCount',
  ResourceId: 'cluster:orders',
};

/** What scales the readers of `orders`: from 1 to 5, with one policy and one scheduled action. */
export function aScalableTarget(overrides: Partial<ScalableTarget> = {}): ScalableTarget {
  return {
    minimum: 1,
    maximum: 5,
    making: [
      {
        command: 'register-scalable-target',
        name: 'cluster:orders',
        input: { ...identity, MinCapacity: 1, MaxCapacity: 5 },
      },
      {
        command: 'put-scaling-policy',
        name: 'by-load',
        input: { ...identity, PolicyName: 'by-load', PolicyType: 'TargetTrackingScaling' },
      },
      {
        command: 'put-scheduled-action',
        name: "owner's",
        input: { ...identity, ScheduledActionName: "owner's", Schedule: 'rate(1 day)' },
      },
    ],
    ...overrides,
  };
}
