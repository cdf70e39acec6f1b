import { describe, expect, it } from '@jest/globals';
import { pollingSchedules } from '../../functions/shared/rules/polling-schedule.ts';
import type { Location } from '../../rehearsal/aws/contracts.ts';
import { readAlarm } from '../../rehearsal/aws/services/cloudwatch/alarm.ts';
import type { Alarm } from '../../rehearsal/aws/services/cloudwatch/alarm.ts';
import { callsOf } from '../../rehearsal/tests/deployment/recording-simulator.ts';
import { deployStack, mapAt, resourcesOf, templateOf } from './deploy-stack.ts';
import type { StackName } from './deploy-stack.ts';
import { stackFiles } from './stacks.ts';

const watching = ['source', 'target', 'subscription', 'access'] as const;

async function alarmsAt(
  stack: StackName,
  parameters: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, Alarm>> {
  const { asked } = await deployStack(stack, parameters);
  return new Map(
    callsOf(asked, 'createAlarm').map(([location, settings]) => {
      const { name, properties } = settings as {
        name: string;
        properties: Readonly<Record<string, unknown>>;
      };
      const logicalId = /-(\w+)-[A-Z0-9]+$/.exec(name)?.[1] ?? name;
      return [logicalId, readAlarm(location as Location, name, properties)];
    }),
  );
}

/** What an alarm makes of a time in which nobody publishes anything. */
async function silences(stack: StackName): Promise<Readonly<Record<string, string>>> {
  const alarms = [...(await alarmsAt(stack))];
  return Object.fromEntries(alarms.map(([name, { missingData }]) => [name, missingData]));
}

describe('alarms without data', () => {
  const runs = {
    RunFailed: 'notBreaching',
    RunTimedOut: 'notBreaching',
    RunAborted: 'notBreaching',
    CopyOverBudget: 'notBreaching',
    // Until somebody looks again, what was seen last stands.
    KeyUnusable: 'ignore',
    QuotaNearlyFull: 'ignore',
  };

  it('an alarm without data is overdue in the source where no capture is made', async () => {
    expect(await silences('source')).toEqual({ CaptureOverdue: 'breaching', ...runs });
  });

  it('an alarm without data is overdue in the target where no copy is verified', async () => {
    expect(await silences('target')).toEqual({
      VerifiedCopyOverdue: 'breaching',
      ...runs,
      NoticesFailed: 'notBreaching',
    });
  });

  it('an alarm without data means an empty queue at the subscription', async () => {
    expect(await silences('subscription')).toEqual({ NoticesUndelivered: 'notBreaching' });
  });
});

describe.each(stackFiles)('every alarm of %s', (file) => {
  const alarms = resourcesOf(file, 'AWS::CloudWatch::Alarm').map(
    ([name, resource]) => [name, mapAt(resource, 'Properties')] as const,
  );

  it('every alarm tells the operators, by the nested topic or the one that is handed in', () => {
    for (const [, properties] of alarms) {
      expect([
        { Ref: 'TopicArn' },
        { 'Fn::GetAtt': ['Operations', 'Outputs.TopicArn'] },
      ]).toContainEqual((properties['AlarmActions'] as readonly unknown[])[0]);
    }
  });

  it('every alarm says in words what is the matter', () => {
    for (const [, properties] of alarms) {
      expect(JSON.stringify(properties['AlarmDescription']).length).toBeGreaterThan(20);
    }
  });
});

describe('the topic of the operators', () => {
  const file = 'stacks/operations.yaml';

  it.each(watching)('the stack %s has one', (stack) => {
    const [[, application] = []] = resourcesOf(
      `stacks/${stack}.yaml`,
      'AWS::Serverless::Application',
    ).filter(([logicalId]) => logicalId === 'Operations');

    expect(mapAt(application, 'Properties')['Location']).toBe('operations.yaml');
  });

  it('alarms may publish to it under its key, for this account only', () => {
    const topic = mapAt(templateOf(file), 'Resources', 'OperationsTopic', 'Properties');
    const { Statement: statements } = mapAt(
      templateOf(file),
      'Resources',
      'TopicsKey',
      'Properties',
      'KeyPolicy',
    );

    expect(topic['KmsMasterKeyId']).toEqual({ 'Fn::GetAtt': ['TopicsKey', 'Arn'] });
    expect(statements).toContainEqual({
      Sid: 'AlarmsPublish',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });
});

describe.each([
  ['source', 'CaptureOverdue'],
  ['target', 'VerifiedCopyOverdue'],
] as const)('in the stack %s, %s', (stack, name) => {
  it('the overdue alarm looks at as many hours as RpoHours says, each without a success', async () => {
    const alarm = (await alarmsAt(stack, { RpoHours: '49' })).get(name);

    expect(alarm).toMatchObject({
      statistic: 'Sum',
      periodSeconds: 3600,
      evaluationPeriods: 49,
      datapointsToAlarm: 49,
      comparison: 'LessThanThreshold',
      threshold: 1,
      fill: 0,
    });
  });

  it('RpoHours goes up to the week that CloudWatch looks back, and no further', async () => {
    expect((await alarmsAt(stack, { RpoHours: '168' })).get(name)).toBeDefined();
    await expect(alarmsAt(stack, { RpoHours: '169' })).rejects.toThrow(
      "'RpoHours' must be a number not greater than 168",
    );
  });

  it('RpoHours is more than a day by default, for a schedule that fires once a day', async () => {
    expect((await alarmsAt(stack)).get(name)?.evaluationPeriods).toBeGreaterThan(24);
  });

  it('the overdue alarm is left out with RpoHours 0', async () => {
    const alarms = await alarmsAt(stack, { RpoHours: '0' });

    expect(alarms.has(name)).toBe(false);
    expect(alarms.has('RunFailed')).toBe(true);
  });

  it('the alarm for a slow copy has the budget of the step by default', async () => {
    const { budget } = pollingSchedules[stack === 'source' ? 'CopySnapshot' : 'SecureSnapshot'];

    expect((await alarmsAt(stack)).get('CopyOverBudget')?.threshold).toBe(budget);
    expect(
      (await alarmsAt(stack, { CopyBudgetSeconds: '14400' })).get('CopyOverBudget')?.threshold,
    ).toBe(14_400);
  });
});
