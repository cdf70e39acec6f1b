import { describe, expect, it } from '@jest/globals';
import { callsOf, deployText, source } from './recording-simulator.ts';

/** Deploys one resource `It` and returns what the operation was asked with. */
async function asks(body: string, operation: string): Promise<unknown[]> {
  const { asked } = await deployText({ 'template.yaml': `Resources:\n  It: ${body}\n` });
  return callsOf(asked, operation)[0] ?? [];
}

const policy =
  "{ Version: '2012-10-17', Statement: { Effect: Allow, Action: 'x:Y', Resource: '*' } }";
const readPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'x:Y', Resource: '*' }],
};

describe('template resources', () => {
  it.each<[string, string, unknown[]]>([
    [
      `{ Type: AWS::KMS::Key, Properties: { KeyPolicy: ${policy}, EnableKeyRotation: true } }`,
      'createKey',
      [source, { policy: readPolicy, enabled: true, multiRegion: false, rotates: true, tags: {} }],
    ],
    [
      '{ Type: AWS::KMS::Key }',
      'createKey',
      [
        source,
        expect.objectContaining({
          policy: {
            Version: '2012-10-17',
            Statement: [
              expect.objectContaining({
                Principal: { AWS: 'arn:aws:iam::111111111111:root' },
                Action: 'kms:*',
              }),
            ],
          },
        }),
      ],
    ],
    [
      '{ Type: AWS::KMS::Alias, Properties: { AliasName: alias/night, TargetKeyId: key-1 } }',
      'createAlias',
      [source, 'alias/night', 'key-1'],
    ],
    [
      `{ Type: AWS::SNS::TopicPolicy, Properties: { Topics: [arn:topic], PolicyDocument: ${policy} } }`,
      'setTopicPolicy',
      ['arn:topic', readPolicy],
    ],
    [
      '{ Type: AWS::SNS::Subscription, Properties: { TopicArn: arn:t, Protocol: lambda, Endpoint: arn:f, Region: eu-central-1, RedrivePolicy: { deadLetterTargetArn: arn:q } } }',
      'subscribe',
      [
        source,
        {
          topicArn: 'arn:t',
          protocol: 'lambda',
          endpoint: 'arn:f',
          region: 'eu-central-1',
          rawMessageDelivery: false,
          deadLetterQueueArn: 'arn:q',
        },
      ],
    ],
    [
      `{ Type: AWS::SQS::QueuePolicy, Properties: { Queues: [url], PolicyDocument: ${policy} } }`,
      'setQueuePolicy',
      ['url', readPolicy],
    ],
    [
      `{ Type: AWS::IAM::Policy, Properties: { PolicyName: p, Roles: [role], PolicyDocument: ${policy} } }`,
      'attachPolicy',
      ['arn:aws:iam::111111111111:role/role', { name: 'p', document: readPolicy }],
    ],
    [
      '{ Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /night, RetentionInDays: 30 } }',
      'createLogGroup',
      [source, { name: '/night', retentionDays: 30 }],
    ],
    [
      '{ Type: AWS::Logs::ResourcePolicy, Properties: { PolicyName: p, PolicyDocument: \'{"Statement":[]}\' } }',
      'putResourcePolicy',
      [source, 'p', { Statement: [] }],
    ],
    [
      '{ Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: late, Threshold: 1, Dimensions: [{ Name: a, Value: b }] } }',
      'createAlarm',
      [
        source,
        { name: 'late', properties: { Threshold: 1, Dimensions: [{ Name: 'a', Value: 'b' }] } },
      ],
    ],
    [
      '{ Type: AWS::Scheduler::Schedule, Properties: { Name: nightly, State: DISABLED, ScheduleExpression: rate(1 day), FlexibleTimeWindow: { Mode: FLEXIBLE, MaximumWindowInMinutes: 15 }, Target: { Arn: arn:f, RoleArn: arn:r, RetryPolicy: { MaximumRetryAttempts: 2 } } } }',
      'createSchedule',
      [
        source,
        {
          name: 'nightly',
          groupName: 'default',
          expression: 'rate(1 day)',
          timezone: 'UTC',
          enabled: false,
          flexibleWindowMinutes: 15,
          targetArn: 'arn:f',
          roleArn: 'arn:r',
          retry: { maximumRetryAttempts: 2 },
        },
      ],
    ],
    [
      '{ Type: AWS::SSM::Parameter, Properties: { Name: /night, Type: String, Value: 5 } }',
      'putParameter',
      [source, { name: '/night', type: 'String', value: '5' }],
    ],
    [
      '{ Type: AWS::EC2::VPCEndpoint, Properties: { ServiceName: s, VpcId: vpc-11111111, VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [subnet-11111111] } }',
      'createVpcEndpoint',
      [
        source,
        {
          serviceName: 's',
          vpcId: 'vpc-11111111',
          type: 'Interface',
          subnetIds: ['subnet-11111111'],
          securityGroupIds: [],
          privateDns: true,
        },
      ],
    ],
    [
      '{ Type: AWS::Lambda::Permission, Properties: { Action: "lambda:InvokeFunction", FunctionName: night, Principal: "222222222222", SourceAccount: "222222222222" } }',
      'addPermission',
      [
        'arn:aws:lambda:eu-west-1:111111111111:function:night',
        {
          Sid: expect.stringMatching(/^understudy-It-/),
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::222222222222:root' },
          Action: 'lambda:InvokeFunction',
          Resource: 'arn:aws:lambda:eu-west-1:111111111111:function:night',
          Condition: { StringEquals: { 'AWS:SourceAccount': '222222222222' } },
        },
      ],
    ],
  ])('the resource %s is made by %s', async (body, operation, details) => {
    expect(await asks(body, operation)).toEqual(details);
  });

  it('a resource is made after those it refers to, wherever it is in the template', async () => {
    const { asked } = await deployText({
      'template.yaml': `
Resources:
  Policy: { Type: AWS::SNS::TopicPolicy, Properties: { Topics: [!Ref Topic], PolicyDocument: { Statement: [] } } }
  Log: { Type: AWS::Logs::LogGroup, DependsOn: [Policy], Properties: { LogGroupName: !Sub '/\${Queue.QueueName}' } }
  Topic: { Type: AWS::SNS::Topic, Properties: { KmsMasterKeyId: !GetAtt Key.Arn } }
  Queue: { Type: AWS::SQS::Queue }
  Key: { Type: AWS::KMS::Key }
`,
    });
    expect(asked.map(([operation]) => operation)).toEqual([
      'createKey',
      'createTopic',
      'setTopicPolicy',
      'createQueue',
      'createLogGroup',
    ]);
  });
});
