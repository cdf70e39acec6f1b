// One file: what SAM makes of each of its resources, template beside result.
import { describe, expect, it } from '@jest/globals';
import { callsOf, deployText, source } from './recording-simulator.ts';

const metadata = 'Metadata: { BuildMethod: esbuild, BuildProperties: { Sourcemap: true } }';

const functionTemplate = `
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs24.x
    Timeout: 30
    Environment: { Variables: { STAGE: live, LEVEL: INFO } }
Conditions: { Traced: !Equals [a, a], Untraced: !Equals [a, b] }
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Copy:
    Type: AWS::Serverless::Function
    ${metadata}
    Properties:
      CodeUri: .
      Handler: copy.handler
      MemorySize: 256
      Tracing: Active
      VpcConfig: { SubnetIds: [subnet-11111111], SecurityGroupIds: [sg-11111111] }
      Environment: { Variables: { LEVEL: DEBUG, QUEUE: !Ref Queue } }
      DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Queue.Arn }
      ReservedConcurrentExecutions: 1
      EventInvokeConfig:
        MaximumRetryAttempts: 1
        DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Queue.Arn } }
      Policies:
        - arn:aws:iam::aws:policy/ReadOnlyAccess
        - Version: '2012-10-17'
          Statement: { Effect: Allow, Action: 'rds:CopyDBClusterSnapshot', Resource: '*' }
        - !If
          - Untraced
          - Statement: [{ Effect: Allow, Action: 'rds:DeleteDBCluster', Resource: '*' }]
          - !Ref AWS::NoValue
`;

