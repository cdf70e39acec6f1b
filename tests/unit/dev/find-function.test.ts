import { describe, expect, it } from '@jest/globals';
import { findFunction } from '../../../commands/dev/find-function.ts';
import { InMemoryFunctions } from './fakes/in-memory-functions.ts';

const nested = 'arn:aws:cloudformation:eu-west-1:111111111111:stack/lab-Inner-1/2';
const resources: Readonly<Record<string, { type: string; physicalId: string } | undefined>> = {
  'lab Probe': { type: 'AWS::Lambda::Function', physicalId: 'lab-Probe' },
  'lab Gone': { type: 'AWS::Lambda::Function', physicalId: 'lab-Gone' },
  'lab Queue': { type: 'AWS::SQS::Queue', physicalId: 'q' },
  'lab Inner': { type: 'AWS::CloudFormation::Stack', physicalId: nested },
  [`${nested} Probe`]: { type: 'AWS::Lambda::Function', physicalId: 'lab-Probe' },
};

function find(name: string, stack?: string) {
  const stacks = {
    resource: (of: string, id: string) => Promise.resolve(resources[`${of} ${id}`]),
  };
  return findFunction({ function: name, stack }, { functions: new InMemoryFunctions(), stacks });
}

describe('findFunction', () => {
  it.each([
    ['Probe', 'lab'],
    ['Inner/Probe', 'lab'],
    ['lab-Probe', undefined],
    ['arn:aws:lambda:eu-west-1:111111111111:function:lab-Probe', undefined],
  ])('finds %s in %s', async (name, stack) => {
    expect(await find(name, stack)).toMatchObject({ name: 'lab-Probe' });
  });

  it.each([
    ['Nobody', 'lab', 'expected Nobody in the stack lab, found no resource'],
    ['Queue', 'lab', 'to be AWS::Lambda::Function, found AWS::SQS::Queue'],
    ['Inner', 'lab', 'to be AWS::Lambda::Function, found AWS::CloudFormation::Stack'],
    ['Probe/Probe', 'lab', 'to be AWS::CloudFormation::Stack, found AWS::Lambda::Function'],
    ['Gone', 'lab', 'the function lab-Gone is gone'],
    ['Probe', undefined, 'expected a function called Probe, found none; add --stack'],
    ['Inner/Probe', undefined, 'add --stack'],
    [
      'arn:aws:lambda:eu-west-1:111111111111:function:lab-Probe:1',
      undefined,
      'a version or an alias',
    ],
  ])('refuses %s in %s', async (name, stack, sentence) => {
    await expect(find(name, stack)).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringContaining(sentence),
    });
  });
});
