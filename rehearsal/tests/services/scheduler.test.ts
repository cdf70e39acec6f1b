import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { VirtualClock } from '../../aws/clock.ts';
import { Random } from '../../aws/random.ts';
import { Kms } from '../../aws/services/kms/kms.ts';
import { Sqs } from '../../aws/services/sqs/sqs.ts';
import type { ScheduleSettings } from '../../aws/services/scheduler/scheduler.ts';
import { Scheduler } from '../../aws/services/scheduler/scheduler.ts';
import { policy, copierArn, source } from '../authorization/people.ts';

const place = { accountId: source, region: 'eu-west-1' };
const machine = `arn:aws:states:eu-west-1:${source}:stateMachine:source`;
const start = Date.UTC(2026, 0, 5);
const minute = 60_000;
const hour = 60 * minute;

interface SimulatorOptions {
  readonly action?: string;
  readonly service?: string;
  readonly seed?: number;
  /** How often Step Functions is down before it takes a start. */
  readonly outages?: number;
}

function simulator(options: SimulatorOptions = {}) {
  const clock = new VirtualClock(start);
  const authorizer = new Authorizer();
  authorizer.addRole(copierArn, {
    policies: [
      policy({
        Effect: 'Allow',
        Action: options.action ?? 'states:StartExecution',
        Resource: machine,
      }),
    ],
    managedPolicyArns: [],
    trustPolicy: policy({
      Effect: 'Allow',
      Principal: { Service: options.service ?? 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': source },
        ArnEquals: {
          'aws:SourceArn': `arn:aws:scheduler:eu-west-1:${source}:schedule-group/default`,
        },
      },
    }),
  });
  const sqs = new Sqs(authorizer, new Kms(authorizer, clock, new Random(2)), clock, new Random(3));
  let outages = options.outages ?? 0;
  const started: { time: number; input: string; caller: string }[] = [];
  const invoked: { arn: string; event: unknown; caller: string }[] = [];
  const scheduler = new Scheduler({
    authorizer,
    invokeFunction: async (arn, event, principal) => {
      const caller = principal.kind === 'role' ? principal.roleArn : principal.kind;
      invoked.push({ arn, event, caller });
      await Promise.resolve();
    },
    queues: sqs,
    clock,
    random: new Random(options.seed ?? 1),
    startExecution: async ({ principal, stateMachineArn, input }) => {
      if (outages-- > 0) throw new Error('down');
      const caller = principal.kind === 'role' ? principal.roleArn : principal.kind;
      started.push({ time: clock.now() - start, input, caller });
      await Promise.resolve();
      if (stateMachineArn !== machine) throw new Error('no such machine');
    },
  });
  return {
    authorizer,
    scheduler,
    sqs,
    started,
    invoked,
    create: (settings: Partial<ScheduleSettings> = {}) =>
      scheduler.createSchedule(place, {
        name: 'hourly',
        expression: 'cron(30 * * * ? *)',
        target: { arn: machine, roleArn: copierArn },
        ...settings,
      }),
    pass: (milliseconds: number) => clock.run(clock.sleep(milliseconds)),
  };
}