describe('AWS::Serverless::Function', () => {
  it('a serverless function gets the role that SAM makes for it', async () => {
    const { stack, asked } = await deployText({ 'template.yaml': functionTemplate });
    const role = stack.resources['CopyRole'];
    const [settings] = callsOf(asked, 'addRole').filter(([arn]) => arn === role?.arn);
    const queueArn = stack.resources['Queue']?.arn;
    expect(role?.arn).toMatch(/^arn:aws:iam::111111111111:role\/understudy-CopyRole-[A-Z0-9]{12}$/);
    expect(settings?.[1]).toEqual({
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: ['sts:AssumeRole'],
            Effect: 'Allow',
            Principal: { Service: ['lambda.amazonaws.com'] },
          },
        ],
      },
      managedPolicyArns: [
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        'arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess',
        'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
        'arn:aws:iam::aws:policy/ReadOnlyAccess',
      ],
      policies: [
        {
          name: 'DeadLetterQueuePolicy',
          document: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn }],
          },
        },
        {
          name: 'CopyEventInvokeConfigOnFailureSQSPolicy',
          document: {
            Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn }],
          },
        },
        {
          name: 'CopyRolePolicy1',
          document: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'rds:CopyDBClusterSnapshot', Resource: '*' }],
          },
        },
      ],
    });
  });

  it('a serverless function is made with its own properties over the globals', async () => {
    const { stack, asked } = await deployText({ 'template.yaml': functionTemplate });
    const { Copy: copy, CopyRole: role, Queue: queue } = stack.resources;
    expect(copy).toEqual({
      type: 'AWS::Lambda::Function',
      physicalId: expect.stringMatching(/^understudy-Copy-[A-Z0-9]{12}$/),
      arn: `arn:aws:lambda:eu-west-1:111111111111:function:${copy?.physicalId}`,
      roleArn: role?.arn,
    });
    expect(callsOf(asked, 'createFunction')).toEqual([
      [
        source,
        {
          name: copy?.physicalId,
          arn: copy?.arn,
          roleArn: role?.arn,
          handler: 'copy.handler',
          codeDirectory: '/built/Copy',
          environment: {
            STAGE: 'live',
            LEVEL: 'DEBUG',
            QUEUE: queue?.physicalId,
            NODE_OPTIONS: '--enable-source-maps',
          },
          timeoutSeconds: 30,
          memorySize: 256,
          vpc: { subnetIds: ['subnet-11111111'], securityGroupIds: ['sg-11111111'] },
          deadLetterQueueArn: queue?.arn,
          reservedConcurrency: 1,
        },
      ],
    ]);
    expect(callsOf(asked, 'configureAsynchronousInvocation')).toEqual([
      [copy?.arn, { maximumRetryAttempts: 1, onFailureArn: queue?.arn }],
    ]);
  });

  it('a serverless function keeps a given role, and no other role is made', async () => {
    const { stack } = await deployText({
      'template.yaml': `
Transform: AWS::Serverless-2016-10-31
Resources:
  Copy:
    Type: AWS::Serverless::Function
    ${metadata}
    Properties: { CodeUri: ., Handler: copy.handler, Runtime: nodejs24.x, Role: 'arn:aws:iam::111111111111:role/own' }
`,
    });
    expect(Object.keys(stack.resources)).toEqual(['Copy']);
    expect(stack.resources['Copy']?.roleArn).toBe('arn:aws:iam::111111111111:role/own');
  });

  it('a serverless function gets rules, schedules, subscriptions and permissions from its events', async () => {
    const { stack, asked } = await deployText({
      'template.yaml': `
Transform: AWS::Serverless-2016-10-31
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Sync:
    Type: AWS::Serverless::Function
    ${metadata}
    Properties:
      CodeUri: .
      Handler: sync.handler
      Runtime: nodejs24.x
      Events:
        Change: { Type: EventBridgeRule, Properties: { Pattern: { source: [aws.rds] } } }
        Tick: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(5 minutes) } }
        Notice: { Type: SNS, Properties: { Topic: !Ref Topic, Region: eu-west-1 } }
`,
    });
    const { Sync: sync, SyncChange: rule, SyncTickRole: role, Topic: topic } = stack.resources;
    expect(callsOf(asked, 'putRule')).toEqual([
      [
        source,
        {
          name: rule?.physicalId,
          busName: 'default',
          enabled: true,
          pattern: { source: ['aws.rds'] },
          targets: [{ id: 'SyncChangeLambdaTarget', arn: sync?.arn, retry: {} }],
        },
      ],
    ]);
    expect(callsOf(asked, 'createSchedule')).toEqual([
      [
        source,
        expect.objectContaining({ name: 'SyncTick', targetArn: sync?.arn, roleArn: role?.arn }),
      ],
    ]);
    expect(callsOf(asked, 'subscribe')).toEqual([
      [
        source,
        {
          topicArn: topic?.arn,
          region: 'eu-west-1',
          protocol: 'lambda',
          endpoint: sync?.arn,
          rawMessageDelivery: false,
        },
      ],
    ]);
    expect(callsOf(asked, 'addPermission').map(([, statement]) => statement)).toEqual([
      expect.objectContaining({
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Condition: { ArnLike: { 'AWS:SourceArn': rule?.arn } },
      }),
      expect.objectContaining({
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnLike: { 'AWS:SourceArn': topic?.arn } },
      }),
    ]);
  });
});

describe('AWS::Serverless::StateMachine', () => {
  const template = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Log: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /understudy/run } }
  Workflow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: workflow.asl.yaml
      DefinitionSubstitutions: { TopicArn: !Ref Topic, Minutes: 5 }
      Tracing: { Enabled: true }
      Logging:
        Level: ALL
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: !GetAtt Log.Arn } }]
      Policies:
        - Statement: [{ Effect: Allow, Action: 'sns:Publish', Resource: !Ref Topic }]
      Events:
        Nightly: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 day), Input: '{}' } }
        Change: { Type: EventBridgeRule, Properties: { Pattern: { source: [aws.rds] } } }
