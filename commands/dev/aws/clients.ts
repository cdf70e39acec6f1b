import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { lambdaFunctions } from './lambda-functions.ts';
import { sqsQueues } from './sqs-queues.ts';
import { cloudFormationStacks } from './cloudformation-stacks.ts';

/** Whose account and which Region: the machine's own configuration where they are left out. */
export interface Place {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

/** What the command does in AWS, with the developer's own credentials. */
export function awsPorts({ profile, region }: Place) {
  const settings = {
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
  };
  const lambda = new LambdaClient(settings);
  return {
    functions: lambdaFunctions(lambda),
    queues: sqsQueues(new SQSClient({ ...settings, useQueueUrlAsEndpoint: false })),
    stacks: cloudFormationStacks(new CloudFormationClient(settings)),
    region: () => lambda.config.region(),
  };
}
