import type { ProcessorFeature } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import type { InstanceSettings } from '../settings/database-settings.ts';
import { oneOf, requireTogether } from '../settings/valid-values.ts';

/**
 * Cores and threads of an instance's class, or those that the class has by default.
 * Source: the SDK's model, ProcessorFeature: "coreCount" and "threadsPerCore".
 */
export function readProcessorFeatures(
  given: {
    readonly ProcessorFeatures?: readonly ProcessorFeature[] | undefined;
    readonly UseDefaultProcessorFeatures?: boolean | undefined;
  },
  before: InstanceSettings['processorFeatures'],
): InstanceSettings['processorFeatures'] {
  const features = given.ProcessorFeatures;
  requireTogether(
    given.UseDefaultProcessorFeatures !== true || features === undefined,
    'Specify ProcessorFeatures or UseDefaultProcessorFeatures, not both',
  );
  if (given.UseDefaultProcessorFeatures === true) return [];
  return (
    features?.map(({ Name = '', Value = '' }) => {
      oneOf('ProcessorFeatures', Name, ['coreCount', 'threadsPerCore']);
      if (/^[1-9]\d*$/.test(Value)) return { name: Name, value: Value };
      throw new AwsError('InvalidParameterValue', `Invalid value of ${Name}: ${Value}`);
    }) ?? before
  );
}

/** In the API's shape. */
export function showProcessorFeatures(
  features: InstanceSettings['processorFeatures'],
): ProcessorFeature[] {
  return features.map(({ name, value }) => ({ Name: name, Value: value }));
}
