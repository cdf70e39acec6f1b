import {
  ApplicationAutoScalingClient,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { clientSettings } from '../../plays/operator/client-settings.ts';
import { target } from '../../plays/scene/locations.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';

/** The live cluster of every rehearsal, as Application Auto Scaling knows it. */
export const orders = {
  ServiceNamespace: 'rds',
  ResourceId: 'cluster:orders',
  ScalableDimension: 'rds:cluster:ReadReplicaCount',
} as const;

/** Has its readers scaled as an operator does: from 1 to 5, by their load. */
export async function scale(simulator: Simulator): Promise<void> {
  const client = new ApplicationAutoScalingClient(clientSettings(simulator, target));
  await client.send(
    new RegisterScalableTargetCommand({ ...orders, MinCapacity: 1, MaxCapacity: 5 }),
  );
  await client.send(
    new PutScalingPolicyCommand({
      ...orders,
      PolicyName: 'by-load',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 60,
        PredefinedMetricSpecification: { PredefinedMetricType: 'RDSReaderAverageCPUUtilization' },
      },
    }),
  );
  client.destroy();
}
