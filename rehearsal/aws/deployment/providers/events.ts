import { properties } from '../property-table.ts';
import type { PropertyTable } from '../property-table.ts';
import type { PropertyReader } from '../property-reader.ts';
import type { EventsPort, RetryPolicy } from './messaging-ports.ts';
import type { Providers } from './provider.ts';

const retry: PropertyTable = properties('MaximumRetryAttempts MaximumEventAgeInSeconds');
const deadLetterProperties: PropertyTable = properties('Arn');

/** `AWS::Scheduler::Schedule` and `AWS::Events::Rule`. */
export function eventsProviders(events: EventsPort): Providers {
  return {
    'AWS::Scheduler::Schedule': {
      properties: {
        ...properties(
          'Name GroupName Description ScheduleExpression ScheduleExpressionTimezone State StartDate EndDate KmsKeyArn',
        ),
        FlexibleTimeWindow: properties('Mode MaximumWindowInMinutes'),
        Target: {
          ...properties('Arn RoleArn Input'),
          RetryPolicy: retry,
          DeadLetterConfig: deadLetterProperties,
        },
      },
      create({ properties: given, location, name, path }) {
        const target = given.reader('Target') ?? missing(path);
        const scheduleName = given.optionalText('Name') ?? name(64);
        const startDate = given.optionalText('StartDate');
        const endDate = given.optionalText('EndDate');
        const window = given.reader('FlexibleTimeWindow')?.number('MaximumWindowInMinutes');
        const input = target.optionalText('Input');
        const roleArn = target.text('RoleArn');
        const { arn } = events.createSchedule(location, {
          name: scheduleName,
          groupName: given.optionalText('GroupName') ?? 'default',
          expression: given.text('ScheduleExpression'),
          timezone: given.optionalText('ScheduleExpressionTimezone') ?? 'UTC',
          enabled: (given.optionalText('State') ?? 'ENABLED') === 'ENABLED',
          targetArn: target.text('Arn'),
          roleArn,
          retry: retryPolicy(target),
          ...deadLetters(target),
          ...(startDate === undefined ? {} : { startDate }),
          ...(endDate === undefined ? {} : { endDate }),
          ...(window === undefined ? {} : { flexibleWindowMinutes: window }),
          ...(input === undefined ? {} : { input }),
        });
        return { ref: scheduleName, arn, roleArn, attributes: { Arn: arn } };
      },
    },
    'AWS::Events::Rule': {
      properties: {
        ...properties('Name Description EventBusName EventPattern ScheduleExpression State Tags'),
        Targets: [
          {
            ...properties('Id Arn RoleArn Input InputPath InputTransformer'),
            RetryPolicy: retry,
            DeadLetterConfig: deadLetterProperties,
          },
        ],
      },
      create({ properties: given, location, name }) {
        const ruleName = given.optionalText('Name') ?? name(64);
        const pattern = given.map('EventPattern');
        const scheduleExpression = given.optionalText('ScheduleExpression');
        const { arn } = events.putRule(location, {
          name: ruleName,
          busName: given.optionalText('EventBusName') ?? 'default',
          enabled: (given.optionalText('State') ?? 'ENABLED') === 'ENABLED',
          targets: given.readers('Targets').map(ruleTarget),
          ...(pattern === undefined ? {} : { pattern }),
          ...(scheduleExpression === undefined ? {} : { scheduleExpression }),
        });
        return { ref: ruleName, arn, attributes: { Arn: arn } };
      },
    },
  };
}

type RuleTarget = Parameters<EventsPort['putRule']>[1]['targets'][number];

function ruleTarget(target: PropertyReader): RuleTarget {
  const roleArn = target.optionalText('RoleArn');
  const input = target.optionalText('Input');
  const inputPath = target.optionalText('InputPath');
  const inputTransformer = target.map('InputTransformer');
  return {
    id: target.text('Id'),
    arn: target.text('Arn'),
    retry: retryPolicy(target),
    ...deadLetters(target),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(input === undefined ? {} : { input }),
    ...(inputPath === undefined ? {} : { inputPath }),
    ...(inputTransformer === undefined ? {} : { inputTransformer }),
  };
}

function retryPolicy(target: PropertyReader): RetryPolicy {
  const policy = target.reader('RetryPolicy');
  const attempts = policy?.number('MaximumRetryAttempts');
  const seconds = policy?.number('MaximumEventAgeInSeconds');
  return {
    ...(attempts === undefined ? {} : { maximumRetryAttempts: attempts }),
    ...(seconds === undefined ? {} : { maximumEventAgeSeconds: seconds }),
  };
}

function deadLetters(target: PropertyReader): { readonly deadLetterQueueArn?: string } {
  const arn = target.reader('DeadLetterConfig')?.optionalText('Arn');
  return arn === undefined ? {} : { deadLetterQueueArn: arn };
}

function missing(path: string): never {
  throw new Error(`${path}: a schedule needs a Target`);
}
