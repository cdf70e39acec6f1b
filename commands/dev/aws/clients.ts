import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '../../terminal/client-settings.ts';
import type { Place } from '../../terminal/client-settings.ts';
import { lambdaFunctions } from './lambda-functions.ts';
import { sqsQueues } from './sqs-queues.ts';
import { cloudFormationStacks } from './cloudformation-stacks.ts';

/** What the command does in AWS, with the developer's own credentials. */
export function awsPorts(place: Place) {
  const settings = clientSettings(place);
  const lambda = new LambdaClient(settings);
  return {
    functions: lambdaFunctions(lambda),
    queues: sqsQueues(new SQSClient({ ...settings, useQueueUrlAsEndpoint: false })),
    stacks: cloudFormationStacks(new CloudFormationClient(settings)),
    region: () => lambda.config.region(),
  };
}
