import { AwsError } from '../../contracts.ts';

/** Windows that RDS would pick by itself; fixed here. */
export const defaultMaintenanceWindow = 'sun:03:00-sun:03:30';
export const defaultBackupWindow = '01:00-01:30';

const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const minuteMilliseconds = 60_000;
const dayMilliseconds = 24 * 60 * minuteMilliseconds;

/**
 * The start of the next maintenance window after `now`, in virtual milliseconds, UTC.
 *
 * @param window `ddd:hh24:mi-ddd:hh24:mi`
 * @throws AwsError `InvalidParameterValue`
 */
export function nextWindow(window: string, now: number): number {
  const [, day = '', hour = '', minute = ''] =
    /^(\w{3}):(\d\d):(\d\d)-\w{3}:\d\d:\d\d$/.exec(window.toLowerCase()) ?? [];
  const weekday = dayNames.indexOf(day);
  if (weekday < 0) {
    throw new AwsError('InvalidParameterValue', `Invalid maintenance window format: ${window}`);
  }
  const today = Math.floor(now / dayMilliseconds) * dayMilliseconds;
  const days = (weekday - new Date(today).getUTCDay() + 7) % 7;
  const start =
    today + days * dayMilliseconds + (Number(hour) * 60 + Number(minute)) * minuteMilliseconds;
  return start > now ? start : start + 7 * dayMilliseconds;
}
