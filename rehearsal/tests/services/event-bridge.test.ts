import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { VirtualClock } from '../../aws/clock.ts';
import type { BusEvent, Principal } from '../../aws/contracts.ts';
import { Random } from '../../aws/random.ts';
import { Kms } from '../../aws/services/kms/kms.ts';
import { Sqs } from '../../aws/services/sqs/sqs.ts';
import type { RuleSettings } from '../../aws/services/eventbridge/event-bridge.ts';
import { EventBridge } from '../../aws/services/eventbridge/event-bridge.ts';
import { policy, copierArn, source } from '../authorization/people.ts';

const place = { accountId: source, region: 'eu-west-1' };
const receiverArn = `arn:aws:lambda:eu-west-1:${source}:function:sync`;
const machine = `arn:aws:states:eu-west-1:${source}:stateMachine:source`;
const failover: BusEvent = {
  location: place,
  source: 'aws.rds',
  detailType: 'RDS DB Cluster Event',
  resources: [`arn:aws:rds:eu-west-1:${source}:cluster:orders`],
  detail: { EventID: 'RDS-EVENT-0071' },
};

function simulator(trusted = 'events.amazonaws.com', outages = 0) {
  let remaining = outages;
  const clock = new VirtualClock(Date.UTC(2026, 0, 5));
  const authorizer = new Authorizer();
  authorizer.addRole(copierArn, {
    policies: [policy({ Effect: 'Allow', Action: 'states:StartExecution', Resource: machine })],
    managedPolicyArns: [],
    trustPolicy: policy({
      Effect: 'Allow',
      Principal: { Service: trusted },
      Action: 'sts:AssumeRole',
    }),
  });
  const sqs = new Sqs(authorizer, new Kms(authorizer, clock, new Random(2)), clock, new Random(3));
  const received: { arn: string; event: unknown; principal: Principal }[] = [];
  const bus = new EventBridge({
    authorizer,
    queues: sqs,
    clock,
    random: new Random(1),
    invokeFunction: async (arn, event, principal) => {
      await Promise.resolve();
      if (remaining-- > 0) throw new Error('down');
      received.push({ arn, event, principal });
    },
    startExecution: async ({ principal, stateMachineArn, input }) => {
      await Promise.resolve();
      received.push({ arn: stateMachineArn, event: JSON.parse(input) as unknown, principal });
    },
  });
  return {
    bus,
    sqs,
    received,
    rule: (settings: Partial<RuleSettings> = {}) =>
      bus.putRule(place, {
        name: 'failover',
        pattern: { source: ['aws.rds'] },
        targets: [{ kind: 'function', arn: receiverArn }],
        ...settings,
      }),
    pass: (milliseconds = 5000) => clock.run(clock.sleep(milliseconds)),
  };
}

describe('events on the event bus', () => {
  it('an event reaches a function in EventBridge’s envelope, on behalf of its rule', async () => {
    const { bus, rule, pass, received } = simulator();
    const ruleArn = rule();
    bus.put(failover);
    expect(received).toEqual([]);
    await pass();
    expect(received).toEqual([
      {
        arn: receiverArn,
        event: {
          version: '0',
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          'detail-type': 'RDS DB Cluster Event',
          source: 'aws.rds',
          account: source,
          time: '2026-01-05T00:00:00Z',
          region: 'eu-west-1',
          resources: failover.resources,
          detail: { EventID: 'RDS-EVENT-0071' },
        },
        principal: {
          kind: 'service',
          service: 'events.amazonaws.com',
          sourceArn: ruleArn,
          sourceAccount: source,
        },
      },
    ]);
  });

  it('an event starts a state machine as the role of the target', async () => {
    const { bus, rule, pass, received } = simulator();
    const input = '{"mode":"drill"}';
    rule({ targets: [{ kind: 'stateMachine', arn: machine, roleArn: copierArn, input }] });
    bus.put(failover);
    await pass();
    expect(received).toMatchObject([
      { arn: machine, event: { mode: 'drill' }, principal: { roleArn: copierArn } },
    ]);
  });

  it('an event fails when the role does not trust EventBridge', async () => {
    const { bus, rule, pass, received } = simulator('lambda.amazonaws.com');
    const sourceArn = rule({
      targets: [{ kind: 'stateMachine', arn: machine, roleArn: copierArn }],
    });
    bus.put(failover);
    await pass();
    expect(received).toEqual([]);
    expect(bus.failures).toMatchObject([{ sourceArn, targetArn: machine }]);
  });

  it.each([
    ['that does not match', { pattern: { source: ['aws.ec2'] } }, failover],
    ['that is disabled', { state: 'DISABLED' }, failover],
    ['of another Region', {}, { ...failover, location: { ...place, region: 'eu-central-1' } }],
    ['of another account', {}, { ...failover, location: { ...place, accountId: '222222222222' } }],
  ] as const)('an event is not taken by a rule %s', async (_, settings, event) => {
    const { bus, rule, pass, received } = simulator();
    rule(settings);
    bus.put(event);
    await pass();
    expect(received).toEqual([]);
    expect(bus.events()).toHaveLength(1);
  });

  it('an event is not taken by a rule that is deleted or disabled', async () => {
    const { bus, rule, pass, received } = simulator();
    bus.setState(rule(), 'DISABLED');
    bus.deleteRule(rule({ name: 'other' }));
    bus.put(failover);
    await pass();
    expect(received).toEqual([]);
  });

  it.each([
    [0, 0, 0],
    [2, 0, 2],
    [1, 60_000, 0],
  ])('an event in %d copies and %d ms late is delivered %d times', async (copies, delay, times) => {
    const { bus, rule, pass, received } = simulator();
    rule();
    bus.setFaults({ copies, delayMilliseconds: delay });
    bus.put(failover);
    await pass();
    expect(received).toHaveLength(times);
  });

  it('an event is retried while its target is down', async () => {
    const { bus, rule, pass, received } = simulator(undefined, 3);
    rule();
    bus.put(failover);
    await pass(60_000);
    expect(received).toHaveLength(1);
    expect(bus.failures).toEqual([]);
  });

  it('an event that is given up goes to the dead-letter queue, if the queue policy allows it', async () => {
    const { bus, rule, pass, sqs } = simulator(undefined, 100);
    const Principal = { Service: 'events.amazonaws.com' };
    const deadLetterQueueArn = sqs.createQueue(place, {
      name: 'missed',
      policy: policy({ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: '*' }),
    });
    const closed = sqs.createQueue(place, { name: 'closed' });
    const target = { kind: 'function', arn: receiverArn, maximumRetryAttempts: 2 } as const;
    rule({
      targets: [
        { ...target, deadLetterQueueArn },
        { ...target, deadLetterQueueArn: closed },
      ],
    });
    bus.put(failover);
    await pass(60_000);
    const [message] = sqs.messages(deadLetterQueueArn);
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ detail: failover.detail });
    expect(sqs.messages(closed)).toEqual([]);
    expect(bus.failures.map(({ targetArn }) => targetArn)).toEqual(
      expect.arrayContaining([receiverArn, receiverArn, closed]),
    );
  });
});
