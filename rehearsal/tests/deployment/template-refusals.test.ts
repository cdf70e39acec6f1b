import { describe, expect, it } from '@jest/globals';
import { deployText } from './recording-simulator.ts';

const SAM = 'Transform: AWS::Serverless-2016-10-31\n';
const TOPIC = 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n';
const RESOURCE = (body: string): string => `${SAM}Resources:\n  It: ${body}\n`;

describe('template constructs unknown to the simulator', () => {
  it.each([
    [`Hooks: {}\n${TOPIC}`, 'the section Hooks'],
    [`Transform: AWS::LanguageExtensions\n${TOPIC}`, 'the transform'],
    [RESOURCE('{ Type: AWS::S3::Bucket }'), 'the resource type AWS::S3::Bucket'],
    [RESOURCE('{ Type: AWS::SNS::Topic, CreationPolicy: {} }'), 'the attribute CreationPolicy'],
    [RESOURCE('{ Type: AWS::SNS::Topic, DeletionPolicy: Snapshot }'), 'the DeletionPolicy'],
    [
      RESOURCE('{ Type: AWS::SNS::Topic, Properties: { FifoTopic: true } }'),
      'the property FifoTopic',
    ],
    [
      RESOURCE('{ Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { maxRecieveCount: 3 } } }'),
      'the property maxRecieveCount',
    ],
    [
      RESOURCE(
        '{ Type: AWS::SQS::Queue, Properties: { RedrivePolicy: !If [C, { a: 1 }, !Ref AWS::NoValue] } }',
      ),
      'the property a',
    ],
    [RESOURCE('{ Type: AWS::Lambda::Function }'), 'AWS::Lambda::Function but as SAM makes it'],
    [
      RESOURCE('{ Type: AWS::Serverless::Function, Properties: { Layers: [] } }'),
      'the property Layers',
    ],
    [
      RESOURCE(
        '{ Type: AWS::Serverless::Function, Properties: { Policies: [{ SQSPollerPolicy: { QueueName: q } }] } }',
      ),
      'the SAM policy template SQSPollerPolicy',
    ],
    [
      RESOURCE(
        '{ Type: AWS::Serverless::Function, Properties: { Policies: [AmazonRDSFullAccess] } }',
      ),
      'the managed policy AmazonRDSFullAccess by its bare name',
    ],
    [
      RESOURCE(
        '{ Type: AWS::Serverless::Function, Properties: { Events: { Api: { Type: HttpApi } } } }',
      ),
      'the event type HttpApi',
    ],
    [
      RESOURCE(
        '{ Type: AWS::Serverless::Function, Properties: { Events: { Tick: { Type: ScheduleV2, Properties: { Schedule: rate(1 day) } } } } }',
      ),
      'the property Schedule',
    ],
    [`${SAM}Globals: { Function: { FunctionName: x } }\n${TOPIC}`, 'the property FunctionName'],
    [`${SAM}Globals: { HttpApi: {} }\n${TOPIC}`, 'the section HttpApi'],
    [`${TOPIC}Outputs: { It: { Value: a, Export: { Name: x } } }\n`, 'the key Export'],
    [
      `${TOPIC}Outputs: { It: { Value: !GetAtt Topic.Arn } }\n`,
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
      RESOURCE(
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
      `Parameters: { L: { Type: CommaDelimitedList, Default: 'a,b' } }\n${TOPIC}Outputs: { It: { Value: !Ref L } }\n`,
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
