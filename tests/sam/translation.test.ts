import { describe, expect, it } from '@jest/globals';
import type { Resource } from '../../rehearsal/aws/deployment/resource.ts';
import { isMap } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TemplateValue } from '../../rehearsal/aws/deployment/template-value.ts';
import { project } from '../../scripts/checks/project.ts';
import { pythonEnvironment } from '../../scripts/checks/python-environment.ts';
import { SamTools } from '../../scripts/sam/tools.ts';
import type { TranslatedResource } from '../../scripts/sam/tools.ts';
import { ours, theirs } from './as-sam-writes.ts';
import { unfilled, workflowsOf } from './placeholders.ts';
import { stackFiles, stacks } from '../template/stacks.ts';

const translated = await new SamTools(await pythonEnvironment(console.error)).translate(stackFiles);

const workflows = await Promise.all(
  Object.values(translated).map((template) => workflowsOf(template, project)),
).then((found) => found.flat());

/** What starts something, with what must be said of it: source, and what is started. */
const triggerProperties = new Map<
  string,
  (properties: Readonly<Record<string, unknown>>) => unknown[]
>([
  ['AWS::Lambda::Permission', (of) => [of['SourceArn'], of['Principal'], of['FunctionName']]],
  ['AWS::SNS::Subscription', (of) => [of['TopicArn'], of['Protocol'], of['Endpoint']]],
  ['AWS::Scheduler::Schedule', (of) => [of['ScheduleExpression'], of['Target']]],
  [
    'AWS::Events::Rule',
    (of) => [
      of['EventPattern'] ?? of['ScheduleExpression'],
      ...((of['Targets'] ?? []) as object[]),
    ],
  ],
]);

describe.each(stacks)('the translation of $file by SAM', (stack) => {
  const { file, declared, expanded, functionGlobals } = stack;
  const resources = translated[file]?.Resources ?? {};

  it('the translated stack has the resources that the rehearsal makes of it', () => {
    expect(expanded.map(({ logicalId }) => logicalId).toSorted()).toEqual(
      Object.keys(resources).toSorted(),
    );
  });

  it.each(expanded)('the translation describes $logicalId as the rehearsal does', (resource) => {
    const translation = resources[resource.logicalId];

    expect(translation).toBeDefined();
    expect(translation && theirs(translation)).toEqual(ours(resource));
  });

  const owners = declared.filter(({ type }) =>
    ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'].includes(type),
  );

  if (owners.length > 0) {
    it.each(owners)(
      'the role of $logicalId has the statements that the template has, and no others',
      (owner) => {
        const role = resources[`${owner.logicalId}Role`];
        const policies = (role?.Properties?.['Policies'] ?? []) as { PolicyDocument: object }[];
        const queue = owner.properties['DeadLetterQueue'];

        expect(policies.map(({ PolicyDocument: document }) => document)).toEqual([
          ...(isMap(queue) ? [sendTo(queue['TargetArn'] ?? null)] : []),
          ...policiesOf(owner).filter((policy) => 'Statement' in policy),
        ]);
        expect(role?.Condition).toBe(owner.condition);
      },
    );

    it.each(owners)(
      'the role of $logicalId has the managed policies of the template, of logs, traces and the VPC',
      (owner) => {
        const role = resources[`${owner.logicalId}Role`];
        const runs = owner.type === 'AWS::Serverless::Function';
        const service = 'arn:aws:iam::aws:policy/service-role';
        const network = owner.properties['VpcConfig'] ?? (runs && functionGlobals['VpcConfig']);

        expect(role?.Properties?.['ManagedPolicyArns']).toEqual([
          ...(runs ? [`${service}/AWSLambdaBasicExecutionRole`] : []),
          'arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess',
          ...(network ? [`${service}/AWSLambdaVPCAccessExecutionRole`] : []),
          ...policiesOf(owner).filter((policy) => !('Statement' in policy)),
        ]);
      },
    );
  }

  it('each role can be assumed by one AWS service, except the one made for a person', () => {
    const trusts = ofType(resources, 'AWS::IAM::Role')
      .filter(([logicalId]) => logicalId !== 'EndpointCreator')
      .map(([, role]) => role.Properties?.['AssumeRolePolicyDocument']);

    expect(trusts).toEqual(
      trusts.map(() => ({
        Version: '2012-10-17',
        Statement: [
          {
            Action: ['sts:AssumeRole'],
            Effect: 'Allow',
            Principal: { Service: [expect.stringMatching(/^[a-z]+\.amazonaws\.com$/)] },
          },
        ],
      })),
    );
  });
});

