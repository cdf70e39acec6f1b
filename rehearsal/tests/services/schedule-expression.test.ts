import { describe, expect, it } from '@jest/globals';
import {
  nextTime,
  readScheduleExpression,
} from '../../aws/services/scheduler/schedule-expression.ts';
import { TimeZone } from '../../aws/services/scheduler/time-zone.ts';
import { failure } from './failure.ts';

/** The next `count` times that an expression is due, as ISO texts to the minute. */
function times(expression: string, from: string, zoneName = 'UTC', count = 2): string[] {
  const zone = new TimeZone(zoneName);
  const read = readScheduleExpression(expression, zone);
  const created = Date.parse(`${from}Z`);
  const found: string[] = [];
  let after = created;
  while (found.length < count) {
    const next = nextTime(read, zone, created, after);
    if (next === undefined) break;
    found.push(new Date(next).toISOString().slice(0, 16));
    after = next;
  }
  return found;
}

describe('cron expressions', () => {
  it.each([
    [
      'every hour',
      'cron(0 * * * ? *)',
      '2026-01-05T10:00',
      ['2026-01-05T11:00', '2026-01-05T12:00'],
    ],
    [
      'in steps',
      'cron(10/25 * * * ? *)',
      '2026-01-05T10:36',
      ['2026-01-05T11:10', '2026-01-05T11:35'],
    ],
    [
      'in steps of a range',
      'cron(0 8-18/5 * * ? *)',
      '2026-01-05T09:00',
      ['2026-01-05T13:00', '2026-01-05T18:00'],
    ],
    [
      'in a list',
      'cron(0 6,22 * * ? *)',
      '2026-01-05T10:00',
      ['2026-01-05T22:00', '2026-01-06T06:00'],
    ],
    [
      'in months by name',
      'cron(0 0 1 FEB,JUN ? *)',
      '2026-01-05T10:00',
      ['2026-02-01T00:00', '2026-06-01T00:00'],
    ],
    [
      'on weekdays',
      'cron(0 2 ? * MON-FRI *)',
      '2026-01-09T02:00',
      ['2026-01-12T02:00', '2026-01-13T02:00'],
    ],
    [
      'with 1 for Sunday',
      'cron(0 2 ? * 1 *)',
      '2026-01-05T10:00',
      ['2026-01-11T02:00', '2026-01-18T02:00'],
    ],
    [
      'with L for Saturday',
      'cron(0 2 ? * L *)',
      '2026-01-05T10:00',
      ['2026-01-10T02:00', '2026-01-17T02:00'],
    ],
    [
      'on the last Friday',
      'cron(0 2 ? * 6L *)',
      '2026-01-05T10:00',
      ['2026-01-30T02:00', '2026-02-27T02:00'],
    ],
    [
      'on the second Tuesday',
      'cron(0 2 ? * TUE#2 *)',
      '2026-01-05T10:00',
      ['2026-01-13T02:00', '2026-02-10T02:00'],
    ],
    [
      'on the last day',
      'cron(0 2 L * ? *)',
      '2026-02-05T10:00',
      ['2026-02-28T02:00', '2026-03-31T02:00'],
    ],
    [
      'on the weekday nearest to a Sunday',
      'cron(0 2 15W * ? *)',
      '2026-02-05T10:00',
      ['2026-02-16T02:00', '2026-03-16T02:00'],
    ],
    [
      'on the weekday nearest to Saturday the 1st',
      'cron(0 2 1W AUG ? *)',
      '2026-01-01T00:00',
      ['2026-08-03T02:00', '2027-08-02T02:00'],
    ],
    [
      'on the last weekday',
      'cron(0 2 LW JAN ? *)',
      '2026-01-01T00:00',
      ['2026-01-30T02:00', '2027-01-29T02:00'],
    ],
    [
      'in leap years',
      'cron(0 0 29 2 ? *)',
      '2026-01-01T00:00',
      ['2028-02-29T00:00', '2032-02-29T00:00'],
    ],
    ['in one year', 'cron(0 0 1 1 ? 2027)', '2026-01-01T00:00', ['2027-01-01T00:00']],
    ['never', 'cron(0 0 1 1 ? 2020)', '2026-01-01T00:00', []],
  ])('a cron expression is due %s', (_, expression, from, expected) => {
    expect(times(expression, from)).toEqual(expected);
  });

  it.each([
    [
      'in a time zone',
      'cron(30 9 * * ? *)',
      '2026-01-05T10:00',
      'Asia/Kolkata',
      ['2026-01-06T04:00', '2026-01-07T04:00'],
    ],
    [
      'an hour earlier in summer',
      'cron(0 3 * * ? *)',
      '2026-03-28T10:00',
      'Europe/Berlin',
      ['2026-03-29T01:00', '2026-03-30T01:00'],
    ],
    [
      'not at a time that clocks skip',
      'cron(30 2 * * ? *)',
      '2026-03-28T00:00',
      'Europe/Berlin',
      ['2026-03-28T01:30', '2026-03-30T00:30'],
    ],
    [
      'once at a time that clocks repeat',
      'cron(30 2 * * ? *)',
      '2026-10-24T10:00',
      'Europe/Berlin',
      ['2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'before and after clocks go back',
      'cron(0 1,4 * * ? *)',
      '2026-10-24T10:00',
      'Europe/Berlin',
      ['2026-10-24T23:00', '2026-10-25T03:00'],
    ],
    [
      'on a date of its own zone',
      'cron(0 8 1 * ? *)',
      '2026-01-31T20:00',
      'Pacific/Auckland',
      ['2026-02-28T19:00', '2026-03-31T19:00'],
    ],
    [
      'a day ahead of UTC',
      'cron(0 8 1 * ? *)',
      '2026-01-31T18:00',
      'Pacific/Auckland',
      ['2026-01-31T19:00', '2026-02-28T19:00'],
    ],
    [
      'behind UTC',
      'cron(0 20 L * ? *)',
      '2026-02-01T00:30',
      'America/Los_Angeles',
      ['2026-02-01T04:00', '2026-03-01T04:00'],
    ],
  ])('a cron expression with a zone is due %s', (_, expression, from, zone, expected) => {
    expect(times(expression, from, zone)).toEqual(expected);
  });

  it('a cron expression of every minute is due without a gap late in a day', () => {
    expect(times('cron(* * * * ? *)', '2026-01-05T23:58', 'UTC', 3)).toEqual([
      '2026-01-05T23:59',
      '2026-01-06T00:00',
      '2026-01-06T00:01',
    ]);
  });

  it.each([
    ['five fields', 'cron(0 * * * ?)', 'six fields'],
    ['both days', 'cron(0 0 1 * MON *)', 'must be ?'],
    ['neither day', 'cron(0 0 ? * ? *)', 'must be ?'],
    ['a minute beyond 59', 'cron(60 0 * * ? *)', 'minutes'],
    ['an hour that is no number', 'cron(0 x * * ? *)', 'hours'],
    ['a range backwards', 'cron(0 0 ? * FRI-MON *)', 'day-of-week'],
    ['a step of nought', 'cron(0/0 * * * ? *)', 'minutes'],
    ['a sixth weekday of a month', 'cron(0 0 ? * 3#6 *)', 'day-of-week'],
    ['a month by number beyond 12', 'cron(0 0 1 13 ? *)', 'month'],
    ['a year beyond 2199', 'cron(0 0 1 1 ? 2200)', 'year'],
  ])('a cron expression is refused with %s', (_, expression, message) => {
    expect(() => readScheduleExpression(expression, new TimeZone('UTC'))).toThrow(
      failure('ValidationException', message),
    );
  });
});

describe('rate expressions', () => {
  it('a rate expression is due at once, and then at its interval', () => {
    const zone = new TimeZone('UTC');
    const read = readScheduleExpression('rate(15 minutes)', zone);
    expect(nextTime(read, zone, 1000, 999)).toBe(1000);
    expect(nextTime(read, zone, 1000, 1000)).toBe(901_000);
  });

  it.each([
    ['rate(1 minute)', '2026-03-28T10:01'],
    ['rate(2 hours)', '2026-03-28T12:00'],
  ])('the rate expression %s is due next at %s', (expression, expected) => {
    expect(times(expression, '2026-03-28T10:00', 'UTC', 1)).toEqual([expected]);
  });

  it('a rate expression counts 24 hours for a day when the clocks change', () => {
    expect(times('rate(1 day)', '2026-03-28T10:00', 'Europe/Berlin', 2)).toEqual([
      '2026-03-29T10:00',
      '2026-03-30T10:00',
    ]);
  });

  it.each(['rate(0 minutes)', 'rate(1.5 hours)', 'rate(1 week)', 'rate(minutes)'])(
    'a rate expression is refused as %s',
    (expression) => {
      expect(() => readScheduleExpression(expression, new TimeZone('UTC'))).toThrow(
        failure('ValidationException', expression),
      );
    },
  );
});

describe('at expressions', () => {
  it('an at expression is due once, in its time zone', () => {
    expect(times('at(2026-07-01T09:00:00)', '2026-01-01T00:00', 'Europe/Berlin')).toEqual([
      '2026-07-01T07:00',
    ]);
  });

  it('an at expression of the past is never due', () => {
    expect(times('at(2025-07-01T09:00:00)', '2026-01-01T00:00')).toEqual([]);
  });

  it.each(['at(2026-02-30T09:00:00)', 'at(2026-07-01)', 'at(2026-03-29T02:30:00)'])(
    'an at expression is refused as %s',
    (expression) => {
      expect(() => readScheduleExpression(expression, new TimeZone('Europe/Berlin'))).toThrow(
        failure('ValidationException', 'no such time'),
      );
    },
  );
});

it('other schedule expressions and unknown time zones are refused', () => {
  expect(() => readScheduleExpression('0 * * * *', new TimeZone('UTC'))).toThrow(
    failure('ValidationException', 'neither cron, rate nor at'),
  );
  expect(() => new TimeZone('Europe/Atlantis')).toThrow(
    failure('ValidationException', 'Europe/Atlantis'),
  );
});
