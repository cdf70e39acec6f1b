import { describe, expect, it } from '@jest/globals';
import { readAlarm } from '../../aws/services/cloudwatch/alarm.ts';
import type { Alarm, MissingData } from '../../aws/services/cloudwatch/alarm.ts';
import { transitionsOf } from '../../aws/services/cloudwatch/evaluation.ts';
import type { Point } from '../../aws/services/cloudwatch/evaluation.ts';

const location = { accountId: '222222222222', region: 'eu-central-1' };
const minute = 60_000;

const properties = {
  Namespace: 'Understudy',
  MetricName: 'Stale',
  Dimensions: [{ Name: 'service', Value: 'understudy' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};

function alarm(changes: object = {}): Alarm {
  return readAlarm(location, 'the-alarm', { ...properties, ...changes });
}

/** A data point for each mark, a minute apart: `X` breaches, `0` doesn't, `-` is missing. */
function points(marks: string): readonly Point[] {
  return marks
    .split('')
    .flatMap((mark, index) =>
      mark === '-' ? [] : [{ time: index * minute, value: mark === 'X' ? 1 : 0 }],
    );
}

/** The state once all the marks are there. */
function stateAfter(marks: string, changes: object = {}): string {
  const until = marks.length * minute;
  const last = transitionsOf(alarm(changes), points(marks), until, until).at(-1);
  return last?.to ?? 'unchanged';
}

// The table of the User Guide, "How alarm state is evaluated when data is missing", 3 of 3.
describe.each<[string, Record<MissingData, string>]>([
  ['0-X-X', { missing: 'OK', ignore: 'OK', breaching: 'OK', notBreaching: 'OK' }],
  ['----0', { missing: 'OK', ignore: 'OK', breaching: 'OK', notBreaching: 'OK' }],
  ['-----', { missing: 'unchanged', ignore: 'unchanged', breaching: 'ALARM', notBreaching: 'OK' }],
  ['0XX-X', { missing: 'ALARM', ignore: 'ALARM', breaching: 'ALARM', notBreaching: 'ALARM' }],
  ['--X--', { missing: 'ALARM', ignore: 'unchanged', breaching: 'ALARM', notBreaching: 'OK' }],
])('the data points %s', (marks, expected) => {
  it.each(Object.entries(expected))('an alarm with missing data %s is %s', (missing, state) => {
    expect(stateAfter(marks, { TreatMissingData: missing })).toBe(state);
  });
});

describe('an alarm', () => {
  it('an alarm changes its state at its evaluation, each minute', () => {
    const changes = { EvaluationPeriods: 1, TreatMissingData: 'notBreaching' };
    const seen = transitionsOf(alarm(changes), points('000X0000'), 0, 8 * minute);

    expect(seen.map(({ time, to }) => `${time / minute} ${to}`)).toEqual([
      '0 OK',
      '4 ALARM',
      '5 OK',
    ]);
  });

  it('an alarm with filled gaps is raised once its periods are over, and not before', () => {
    const filled = alarm({
      ...overdue('FILL(done, 0)'),
      EvaluationPeriods: 3,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    const seen = transitionsOf(filled, [{ time: 0, value: 1 }], minute, 240 * minute);

    expect(seen.map(({ time, to }) => `${time / minute} ${to}`)).toEqual(['1 OK', '181 ALARM']);
  });

  // Why the templates fill: the data point is found beyond the periods to evaluate.
  it('an alarm that treats missing data as breaching is raised hours later', () => {
    const waiting = alarm({
      Period: 3600,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    const seen = transitionsOf(waiting, [{ time: 0, value: 1 }], minute, 400 * minute);

    expect(seen.at(-1)).toMatchObject({ time: 301 * minute, to: 'ALARM' });
  });

  it.each([
    ['Sum', 3],
    ['Maximum', 2],
    ['Minimum', 1],
    ['Average', 1.5],
    ['SampleCount', 2],
  ])('an alarm evaluates the statistic %s', (Statistic, value) => {
    const two = [1, 2].map((one) => ({ time: 1000 * one, value: one }));
    const at = (Threshold: number): string | undefined =>
      transitionsOf(alarm({ Statistic, Threshold, EvaluationPeriods: 1 }), two, minute, minute).at(
        -1,
      )?.to;

    expect([at(value), at(value + 0.1)]).toEqual(['ALARM', 'OK']);
  });
});

describe('refusals of alarms', () => {
  it.each([
    ['over a day of minutes', { Period: 60, EvaluationPeriods: 1441 }, 'no more than 86400 s go'],
    ['over a week', { Period: 3600, EvaluationPeriods: 169 }, 'no more than 604800 s go'],
    ['of no period', { EvaluationPeriods: 0 }, 'evaluates no period'],
    ['of 90 seconds', { Period: 90 }, 'a period that is no minutes'],
    ['that needs 4 of 3', { DatapointsToAlarm: 4 }, 'more data points than it evaluates'],
    ['without a threshold', { Threshold: undefined }, 'has no threshold'],
    ['by p99', { Statistic: 'p99' }, 'says p99'],
    ['by another comparison', { ComparisonOperator: 'Below' }, 'says Below'],
    [
      'by a wrong word for missing data',
      { TreatMissingData: 'bad' },
      'treats missing data as "bad"',
    ],
    [
      'by other metric math',
      overdue('done + 1'),
      'metric math that the simulator does not evaluate',
    ],
    ['by metric math of nothing', overdue('FILL(other, 0)'), 'metric math that the simulator does'],
  ])('an alarm is refused %s', (_what, changes, message) => {
    expect(() => alarm(changes)).toThrow(message);
  });

  it('an alarm may evaluate periods up to a week', () => {
    expect(alarm({ Period: 3600, EvaluationPeriods: 168 }).evaluationPeriods).toBe(168);
  });
});

function overdue(Expression: string): object {
  const { Namespace, MetricName, Dimensions } = properties;
  return {
    Metrics: [
      { Id: 'filled', Expression },
      {
        Id: 'done',
        ReturnData: false,
        MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Stat: 'Sum', Period: 3600 },
      },
    ],
  };
}
