import type { DescribeStackResourceOutput } from '@aws-sdk/client-cloudformation';
import { expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { CloudFormation } from '../../aws/services/cloudformation/cloud-formation.ts';
import { operator, source } from '../authorization/people.ts';
import { callerOf } from './caller.ts';

const id = `arn:aws:cloudformation:eu-west-1:${source}:stack/lab/1`;

function described(name: string, logicalId: string): Promise<DescribeStackResourceOutput> {
  const stacks = new CloudFormation({ now: () => 5 });
  stacks.add({
    id,
    name: 'lab',
    location: { accountId: source, region: 'eu-west-1' },
    parameters: {},
    outputs: {},
    resources: { Probe: { type: 'AWS::Lambda::Function', physicalId: 'lab-Probe-1' } },
  });
  return callerOf(stacks, new Authorizer())(operator(), 'eu-west-1', 'DescribeStackResource', {
    StackName: name,
    LogicalResourceId: logicalId,
  });
}

it.each(['lab', id])('a resource of the stack %s is described', async (name) => {
  expect(await described(name, 'Probe')).toEqual({
    StackResourceDetail: {
      StackName: 'lab',
      StackId: id,
      LogicalResourceId: 'Probe',
      PhysicalResourceId: 'lab-Probe-1',
      ResourceType: 'AWS::Lambda::Function',
      ResourceStatus: 'CREATE_COMPLETE',
      LastUpdatedTimestamp: new Date(5),
    },
  });
});

it.each([
  ['lab', 'Nobody', 'Resource Nobody does not exist for stack lab'],
  ['none', 'Probe', 'Stack with id none does not exist'],
])('%s with %s is refused', async (name, logicalId, message) => {
  await expect(described(name, logicalId)).rejects.toMatchObject({
    name: 'ValidationError',
    message,
  });
});
