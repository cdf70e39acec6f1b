import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { VirtualClock } from '../../aws/clock.ts';
import { Random } from '../../aws/random.ts';
import { Kms } from '../../aws/services/kms/kms.ts';
import { Sqs } from '../../aws/services/sqs/sqs.ts';
import type { ScheduleSettings } from '../../aws/services/scheduler/scheduler.ts';
import { Scheduler } from '../../aws/services/scheduler/scheduler.ts';
import { policy, ROLE, SOURCE } from '../authorization/people.ts';

const PLACE = { accountId: SOURCE, region: 'eu-west-1' };
const MACHINE = `arn:aws:states:eu-west-1:${SOURCE}:stateMachine:source`;
const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface SimulatorOptions {
  readonly action?: string;
  readonly service?: string;
  readonly seed?: number;
  /** How often Step Functions is down before it takes a start. */
  readonly outages?: number;
}

function simulator(options: SimulatorOptions = {}) {
  const clock = new VirtualClock(START);
  const authorizer = new Authorizer();
  authorizer.addRole(ROLE, {
    policies: [
      policy({
        Effect: 'Allow',
        Action: options.action ?? 'states:StartExecution',
        Resource: MACHINE,
      }),
    ],
    managedPolicyArns: [],
    trustPolicy: policy({
      Effect: 'Allow',
      Principal: { Service: options.service ?? 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': SOURCE },
        ArnEquals: {
          'aws:SourceArn': `arn:aws:scheduler:eu-west-1:${SOURCE}:schedule-group/default`,
        },
      },
    }),
  });
  const sqs = new Sqs(authorizer, new Kms(authorizer, clock, new Random(2)), clock, new Random(3));
  let outages = options.outages ?? 0;
  const started: { time: number; input: string; caller: string }[] = [];
  const scheduler = new Scheduler({
    authorizer,
    queues: sqs,
    clock,
    random: new Random(options.seed ?? 1),
    startExecution: async ({ principal, stateMachineArn, input }) => {
      if (outages-- > 0) throw new Error('down');
      const caller = principal.kind === 'role' ? principal.roleArn : principal.kind;
      started.push({ time: clock.now() - START, input, caller });
      await Promise.resolve();
      if (stateMachineArn !== MACHINE) throw new Error('no such machine');
    },
  });
  return {
    authorizer,
    scheduler,
    sqs,
    started,
    create: (settings: Partial<ScheduleSettings> = {}) =>
      scheduler.createSchedule(PLACE, {
        name: 'hourly',
        expression: 'cron(30 * * * ? *)',
        target: { arn: MACHINE, roleArn: ROLE },
        ...settings,
      }),
    pass: (milliseconds: number) => clock.run(clock.sleep(milliseconds)),
  };
}

