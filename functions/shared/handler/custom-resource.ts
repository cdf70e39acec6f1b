import * as z from 'zod/mini';
import { AnswerUrl } from '../rules/formats.ts';
import type { DeploymentRequest } from '../steps/answer-deployment.ts';

/** Source: CloudFormation User Guide, "Custom resource request types". */
export const customResourceInput = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: AnswerUrl,
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.optional(z.string()),
});

/** CloudFormation's request in the project's words. */
export function deploymentRequest(event: z.infer<typeof customResourceInput>): DeploymentRequest {
  return {
    type: event.RequestType,
    url: event.ResponseURL,
    stackId: event.StackId,
    requestId: event.RequestId,
    logicalId: event.LogicalResourceId,
    physicalId: event.PhysicalResourceId,
  };
}
