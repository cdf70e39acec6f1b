import type { CronFieldRule } from './cron-field.ts';
import { readCronField, readCronNumber } from './cron-field.ts';

/** A date of the Gregorian calendar; months and days count from 1. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Whether a date is one of a cron expression's days. */
export type DayTest = (date: CalendarDate) => boolean;

const dayOfMonth: CronFieldRule = { name: 'day-of-month', from: 1, to: 31 };
const dayOfWeek: CronFieldRule = {
  name: 'day-of-week',
  from: 1,
  to: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

/**
 * Reads the day-of-month field: numbers, `L` (the month's last day), `15W` (the weekday nearest to
 * the 15th in its month), `LW`.
 */
export function readDayOfMonth(field: string): DayTest | undefined {
  if (field === 'L') return (date) => date.day === lastDay(date);
  if (field === 'LW') return (date) => date.day === nearestWeekday(date, lastDay(date));
  const nearest = /^(\d+)W$/.exec(field)?.[1];
  if (nearest !== undefined) {
    const wanted = readCronNumber(nearest, dayOfMonth);
    if (wanted === undefined) return undefined;
    return (date) => date.day === nearestWeekday(date, Math.min(wanted, lastDay(date)));
  }
  const days = readCronField(field, dayOfMonth);
  return days && ((date) => days.includes(date.day));
}

/**
 * Reads the day-of-week field, in which 1 is Sunday: numbers and names, `L` (Saturday), `6L` (the
 * month's last Friday), `3#2` (its second Tuesday).
 */
export function readDayOfWeek(field: string): DayTest | undefined {
  if (field === 'L') return (date) => weekday(date) === 7;
  const [, lastText] = /^(\w+)L$/.exec(field) ?? [];
  if (lastText !== undefined) {
    const last = readCronNumber(lastText, dayOfWeek);
    if (last === undefined) return undefined;
    return (date) => weekday(date) === last && date.day + 7 > lastDay(date);
  }
  const [, numberedText, position] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  if (numberedText !== undefined) {
    const numbered = readCronNumber(numberedText, dayOfWeek);
    const wanted = Number(position);
    if (numbered === undefined) return undefined;
    return (date) => weekday(date) === numbered && Math.ceil(date.day / 7) === wanted;
  }
  const days = readCronField(field, dayOfWeek);
  return days && ((date) => days.includes(weekday(date)));
}

function weekday({ year, month, day }: CalendarDate): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function lastDay({ year, month }: CalendarDate): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Saturdays give way to Friday and Sundays to Monday, but not beyond the month. */
function nearestWeekday(date: CalendarDate, day: number): number {
  const found = weekday({ ...date, day });
  if (found === 7) return day > 1 ? day - 1 : day + 2;
  if (found === 1) return day < lastDay(date) ? day + 1 : day - 2;
  return day;
}
