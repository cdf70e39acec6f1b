import type { EnableHttpEndpointRequest, EnableHttpEndpointResponse } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { simulated } from '../operation.ts';
import { clusterTakes } from '../statuses/takes.ts';
import { clusterAt } from './at-arn.ts';

/**
 * EnableHttpEndpoint and DisableHttpEndpoint turn the Data API on and off: of provisioned and Serverless v2
 * clusters nothing else does once they exist. Source: the SDK's model.
 */
export const httpEndpointOperations = (
  [
    ['EnableHttpEndpoint', true],
    ['DisableHttpEndpoint', false],
  ] as const
).map(([name, enabled]) =>
  simulated<EnableHttpEndpointRequest, EnableHttpEndpointResponse>(
    name,
    { ResourceArn: true },
    (context, input, call) => {
      const { cluster, arn } = clusterAt(context, name, input.ResourceArn, call);
      if (cluster === undefined) {
        throw new AwsError('ResourceNotFoundFault', `The specified resource ${arn} was not found.`);
      }
      if (!clusterTakes(cluster.status, 'EnableHttpEndpoint')) {
        throw new AwsError(
          'InvalidResourceStateFault',
          `The cluster ${cluster.identifier} must be available, and is ${cluster.status}`,
        );
      }
      cluster.httpEndpoint = enabled;
      return { ResourceArn: arn, HttpEndpointEnabled: enabled };
    },
  ),
);