describe.each(workflows)('the workflow $logicalId', (workflow) => {
  const { substitutions, placeholders } = workflow;
  const resources = Object.assign(
    {},
    ...Object.values(translated).map((template) => template.Resources),
  ) as Record<string, TranslatedResource>;

  it('the workflow has a substitution for every placeholder, and none without one', () => {
    expect(unfilled(workflow)).toEqual([]);
    expect(Object.keys(substitutions).filter((name) => !placeholders.includes(name))).toEqual([]);
  });

  it("each substitution of a function's ARN is that of the function in its name", () => {
    const called = Object.entries(substitutions).filter(([name]) => name.endsWith('FunctionArn'));

    expect(called.length).toBeGreaterThan(0);
    expect(called).toEqual(called.map(([name]) => [name, functionArn(name)]));
  });

  it('the substitutions of the workflow name functions that exist', () => {
    const text = JSON.stringify(substitutions);
    const called = [...text.matchAll(/\["(\w+)","Arn"\]/g)].map(([, logicalId = '']) => logicalId);

    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((id) => resources[id]?.Type !== 'AWS::Lambda::Function')).toEqual([]);
  });
});

describe('the triggers', () => {
  const triggers = Object.values(translated).flatMap(({ Resources: resources }) =>
    Object.entries(resources).filter(([, { Type: type }]) => triggerProperties.has(type)),
  );

  it.each(triggers)('a trigger starts one thing for one source: %s', (_name, trigger) => {
    const read = triggerProperties.get(trigger.Type);

    expect(read?.(trigger.Properties ?? {})).not.toContain(undefined);
  });

  it('the source workflow is started by its schedule with a role that may do nothing else', () => {
    const { Resources: resources = {} } = translated['stacks/source.yaml'] ?? {};

    expect(resources['SourceWorkflowSchedule']?.Properties).toMatchObject({
      State: { Ref: 'ScheduleState' },
      ScheduleExpression: { Ref: 'ScheduleExpression' },
      ScheduleExpressionTimezone: { Ref: 'ScheduleTimezone' },
      Target: {
        Arn: { Ref: 'SourceWorkflow' },
        Input: '{}',
        RoleArn: { 'Fn::GetAtt': ['SourceWorkflowScheduleRole', 'Arn'] },
      },
    });
    expect(resources['SourceWorkflowScheduleRole']?.Properties).toMatchObject({
      AssumeRolePolicyDocument: {
        Statement: [{ Principal: { Service: ['scheduler.amazonaws.com'] } }],
      },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: 'states:StartExecution',
                Resource: { Ref: 'SourceWorkflow' },
              },
            ],
          },
        },
      ],
    });
  });

  it('a recovery is started by the source topic only', () => {
    const { Resources: target = {} } = translated['stacks/target.yaml'] ?? {};
    const { Resources: subscription = {} } = translated['stacks/subscription.yaml'] ?? {};
    const permissions = ofType(target, 'AWS::Lambda::Permission');

    expect(permissions.map(([name]) => name)).toEqual(['StartRecoveryPermission']);
    expect(permissions[0]?.[1].Properties).toMatchObject({
      FunctionName: { Ref: 'StartRecovery' },
      Action: 'lambda:InvokeFunction',
      SourceArn: { Ref: 'SourceTopicArn' },
    });
    expect(subscription['NoticesSubscription']?.Properties).toMatchObject({
      TopicArn: { Ref: 'SourceTopicArn' },
      Protocol: 'lambda',
      Endpoint: { Ref: 'StartRecoveryFunctionArn' },
    });
  });
});

function policiesOf(owner: Resource): readonly object[] {
  return (owner.properties['Policies'] ?? []) as readonly object[];
}

/** Verification is a function by engine; all others are called by the name of their step. */
function functionArn(substitution: string): object {
  const step = substitution.replace(/FunctionArn$/, '');
  return step === 'VerifyDatabase'
    ? { 'Fn::If': ['SpeaksPostgresql', arn('VerifyPostgresql'), arn('VerifyMysql')] }
    : arn(step);
}

function arn(logicalId: string): object {
  return { 'Fn::GetAtt': [logicalId, 'Arn'] };
}

function sendTo(queue: TemplateValue): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: queue }],
  };
}

function ofType(
  resources: Readonly<Record<string, TranslatedResource>>,
  type: string,
): [string, TranslatedResource][] {
  return Object.entries(resources).filter(([, resource]) => resource.Type === type);
}
