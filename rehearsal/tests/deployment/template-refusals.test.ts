import { describe, expect, it } from '@jest/globals';
import { deployText } from './recording-simulator.ts';

const sam = 'Transform: AWS::Serverless-2016-10-31\n';
const topic = 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n';
const resource = (body: string): string => `${sam}Resources:\n  It: ${body}\n`;

describe('template constructs unknown to the simulator', () => {
  it.each([
    [`Hooks: {}\n${topic}`, 'the section Hooks'],
    [`Transform: AWS::Include\n${topic}`, 'the transform'],
    [resource('{ Type: AWS::SNS::Topic, DeletionPolicy: !Ref AWS::Region }'), 'the DeletionPolicy'],
    [resource('{ Type: AWS::S3::Bucket }'), 'the resource type AWS::S3::Bucket'],
    [resource('{ Type: AWS::SNS::Topic, CreationPolicy: {} }'), 'the attribute CreationPolicy'],
    [resource('{ Type: AWS::SNS::Topic, DeletionPolicy: Snapshot }'), 'the DeletionPolicy'],
    [
      resource('{ Type: AWS::SNS::Topic, Properties: { FifoTopic: true } }'),
      'the property FifoTopic',
    ],
    [
      resource('{ Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { maxRecieveCount: 3 } } }'),
      'the property maxRecieveCount',
    ],
    [
      resource(
        '{ Type: AWS::SQS::Queue, Properties: { RedrivePolicy: !If [C, { a: 1 }, !Ref AWS::NoValue] } }',
      ),
      'the property a',
    ],
    [resource('{ Type: AWS::Lambda::Function }'), 'AWS::Lambda::Function but as SAM makes it'],
    [
      resource('{ Type: AWS::Serverless::Function, Properties: { Layers: [] } }'),
      'the property Layers',
    ],
    [
      resource(
        '{ Type: AWS::Serverless::Function, Properties: { Policies: [{ SQSPollerPolicy: { QueueName: q } }] } }',
      ),
      'the SAM policy template SQSPollerPolicy',
    ],
    [
      resource(
        '{ Type: AWS::Serverless::Function, Properties: { Policies: [AmazonRDSFullAccess] } }',
      ),
      'the managed policy AmazonRDSFullAccess by its bare name',
    ],
    [
      resource(
        '{ Type: AWS::Serverless::Function, Properties: { Events: { Api: { Type: HttpApi } } } }',
      ),
      'the event type HttpApi',
    ],
    [
      resource(
        '{ Type: AWS::Serverless::Function, Properties: { Events: { Tick: { Type: ScheduleV2, Properties: { Schedule: rate(1 day) } } } } }',
      ),
      'the property Schedule',
    ],
    [`${sam}Globals: { Function: { FunctionName: x } }\n${topic}`, 'the property FunctionName'],
    [`${sam}Globals: { HttpApi: {} }\n${topic}`, 'the section HttpApi'],
    [`${topic}Outputs: { It: { Value: a, Export: { Name: x } } }\n`, 'the key Export'],
    [
      `${topic}Outputs: { It: { Value: !GetAtt Topic.Arn } }\n`,
      'the attribute Arn of Topic (AWS::SNS::Topic)',
    ],
  ])('a template with an unknown construct is refused by name: %s', async (template, construct) => {
    await expect(deployText({ 'template.yaml': template })).rejects.toThrow(
      expect.objectContaining({
        name: 'UnknownTemplateConstruct',
        construct: expect.stringContaining(construct),
      }),
    );
  });
});

describe('templates that CloudFormation refuses', () => {
  it.each([
    [
      'Resources:\n  A: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref B } }\n  B: { Type: AWS::SNS::Topic, DependsOn: A }\n',
      'Circular dependency between resources: [A, B]',
    ],
    [
      'Resources:\n  A: { Type: AWS::SNS::Topic, DependsOn: Nobody }\n',
      'Unresolved resource dependencies [Nobody]',
    ],
    [
      'Conditions: { Never: !Equals [a, b] }\nResources:\n  A: { Type: AWS::SNS::Topic, Condition: Never }\n  B: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref A } }\n',
      'Unresolved resource dependencies [A]',
    ],
    ['Resources: {}\n', 'At least one Resources member'],
    ['Resources:\n  a-b: { Type: AWS::SNS::Topic }\n', 'non alphanumeric'],
    [
      'Resources:\n  F: { Type: AWS::Serverless::StateMachine }\n',
      'needs `Transform: AWS::Serverless-2016-10-31`',
    ],
    [
      resource(
        '{ Type: AWS::Serverless::StateMachine, Properties: { Role: x, Policies: [], DefinitionUri: x } }',
      ),
      "Specify either 'Role' or 'Policies'",
    ],
    [
      'Resources:\n  A: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: soon } }\n',
      'must be Number',
    ],
    [
      'Resources:\n  A: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/x } }\n',
      'required key [TargetKeyId] not found',
    ],
    [
      `Parameters: { L: { Type: CommaDelimitedList, Default: 'a,b' } }\n${topic}Outputs: { It: { Value: !Ref L } }\n`,
      'must be a String',
    ],
  ])('a template that CloudFormation refuses is refused: %s', async (template, sentence) => {
    await expect(deployText({ 'template.yaml': template })).rejects.toThrow(
      expect.objectContaining({
        name: 'TemplateRefused',
        message: expect.stringContaining(sentence),
      }),
    );
  });
});
