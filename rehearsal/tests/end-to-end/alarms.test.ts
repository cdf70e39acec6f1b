import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Transition } from '../../aws/services/cloudwatch/evaluation.ts';
import { pass, publish } from './deployed-simulator.ts';
import {
  changes,
  passUntil,
  publishAsCloudWatch,
  shortName,
  watchedSimulator,
} from './watched-simulator.ts';
import type { WatchedSimulator } from './watched-simulator.ts';

// Two weeks of captures, each restored and verified, take half a minute; on a busy machine minutes.
jest.setTimeout(600_000);

/** What happens in the simulator, from when until when. */
const phases = {
  deployment: ['2026-03-02T02:00Z', '2026-03-02T05:00Z'],
  week: ['2026-03-02T05:00Z', '2026-03-09T02:30Z'],
  'long copy': ['2026-03-09T02:30Z', '2026-03-10T02:30Z'],
  'overlong copy': ['2026-03-10T02:30Z', '2026-03-11T02:30Z'],
  'missed schedule': ['2026-03-11T02:30Z', '2026-03-13T02:30Z'],
  'schedule again': ['2026-03-13T02:30Z', '2026-03-14T02:30Z'],
  'disabled key': ['2026-03-14T02:30Z', '2026-03-14T04:00Z'],
  'key again': ['2026-03-14T04:00Z', '2026-03-14T06:00Z'],
  'dead letters': ['2026-03-14T06:00Z', '2026-03-14T07:00Z'],
} as const;

/** A swap within the week, which waits a day for its grace period and another for an answer. */
const patience = ['2026-03-05T05:00Z', '2026-03-07T06:00Z'] as const;

let watched: WatchedSimulator;
let history: readonly Transition[];
let patient: { readonly waiting: unknown; readonly ended: unknown };
beforeAll(async () => {
  watched = await watchedSimulator();
  const { simulator, deployed, recoveryKeyArn } = watched;
  const machine = deployed.source.outputs['SourceWorkflowArn'] ?? '';
  const schedule = Object.values(deployed.source.resources).find(
    ({ type }) => type === 'AWS::Scheduler::Schedule',
  );
  const undelivered = Object.values(deployed.subscription.resources).find(
    ({ type }) => type === 'AWS::SQS::Queue',
  );
  const topic = deployed.source.outputs['NoticesTopicArn'] ?? '';
  const sns = {
    kind: 'service',
    service: 'sns.amazonaws.com',
    sourceArn: topic,
    sourceAccount: '111111111111',
  } as const;
  const late = (seconds: number): void =>
    simulator.rds.faults.plan({
      operation: 'copy-cluster-snapshot',
      location: { accountId: '111111111111', region: 'eu-central-1' },
      outcome: { seconds },
    });

  patient = await waitPatiently(watched);
  await passUntil(simulator, phases.week[1]);
  late(20 * 60);
  await passUntil(simulator, phases['long copy'][1]);
  late(80 * 60);
  await passUntil(simulator, phases['overlong copy'][1]);
  simulator.scheduler.setState(schedule?.arn ?? '', 'DISABLED');
  await passUntil(simulator, phases['missed schedule'][1]);
  simulator.scheduler.setState(schedule?.arn ?? '', 'ENABLED');
  await passUntil(simulator, phases['schedule again'][1]);
  simulator.kms.setEnabled(recoveryKeyArn, false);
  await passUntil(simulator, phases['disabled key'][1]);
  simulator.kms.setEnabled(recoveryKeyArn, true);
  await simulator.clock.run(simulator.start(machine, 'once-more', {}));
  await passUntil(simulator, phases['key again'][1]);
  await publish(simulator, deployed, 'no notice at all');
  simulator.sqs.send(sns, undelivered?.arn ?? '', 'a notice');
  await pass(simulator, 30);
  history = simulator.metrics.alarmHistory();
});
afterAll(() => watched.close());

/** Swaps the newest capture in by hand. @returns what happened last, before its time is over and after */
async function waitPatiently({ simulator, deployed }: WatchedSimulator): Promise<typeof patient> {
  await passUntil(simulator, patience[0]);
  const notice = simulator.noticesPublished
    .map((text) => JSON.parse(text) as { readonly snapshot?: { readonly arn?: string } })
    .findLast(({ snapshot }) => snapshot?.arn !== undefined);
  const machine = deployed.target.outputs['TargetWorkflowArn'] ?? '';
  const arn = await simulator.start(machine, 'swap', { notice, mode: 'swap', graceHours: 24 });
  const last = (): unknown => simulator.stepFunctions.history(arn).at(-1)?.type;
  await passUntil(simulator, '2026-03-07T04:00Z');
  const waiting = last();
  await passUntil(simulator, patience[1]);
  return { waiting, ended: last() };
}

