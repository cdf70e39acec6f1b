import type { CalendarDate, DayTest } from './cron-days.ts';
import { readDayOfMonth, readDayOfWeek } from './cron-days.ts';
import { readCronField } from './cron-field.ts';
import { invalidExpression } from './schedule-errors.ts';
import type { TimeZone } from './time-zone.ts';

/** A cron expression of Scheduler, read. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly isDay: DayTest;
  readonly months: readonly number[];
  readonly years: readonly number[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/**
 * Reads `cron(minutes hours day-of-month month day-of-week year)`. One of the two days must be `?`.
 * Source: EventBridge Scheduler User Guide, "Schedule types", cron-based schedules.
 * @throws AwsError `ValidationException` naming the field that can't be read
 */
export function readCron(expression: string): Cron {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  if (fields.length !== 6) throw invalidExpression(expression, 'cron takes six fields');
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw invalidExpression(expression, 'one of day-of-month and day-of-week must be ?');
  }
  const list = (name: string, field: string, from: number, to: number, names?: string[]) =>
    readCronField(field, { name, from, to, ...(names && { names }) }) ?? unreadable(name);
  const unreadable = (name: string): never => {
    throw invalidExpression(expression, `can't read the field ${name}`);
  };
  return {
    minutes: list('minutes', minutes, 0, 59),
    hours: list('hours', hours, 0, 23),
    isDay:
      dayOfMonth === '?'
        ? (readDayOfWeek(dayOfWeek) ?? unreadable('day-of-week'))
        : (readDayOfMonth(dayOfMonth) ?? unreadable('day-of-month')),
    months: list('month', month, 1, 12, months),
    years: list('year', year, 1970, 2199),
  };
}

/**
 * The first moment after `after` at which a cron expression is due. A time that the clocks skip is
 * left out; one that they show twice counts the first time only.
 * Source: EventBridge Scheduler User Guide, "Daylight savings time".
 * @param after milliseconds since the epoch
 * @returns undefined when it is never due again
 */
export function nextCronTime(cron: Cron, zone: TimeZone, after: number): number | undefined {
  const start = zone.wallTime(after);
  const last = cron.years.at(-1) ?? 0;
  let date: CalendarDate = { year: start.year, month: start.month, day: start.day };
  while (date.year <= last) {
    if (!cron.years.includes(date.year)) {
      date = { year: date.year + 1, month: 1, day: 1 };
    } else if (!cron.months.includes(date.month)) {
      date = firstOfNextMonth(date);
    } else {
      const due = cron.isDay(date) ? firstOnDay(cron, zone, date, after) : undefined;
      if (due !== undefined) return due;
      date = nextDay(date);
    }
  }
  return undefined;
}

/** Later times of a day are later moments, as a time that comes twice counts the first time only. */
function firstOnDay(
  cron: Cron,
  zone: TimeZone,
  date: CalendarDate,
  after: number,
): number | undefined {
  for (const hour of cron.hours) {
    const lastOfHour = zone.firstMoment({ ...date, hour, minute: 59, second: 59 });
    if (lastOfHour !== undefined && lastOfHour <= after) continue;
    for (const minute of cron.minutes) {
      const moment = zone.firstMoment({ ...date, hour, minute, second: 0 });
      if (moment !== undefined && moment > after) return moment;
    }
  }
  return undefined;
}

function nextDay({ year, month, day }: CalendarDate): CalendarDate {
  const next = new Date(Date.UTC(year, month - 1, day + 1));
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

function firstOfNextMonth({ year, month }: CalendarDate): CalendarDate {
  return month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 };
}