`;

  it('a serverless state machine takes its definition with the substitutions of the template', async () => {
    const { stack, asked } = await deployText({
      'template.yaml': template,
      'workflow.asl.yaml': 'StartAt: ${TopicArn}\n',
    });
    const { Workflow: workflow, WorkflowRole: role, Topic: topic } = stack.resources;
    expect(callsOf(asked, 'createStateMachine')).toEqual([
      [
        source,
        {
          name: expect.stringMatching(/^understudy-Workflow-/),
          definition: {
            text: 'StartAt: ${TopicArn}\n',
            substitutions: { TopicArn: topic?.arn, Minutes: '5' },
          },
          roleArn: role?.arn,
          type: 'STANDARD',
          tracing: true,
          logLevel: 'ALL',
          logGroupArn: 'arn:aws:logs:eu-west-1:111111111111:log-group:/understudy/run:*',
        },
      ],
    ]);
    expect(workflow?.physicalId).toBe(workflow?.arn);
  });

  it('a serverless state machine gets one role for itself and one for each event', async () => {
    const { stack, asked } = await deployText({
      'template.yaml': template,
      'workflow.asl.yaml': '',
    });
    const machine = stack.resources['Workflow']?.arn;
    const roles = new Map(callsOf(asked, 'addRole').map(([arn, settings]) => [arn, settings]));
    const of = (name: string): unknown => roles.get(stack.resources[name]?.arn);
    expect(of('WorkflowRole')).toMatchObject({
      managedPolicyArns: ['arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess'],
      policies: [{ name: 'WorkflowRolePolicy0' }],
    });
    for (const [name, service] of [
      ['WorkflowNightlyRole', 'scheduler.amazonaws.com'],
      ['WorkflowChangeRole', 'events.amazonaws.com'],
    ] as const) {
      expect(of(name)).toMatchObject({
        trustPolicy: { Statement: [{ Principal: { Service: [service] } }] },
        policies: [
          {
            document: {
              Statement: [{ Action: 'states:StartExecution', Resource: machine }],
            },
          },
        ],
      });
    }
  });
});

describe('AWS::Serverless::Application', () => {
  const parent = `
Transform: AWS::Serverless-2016-10-31
Parameters: { Place: { Type: String, Default: source } }
Conditions: { Source: !Equals [!Ref Place, source] }
Resources:
  Source:
    Type: AWS::Serverless::Application
    Condition: Source
    Properties: { Location: source.yaml, Parameters: { Prefix: !Sub '\${AWS::StackName}-night' } }
Outputs:
  TopicArn: { Condition: Source, Value: !GetAtt Source.Outputs.TopicArn }
`;
  const nested = `
Parameters: { Prefix: { Type: String } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: !Sub '\${Prefix}-notices' } }
Outputs:
  TopicArn: { Value: !Ref Topic }
`;

  it('a nested application is deployed with its parameters, and its outputs are passed up', async () => {
    const { stack } = await deployText({ 'template.yaml': parent, 'source.yaml': nested });
    const arn = 'arn:aws:sns:eu-west-1:111111111111:understudy-night-notices';
    expect(stack.outputs).toEqual({ TopicArn: arn });
    expect(stack.resources['Source/Topic']).toEqual({
      type: 'AWS::SNS::Topic',
      physicalId: arn,
      arn,
    });
  });

  it('a nested application is left out when its condition is false', async () => {
    const { stack } = await deployText(
      { 'template.yaml': parent, 'source.yaml': nested },
      { Place: 'target' },
    );
    expect(stack).toEqual({ outputs: {}, resources: {} });
  });

  it.each([
    ['Type: AWS::S3::Bucket', 'Source/Resources/Topic: the simulator'],
    ['Type: AWS::SNS::Topic, DependsOn: Nobody', 'Source: Template format error: Unresolved'],
  ])('a refused nested application is reported with its stack: %s', async (type, sentence) => {
    await expect(
      deployText({
        'template.yaml': parent,
        'source.yaml': nested.replace('Type: AWS::SNS::Topic', type),
      }),
    ).rejects.toThrow(sentence);
  });

  it('a nested application refuses a list for a parameter, as CloudFormation does', async () => {
    await expect(
      deployText({
        'template.yaml': parent.replace("!Sub '${AWS::StackName}-night'", '[a, b]'),
        'source.yaml': nested,
      }),
    ).rejects.toThrow('Value of property Prefix must be String');
  });
});
