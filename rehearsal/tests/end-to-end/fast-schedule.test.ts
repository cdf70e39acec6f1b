import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { source, target } from '../../plays/scene/locations.ts';
import { changes, passUntil, watchedSimulator } from './watched-simulator.ts';
import type { WatchedSimulator } from './watched-simulator.ts';

// A day of starts every hour.
jest.setTimeout(600_000);

/** A capture as usual, and one whose copy takes 14 hours. */
const usual = ['2026-03-02T02:05Z', '2026-03-02T03:50Z'] as const;
const slow = ['2026-03-02T03:50Z', '2026-03-02T19:50Z'] as const;

let watched: WatchedSimulator;
const outputs: object[] = [];
beforeAll(async () => {
  watched = await watchedSimulator({
    ScheduleExpression: 'cron(0 * * * ? *)',
    // As for a database of this size; an alarm on a copy that is longer than it ever was is right.
    CopyBudgetSeconds: String(15 * 3600),
  });
  const { simulator } = watched;
  simulator.stepFunctions.onHistoryEvent((event: HistoryEvent, arn: string) => {
    const output = event.executionSucceededEventDetails?.output;
    if (arn.includes(':understudy-source:') && output !== undefined) {
      outputs.push(JSON.parse(output) as object);
    }
  });
  await passUntil(simulator, usual[1]);
  simulator.rds.faults.plan({
    operation: 'copy-cluster-snapshot',
    location: { accountId: source.accountId, region: target.region },
    outcome: { seconds: 14 * 3600 },
  });
  await passUntil(simulator, slow[1]);
});
afterAll(() => watched.close());

describe('a schedule that is faster than its runs', () => {
  it('every start beside the slow copy is superseded by the run that makes it', () => {
    const superseded = outputs.filter((output) => 'by' in output);

    expect(superseded).toHaveLength(14);
    expect(new Set(superseded.map((output) => (output as { by: string }).by)).size).toBe(1);
    for (const output of superseded) expect(output).toMatchObject({ status: 'SUPERSEDED' });
  });

  it('each capture was taken once and copied once', () => {
    const captures = outputs.filter((output) => 'notice' in output).length;
    const made = watched.simulator.rds
      .inventory()
      .filter(
        ({ location, tags }) =>
          location.accountId === source.accountId && tags['understudy:part'] !== undefined,
      );

    // One before, the slow one, and one that the schedule began after it.
    expect(captures).toBe(3);
    expect(made.filter(({ tags }) => tags['understudy:part'] === 'snapshot')).toHaveLength(
      captures,
    );
    expect(made.filter(({ tags }) => tags['understudy:part'] === 'copy')).toHaveLength(captures);
  });

  it('no alarm is raised, and superseded starts count as no captures', () => {
    const { metrics } = watched.simulator;

    expect(changes(metrics.alarmHistory(), 'ALARM', slow)).toEqual([]);
    expect(metrics.metrics('CapturesNotified')).toHaveLength(3);
  });
});
