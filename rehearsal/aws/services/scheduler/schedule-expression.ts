import { type Cron, nextCronTime, readCron } from './cron.ts';
import { invalidExpression } from './schedule-errors.ts';
import type { TimeZone } from './time-zone.ts';

/** A schedule expression, read. */
export type ScheduleExpression =
  | { readonly kind: 'cron'; readonly cron: Cron }
  | { readonly kind: 'rate'; readonly milliseconds: number }
  | { readonly kind: 'at'; readonly moment: number };

const units: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * Reads `cron(…)`, `rate(value unit)` or `at(yyyy-mm-ddThh:mm:ss)`. A day of a rate is 24 hours,
 * whatever the clocks do.
 * Source: EventBridge Scheduler User Guide, "Schedule types".
 * @throws AwsError `ValidationException`
 */
export function readScheduleExpression(expression: string, zone: TimeZone): ScheduleExpression {
  if (expression.startsWith('cron(')) return { kind: 'cron', cron: readCron(expression) };
  if (expression.startsWith('rate(')) return readRate(expression);
  if (expression.startsWith('at(')) return readAt(expression, zone);
  throw invalidExpression(expression, 'it is neither cron, rate nor at');
}

/**
 * The first moment after `after` at which a schedule is due.
 * @param created when the schedule was made: a rate is due then for the first time
 * @param after milliseconds since the epoch
 * @returns undefined when it is never due again
 */
export function nextTime(
  expression: ScheduleExpression,
  zone: TimeZone,
  created: number,
  after: number,
): number | undefined {
  switch (expression.kind) {
    case 'cron':
      return nextCronTime(expression.cron, zone, after);
    case 'rate': {
      const past = Math.floor((after - created) / expression.milliseconds);
      return created + Math.max(0, past + 1) * expression.milliseconds;
    }
    case 'at':
      return expression.moment > after ? expression.moment : undefined;
    default:
      return expression satisfies never;
  }
}

function readRate(expression: string): ScheduleExpression {
  const [, value, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const milliseconds = Number(value) * (units[unit] ?? NaN);
  if (!(milliseconds > 0)) {
    throw invalidExpression(expression, 'a rate is a positive number of minutes, hours or days');
  }
  return { kind: 'rate', milliseconds };
}

function readAt(expression: string, zone: TimeZone): ScheduleExpression {
  const match = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/.exec(expression);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (match ?? [])
    .slice(1)
    .map(Number);
  const moment = match && zone.firstMoment({ year, month, day, hour, minute, second });
  if (moment === null || moment === undefined) {
    throw invalidExpression(expression, 'there is no such time in its time zone');
  }
  return { kind: 'at', moment };
}