describe('schedules', () => {
  it('a schedule starts its state machine as its role, within a minute of its time', async () => {
    const { create, pass, started } = simulator();
    create({ target: { arn: MACHINE, roleArn: ROLE, input: '{"mode":"drill"}' } });
    await pass(2 * HOUR);
    expect(started).toHaveLength(2);
    started.forEach(({ time, input, caller }, index) => {
      expect(time).toBeGreaterThanOrEqual(30 * MINUTE + index * HOUR);
      expect(time).toBeLessThan(31 * MINUTE + index * HOUR);
      expect([input, caller]).toEqual(['{"mode":"drill"}', ROLE]);
    });
  });

  it('a schedule gives an empty input when it has none', async () => {
    const { create, pass, started } = simulator();
    create();
    await pass(HOUR);
    expect(started.map(({ input }) => input)).toEqual(['{}']);
  });

  it('a schedule fills in the context attributes of its input', async () => {
    const { create, pass, started } = simulator();
    const input = '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>"}';
    const arn = create({ target: { arn: MACHINE, roleArn: ROLE, input } });
    await pass(HOUR);
    expect(JSON.parse(started[0]?.input ?? '')).toEqual({ at: '2026-01-05T00:30:00Z', by: arn });
  });

  it('a schedule starts anywhere in its flexible window', async () => {
    const delays = [1, 2, 3, 4, 5].map(async (seed) => {
      const { create, pass, started } = simulator({ seed });
      create({ flexibleWindowMinutes: 15 });
      await pass(HOUR);
      return (started[0]?.time ?? 0) - 30 * MINUTE;
    });
    const found = await Promise.all(delays);
    expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...found)).toBeGreaterThan(MINUTE);
    expect(Math.max(...found)).toBeLessThan(15 * MINUTE);
  });

  it('a disabled schedule starts nothing', async () => {
    const { scheduler, create, pass, started } = simulator();
    const arn = create({ state: 'DISABLED' });
    await pass(HOUR);
    expect(started).toEqual([]);
    scheduler.setState(arn, 'ENABLED');
    await pass(HOUR);
    expect(started).toHaveLength(1);
  });

  it('a schedule runs in its time zone', () => {
    const { scheduler, create } = simulator();
    const arn = create({ expression: 'cron(0 2 * * ? *)', timezone: 'Europe/Berlin' });
    expect(scheduler.nextRun(arn)).toBe(START + HOUR);
  });

  it('a schedule is replaced by another of its name', async () => {
    const { create, pass, started } = simulator();
    create();
    create({ expression: 'rate(1 day)' });
    await pass(2 * HOUR);
    expect(started).toHaveLength(1);
  });

  it('a deleted schedule runs no more', async () => {
    const { scheduler, create, pass, started } = simulator();
    scheduler.deleteSchedule(create());
    await pass(2 * HOUR);
    expect(started).toEqual([]);
  });

  it.each([
    ['its role may not start it', { action: 'states:StopExecution' }, 'states:StartExecution'],
    ['its role does not trust Scheduler', { service: 'events.amazonaws.com' }, 'sts:AssumeRole'],
  ])('a schedule fails when %s', async (_, options, reason) => {
    const { scheduler, create, pass, started } = simulator(options);
    const sourceArn = create();
    await pass(HOUR);
    expect(started).toEqual([]);
    expect(scheduler.failures).toMatchObject([
      { sourceArn, targetArn: MACHINE, reason: expect.stringContaining(reason) },
    ]);
  });

  it('a schedule retries when Step Functions is down', async () => {
    const { scheduler, create, pass, started } = simulator({ outages: 3 });
    create();
    await pass(HOUR);
    expect(started).toHaveLength(1);
    expect(scheduler.failures).toEqual([]);
  });

  it('a schedule gives up when it may not retry', async () => {
    const { scheduler, create, pass, started } = simulator({ outages: 1 });
    create({ target: { arn: MACHINE, roleArn: ROLE, maximumRetryAttempts: 0 } });
    await pass(HOUR);
    expect(started).toEqual([]);
    expect(scheduler.failures).toMatchObject([{ reason: 'Error: down' }]);
  });

  it('a schedule puts what it gives up into a dead-letter queue that its role may send to', async () => {
    const { authorizer, scheduler, create, pass, sqs } = simulator({
      action: 'states:StopExecution',
    });
    const deadLetterQueueArn = sqs.createQueue(PLACE, { name: 'missed' });
    const document = policy({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: deadLetterQueueArn,
    });
    authorizer.attachPolicy(ROLE, { name: 'missed', document });
    const input = '{"mode":"drill"}';
    create({ target: { arn: MACHINE, roleArn: ROLE, input, deadLetterQueueArn } });
    await pass(HOUR);
    expect(scheduler.failures).toHaveLength(1);
    expect(sqs.messages(deadLetterQueueArn)).toMatchObject([{ body: input }]);
  });

  it('a schedule loses what it gives up when its role may not send to the dead-letter queue', async () => {
    const { scheduler, create, pass, sqs } = simulator({ action: 'states:StopExecution' });
    const deadLetterQueueArn = sqs.createQueue(PLACE, { name: 'missed' });
    create({ target: { arn: MACHINE, roleArn: ROLE, deadLetterQueueArn } });
    await pass(HOUR);
    expect(scheduler.failures).toMatchObject([
      { targetArn: MACHINE },
      { targetArn: deadLetterQueueArn, reason: expect.stringContaining('sqs:SendMessage') },
    ]);
    expect(sqs.messages(deadLetterQueueArn)).toEqual([]);
  });
});
