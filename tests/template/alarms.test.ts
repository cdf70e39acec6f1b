import { describe, expect, it } from '@jest/globals';
import { pollingSchedules } from '../../functions/shared/rules/polling-schedule.ts';
import type { Location } from '../../rehearsal/aws/contracts.ts';
import { readAlarm } from '../../rehearsal/aws/services/cloudwatch/alarm.ts';
import type { Alarm } from '../../rehearsal/aws/services/cloudwatch/alarm.ts';
import { callsOf } from '../../rehearsal/tests/deployment/recording-stage.ts';
import { deployPlace, mapAt, resourcesOf, templateOf } from './places.ts';
import type { Place } from './places.ts';

const watching = ['source', 'target', 'subscription', 'access'] as const;

async function alarmsAt(
  place: Place,
  parameters: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, Alarm>> {
  const { asked } = await deployPlace(place, parameters);
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
async function silences(place: Place): Promise<Readonly<Record<string, string>>> {
  const alarms = [...(await alarmsAt(place))];
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

describe.each(watching)('every alarm of the place %s', (place) => {
  const file = `stacks/${place}.yaml`;
  const alarms = resourcesOf(file, 'AWS::CloudWatch::Alarm').map(
    ([name, resource]) => [name, mapAt(resource, 'Properties')] as const,
  );

  it.each(alarms)('%s tells the operators', (_name, properties) => {
    expect(properties['AlarmActions']).toEqual([{ Ref: 'OperationsTopic' }]);
  });

  it.each(alarms)('%s says in words what is the matter', (_name, properties) => {
    const description = JSON.stringify(properties['AlarmDescription']);

    expect(description.length).toBeGreaterThan(20);
  });

  it('may publish to the topic of operations, whose key says so for this account only', () => {
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
] as const)('at the place %s, %s', (place, name) => {
  it('the overdue alarm looks at as many hours as RpoHours says, each without a success', async () => {
    const alarm = (await alarmsAt(place, { RpoHours: '49' })).get(name);

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
    expect((await alarmsAt(place, { RpoHours: '168' })).get(name)).toBeDefined();
    await expect(alarmsAt(place, { RpoHours: '169' })).rejects.toThrow(
      "'RpoHours' must be a number not greater than 168",
    );
  });

  it('RpoHours is more than a day by default, for a schedule that fires once a day', async () => {
    expect((await alarmsAt(place)).get(name)?.evaluationPeriods).toBeGreaterThan(24);
  });

  it('the overdue alarm is left out with RpoHours 0', async () => {
    const alarms = await alarmsAt(place, { RpoHours: '0' });

    expect(alarms.has(name)).toBe(false);
    expect(alarms.has('RunFailed')).toBe(true);
  });

  it('the alarm for a slow copy has the budget of the step by default', async () => {
    const { budget } = pollingSchedules[place === 'source' ? 'CopySnapshot' : 'SecureSnapshot'];

    expect((await alarmsAt(place)).get('CopyOverBudget')?.threshold).toBe(budget);
    expect(
      (await alarmsAt(place, { CopyBudgetSeconds: '14400' })).get('CopyOverBudget')?.threshold,
    ).toBe(14_400);
  });
});
