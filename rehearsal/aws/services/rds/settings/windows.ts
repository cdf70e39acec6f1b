import { AwsError } from '../../../contracts.ts';
import { defaultBackupWindow, defaultMaintenanceWindow } from '../maintenance.ts';
import { requireTogether } from './valid-values.ts';

/** RDS picks windows at random; the simulator picks these where its defaults would overlap. */
const otherBackupWindow = '05:00-05:30';
const otherMaintenanceWindow = 'tue:06:30-tue:07:00';

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const minutesADay = 24 * 60;
const minutesAWeek = 7 * minutesADay;

/** The backup window of a database whose request names none. */
export function initialBackupWindow(maintenance: string | undefined): string {
  return maintenance === undefined || areApart(defaultBackupWindow, maintenance)
    ? defaultBackupWindow
    : otherBackupWindow;
}

/** The maintenance window of a database whose request names none. */
export function initialMaintenanceWindow(backup: string | undefined): string {
  return backup === undefined || areApart(backup, defaultMaintenanceWindow)
    ? defaultMaintenanceWindow
    : otherMaintenanceWindow;
}

/**
 * Reads a backup window: `hh24:mi-hh24:mi`, 30 minutes or more, apart from the maintenance window.
 * Source: the SDK's model, PreferredBackupWindow.
 */
export function readBackupWindow(value: string, maintenance: string | undefined): string {
  const [from, to] = minutesOf(value, /^(\d\d:\d\d)-(\d\d:\d\d)$/, 'PreferredBackupWindow');
  requireLength(value, (to - from + minutesADay) % minutesADay);
  requireApart(value, maintenance);
  return value;
}

/**
 * Reads a maintenance window: `ddd:hh24:mi-ddd:hh24:mi`, 30 minutes or more, apart from the backup
 * window. Source: the SDK's model, PreferredMaintenanceWindow.
 */
export function readMaintenanceWindow(value: string, backup: string | undefined): string {
  const window = value.toLowerCase();
  const [from, to] = minutesOf(window, maintenancePattern, 'PreferredMaintenanceWindow');
  requireLength(value, (to - from + minutesAWeek) % minutesAWeek);
  if (backup !== undefined) requireApart(backup, window);
  return window;
}

const maintenancePattern = /^(\w{3}:\d\d:\d\d)-(\w{3}:\d\d:\d\d)$/;

function requireLength(window: string, minutes: number): void {
  if (minutes >= 30) return;
  throw new AwsError('InvalidParameterValue', `${window} is shorter than 30 minutes`);
}

function requireApart(backup: string, maintenance: string | undefined): void {
  requireTogether(
    maintenance === undefined || areApart(backup, maintenance),
    `The backup window ${backup} and the maintenance window ${maintenance} must not overlap.`,
  );
}

function areApart(backup: string, maintenance: string): boolean {
  const [backupFrom, backupTo] = minutesOf(backup, /^(\d\d:\d\d)-(\d\d:\d\d)$/, 'backup window');
  const [from, to] = minutesOf(maintenance.toLowerCase(), maintenancePattern, 'window');
  const backupLength = (backupTo - backupFrom + minutesADay) % minutesADay;
  const length = (to - from + minutesAWeek) % minutesAWeek;
  return days.every((_, day) => {
    const start = day * minutesADay + backupFrom;
    const after = (start - from + minutesAWeek) % minutesAWeek;
    return after >= length && after + backupLength <= minutesAWeek;
  });
}

/** Start and end of a window in minutes, since Sunday where it has days. */
function minutesOf(window: string, pattern: RegExp, member: string): [number, number] {
  const [, from = '', to = ''] = pattern.exec(window) ?? [];
  const [start, end] = [minuteOf(from), minuteOf(to)];
  if (start !== undefined && end !== undefined) return [start, end];
  throw new AwsError('InvalidParameterValue', `Invalid ${member} format: ${window}`);
}

function minuteOf(time: string): number | undefined {
  const [, day, hour = '', minute = ''] = /^(?:(\w{3}):)?(\d\d):(\d\d)$/.exec(time) ?? [];
  const weekday = day === undefined ? 0 : days.indexOf(day);
  if (hour === '' || weekday < 0 || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return weekday * minutesADay + Number(hour) * 60 + Number(minute);
}