function raised(phase: keyof typeof phases): readonly string[] {
  return changes(history, 'ALARM', phases[phase]);
}

function settled(phase: keyof typeof phases): readonly string[] {
  return changes(history, 'OK', phases[phase]);
}

describe('the CloudWatch alarms', () => {
  it('the alarms watch metrics that a function or service publishes, by the same dimensions', () => {
    const { metrics } = watched.simulator;
    const blind = metrics.alarms.filter((alarm) => !metrics.isPublished(alarm));

    expect(metrics.alarms).toHaveLength(16);
    expect(blind.map(({ name }) => shortName(name))).toEqual([]);
    expect(metrics.invalidMetrics()).toEqual([]);
  });

  it('the alarms may publish to their topics, which are encrypted under keys of their stacks', async () => {
    const { simulator } = watched;
    const topics = new Map(
      simulator.metrics.alarms.flatMap((alarm) =>
        [...alarm.alarmActions, ...alarm.okActions].map((topic) => [topic, alarm] as const),
      ),
    );

    for (const [topicArn, alarm] of topics) await publishAsCloudWatch(simulator, topicArn, alarm);

    expect(topics.size).toBe(3);
    for (const topicArn of topics.keys()) {
      expect(simulator.sns.publications(topicArn).length).toBeGreaterThan(0);
      expect(topicArn).toContain('OperationsTopic');
    }
    expect(
      simulator.metrics.alarms.filter(({ alarmActions }) => alarmActions.length !== 1),
    ).toEqual([]);
  });

  it('the overdue alarms are raised after a new deployment until a capture is verified', () => {
    const first = ['source CaptureOverdue', 'target VerifiedCopyOverdue'];

    expect(raised('deployment')).toEqual(first);
    expect(settled('deployment')).toEqual(expect.arrayContaining(first));
  });

  it('no alarm is raised in a healthy week of captures and drills', () => {
    const succeeded = watched.simulator.metrics.metrics('CapturesNotified');

    expect(succeeded.length).toBeGreaterThan(8);
    expect(raised('week')).toEqual([]);
  });

  it('no alarm is raised while a run waits two days for its grace period and for an answer', () => {
    expect(patient).toEqual({ waiting: 'TaskSubmitted', ended: 'ExecutionSucceeded' });
    expect(changes(history, 'ALARM', patience)).toEqual([]);
  });

  it('no alarm is raised for a slow copy within its budget', () => {
    expect(raised('long copy')).toEqual([]);
  });

  it('an alarm is raised for a copy over its budget until the copy is complete', () => {
    expect(raised('overlong copy')).toEqual(['source CopyOverBudget']);
    expect(settled('overlong copy')).toEqual(['source CopyOverBudget']);
  });

  it('a missed schedule raises the alarms for overdue captures and verified copies', () => {
    const overdue = ['source CaptureOverdue', 'target VerifiedCopyOverdue'];

    expect(raised('missed schedule')).toEqual(overdue);
    expect(settled('schedule again')).toEqual(overdue);
  });

  it('the overdue alarms are raised as soon as their hours are over, and no earlier', () => {
    const last = watched.simulator.metrics
      .metrics('CapturesNotified')
      .findLast(({ timestamp }) => timestamp < Date.parse(phases['missed schedule'][0]));
    const overdue = history.findLast(
      ({ alarm, to }) => to === 'ALARM' && shortName(alarm.name) === 'source CaptureOverdue',
    );

    const hours = ((overdue?.time ?? 0) - (last?.timestamp ?? 0)) / 3_600_000;
    expect(hours).toBeGreaterThan(26);
    expect(hours).toBeLessThan(26.1);
  });

  it('a disabled key raises the alarms for the key and the failed run until it is enabled', () => {
    expect(raised('disabled key')).toEqual(['source KeyUnusable', 'source RunFailed']);
    expect(settled('key again')).toContain('source KeyUnusable');
  });

  it('messages in both dead-letter queues raise their alarms', () => {
    expect(raised('dead letters')).toEqual([
      'subscription NoticesUndelivered',
      'target NoticesFailed',
    ]);
  });
});