describe('schedules', () => {
  it('a schedule starts its state machine as its role, within a minute of its time', async () => {
    const { create, pass, started } = simulator();
    create({ target: { arn: machine, roleArn: copierArn, input: '{"mode":"drill"}' } });
    await pass(2 * hour);
    expect(started).toHaveLength(2);
    started.forEach(({ time, input, caller }, index) => {
      expect(time).toBeGreaterThanOrEqual(30 * minute + index * hour);
      expect(time).toBeLessThan(31 * minute + index * hour);
      expect([input, caller]).toEqual(['{"mode":"drill"}', copierArn]);
    });
  });

  it('a schedule calls a function as its role, with its input', async () => {
    const { create, pass, started, invoked } = simulator();
    const arn = `arn:aws:lambda:eu-west-1:${source}:function:probe`;
    create({ target: { arn, roleArn: copierArn, input: '{"path":"direct"}' } });
    await pass(hour);
    expect(invoked).toEqual([{ arn, event: { path: 'direct' }, caller: copierArn }]);
    expect(started).toEqual([]);
  });

  it('a schedule gives an empty input when it has none', async () => {
    const { create, pass, started } = simulator();
    create();
    await pass(hour);
    expect(started.map(({ input }) => input)).toEqual(['{}']);
  });

  it('a schedule fills in the context attributes of its input', async () => {
    const { create, pass, started } = simulator();
    const input = '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>"}';
    const arn = create({ target: { arn: machine, roleArn: copierArn, input } });
    await pass(hour);
    expect(JSON.parse(started[0]?.input ?? '')).toEqual({ at: '2026-01-05T00:30:00Z', by: arn });
  });

  it('a schedule starts anywhere in its flexible window', async () => {
    const delays = [1, 2, 3, 4, 5].map(async (seed) => {
      const { create, pass, started } = simulator({ seed });
      create({ flexibleWindowMinutes: 15 });
      await pass(hour);
      return (started[0]?.time ?? 0) - 30 * minute;
    });
    const found = await Promise.all(delays);
    expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...found)).toBeGreaterThan(minute);
    expect(Math.max(...found)).toBeLessThan(15 * minute);
  });

  it('a disabled schedule starts nothing', async () => {
    const { scheduler, create, pass, started } = simulator();
    const arn = create({ state: 'DISABLED' });
    await pass(hour);
    expect(started).toEqual([]);
    scheduler.setState(arn, 'ENABLED');
    await pass(hour);
    expect(started).toHaveLength(1);
  });

  it('a schedule runs in its time zone', () => {
    const { scheduler, create } = simulator();
    const arn = create({ expression: 'cron(0 2 * * ? *)', timezone: 'Europe/Berlin' });
    expect(scheduler.nextRun(arn)).toBe(start + hour);
  });

  it('a schedule is replaced by another of its name', async () => {
    const { create, pass, started } = simulator();
    create();
    create({ expression: 'rate(1 day)' });
    await pass(2 * hour);
    expect(started).toHaveLength(1);
  });

  it('a deleted schedule runs no more', async () => {
    const { scheduler, create, pass, started } = simulator();
    scheduler.deleteSchedule(create());
    await pass(2 * hour);
    expect(started).toEqual([]);
  });

  it.each([
    ['its role may not start it', { action: 'states:StopExecution' }, 'states:StartExecution'],
    ['its role does not trust Scheduler', { service: 'events.amazonaws.com' }, 'sts:AssumeRole'],
  ])('a schedule fails when %s', async (_, options, reason) => {
    const { scheduler, create, pass, started } = simulator(options);
    const sourceArn = create();
    await pass(hour);
    expect(started).toEqual([]);
    expect(scheduler.failures).toMatchObject([
      { sourceArn, targetArn: machine, reason: expect.stringContaining(reason) },
    ]);
  });

  it('a schedule retries when Step Functions is down', async () => {
    const { scheduler, create, pass, started } = simulator({ outages: 3 });
    create();
    await pass(hour);
    expect(started).toHaveLength(1);
    expect(scheduler.failures).toEqual([]);
  });

  it('a schedule gives up when it may not retry', async () => {
    const { scheduler, create, pass, started } = simulator({ outages: 1 });
    create({ target: { arn: machine, roleArn: copierArn, maximumRetryAttempts: 0 } });
    await pass(hour);
    expect(started).toEqual([]);
    expect(scheduler.failures).toMatchObject([{ reason: 'Error: down' }]);
  });

  it('a schedule puts what it gives up into a dead-letter queue that its role may send to', async () => {
    const { authorizer, scheduler, create, pass, sqs } = simulator({
      action: 'states:StopExecution',
    });
    const deadLetterQueueArn = sqs.createQueue(place, { name: 'missed' });
    const document = policy({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: deadLetterQueueArn,
    });
    authorizer.attachPolicy(copierArn, { name: 'missed', document });
    const input = '{"mode":"drill"}';
    create({ target: { arn: machine, roleArn: copierArn, input, deadLetterQueueArn } });
    await pass(hour);
    expect(scheduler.failures).toHaveLength(1);
    expect(sqs.messages(deadLetterQueueArn)).toMatchObject([{ body: input }]);
  });

  it('a schedule loses what it gives up when its role may not send to the dead-letter queue', async () => {
    const { scheduler, create, pass, sqs } = simulator({ action: 'states:StopExecution' });
    const deadLetterQueueArn = sqs.createQueue(place, { name: 'missed' });
    create({ target: { arn: machine, roleArn: copierArn, deadLetterQueueArn } });
    await pass(hour);
    expect(scheduler.failures).toMatchObject([
      { targetArn: machine },
      { targetArn: deadLetterQueueArn, reason: expect.stringContaining('sqs:SendMessage') },
    ]);
    expect(sqs.messages(deadLetterQueueArn)).toEqual([]);
  });
});
