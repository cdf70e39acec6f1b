import type { DBCluster, ServerlessV2ScalingConfiguration } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import type { ClusterSettings } from '../settings/database-settings.ts';
import { within } from '../settings/valid-values.ts';

/**
 * Capacity in Aurora capacity units, in steps of a half, 0 to 256, the maximum at least 1; how long
 * an instance idles before it pauses, 300 seconds to a day.
 * Source: the SDK's model, ServerlessV2ScalingConfiguration.
 */
export function readServerless(
  input: ServerlessV2ScalingConfiguration | undefined,
): ClusterSettings['serverless'] {
  if (input === undefined) return undefined;
  const {
    MinCapacity: min = 0.5,
    MaxCapacity: max = 0,
    SecondsUntilAutoPause: pause = 300,
  } = input;
  const pauseAfter = within('SecondsUntilAutoPause', pause, 300, 86_400);
  if (Number.isInteger(min * 2) && Number.isInteger(max * 2) && min >= 0 && max >= 1 && max <= 256)
    if (min <= max) return { min, max, pauseAfter };
  throw new AwsError(
    'InvalidParameterValue',
    `Serverless v2 capacity must be in steps of 0.5, with 0 <= minimum <= maximum and 1 <= maximum <= 256. Found: ${min} to ${max}`,
  );
}

/** In the API's shape. Only what can go down to 0 pauses. */
export function showServerless(
  serverless: ClusterSettings['serverless'],
): Pick<DBCluster, 'ServerlessV2ScalingConfiguration'> {
  if (serverless === undefined) return {};
  const { min, max, pauseAfter } = serverless;
  return {
    ServerlessV2ScalingConfiguration: {
      MinCapacity: min,
      MaxCapacity: max,
      ...(min === 0 ? { SecondsUntilAutoPause: pauseAfter } : {}),
    },
  };
}
