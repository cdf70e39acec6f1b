import { liveName } from '../scene/fixtures.ts';
import { target } from '../scene/locations.ts';
import type { OperatorClient } from '../operator/operator-client.ts';

const cluster = {
  ServiceNamespace: 'rds',
  ScalableDimension: 'rds:cluster:ReadReplicaCount',
  ResourceId: `cluster:${liveName}`,
} as const;

/** Lets Application Auto Scaling look after the readers of the live cluster, as its owner does. */
export async function scaleLive(operator: OperatorClient): Promise<void> {
  const requests: readonly (readonly [operation: string, input: object])[] = [
    ['RegisterScalableTarget', { MinCapacity: 1, MaxCapacity: 4 }],
    [
      'PutScalingPolicy',
      {
        PolicyName: 'by-load',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 60,
          PredefinedMetricSpecification: {
            PredefinedMetricType: 'RDSReaderAverageCPUUtilization',
          },
        },
      },
    ],
    [
      'PutScheduledAction',
      {
        ScheduledActionName: 'mornings',
        Schedule: 'cron(0 7 * * ? *)',
        ScalableTargetAction: { MinCapacity: 2 },
      },
    ],
  ];
  for (const [operation, input] of requests) {
    await operator.scaling(target, operation, { ...cluster, ...input });
  }
}
