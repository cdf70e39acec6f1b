import { comparisons, statistics } from './alarm.ts';
import type { Alarm, AlarmState } from './alarm.ts';

/** A data point of the metric that an alarm watches. */
export interface Point {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly value: number;
}

/** A change of an alarm's state. */
export interface Transition {
  readonly alarm: Alarm;
  readonly time: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
}

const minute = 60_000;

/**
 * Data points that CloudWatch retrieves beyond the periods to evaluate; it says that there are some,
 * and shows two in its example. Late ones so outweigh missing ones.
 */
const beyond = 2;

/**
 * The changes of an alarm's state, looked at each minute, as CloudWatch does.
 * Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data".
 * @param points in any order
 * @param from when the alarm was made: its state is INSUFFICIENT_DATA then
 */
export function transitionsOf(
  alarm: Alarm,
  points: readonly Point[],
  from: number,
  until: number,
): readonly Transition[] {
  const sorted = points.toSorted((one, other) => one.time - other.time);
  const transitions: Transition[] = [];
  let state: AlarmState = 'INSUFFICIENT_DATA';
  for (let time = Math.ceil(from / minute) * minute; time <= until; time += minute) {
    const next = stateAt(alarm, sorted, time, state);
    if (next !== state) transitions.push({ alarm, time, from: state, to: next });
    state = next;
  }
  return transitions;
}

function stateAt(
  alarm: Alarm,
  sorted: readonly Point[],
  now: number,
  before: AlarmState,
): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, threshold } = alarm;
  const compare = comparisons[alarm.comparison];
  const found = retrieved(alarm, sorted, now).filter((value) => value !== undefined);
  const counted = found.slice(0, evaluationPeriods);
  const breaching = counted.filter((value) => compare(value, threshold)).length;
  const missing = evaluationPeriods - counted.length;
  const alarming = (count: number): AlarmState => (count >= datapointsToAlarm ? 'ALARM' : 'OK');
  if (missing === 0) return alarming(breaching);
  switch (alarm.missingData) {
    case 'breaching':
      return alarming(breaching + missing);
    case 'notBreaching':
      return alarming(breaching);
    case 'ignore':
      if (breaching >= datapointsToAlarm) return 'ALARM';
      return breaching + missing < datapointsToAlarm ? 'OK' : before;
    case 'missing':
      if (counted.length === 0) return 'INSUFFICIENT_DATA';
      return breaching === counted.length ? 'ALARM' : alarming(breaching);
  }
}

/** A value for each period up to now, the newest first; undefined where there is none. */
function retrieved(
  alarm: Alarm,
  sorted: readonly Point[],
  now: number,
): readonly (number | undefined)[] {
  const { periodSeconds, evaluationPeriods, statistic, fill } = alarm;
  const period = periodSeconds * 1000;
  // What was never published is no metric, and there is nothing to fill.
  const known = sorted.some(({ time }) => time < now);
  return Array.from({ length: evaluationPeriods + beyond }, (_, index) => {
    const end = now - index * period;
    const values = sorted
      .filter(({ time }) => time >= end - period && time < end)
      .map(({ value }) => value);
    if (values.length > 0) return statistics[statistic](values);
    return known ? fill : undefined;
  });
}
