import { arnIn, parseArn } from '../../authorization/arn.ts';
import type { Authorizer } from '../../authorization/authorizer.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Location, Principal } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import type { DeliveryFailure } from '../delivery-failure.ts';
import { uuid } from '../identifiers.ts';
import { deliverWithRetries, eventRetryDelays } from '../retries.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { type StartExecution, startAsRole } from '../start-execution.ts';
import type { ScheduleExpression } from './schedule-expression.ts';
import { nextTime, readScheduleExpression } from './schedule-expression.ts';
import { TimeZone } from './time-zone.ts';

/** What a template says of a schedule. */
export interface ScheduleSettings {
  readonly name: string;
  /** `cron(…)`, `rate(…)` or `at(…)`. */
  readonly expression: string;
  /** Of the IANA database; UTC where it is left out. */
  readonly timezone?: string;
  /** Minutes within which a run may start; off where it is left out or 0. */
  readonly flexibleWindowMinutes?: number;
  readonly state?: 'ENABLED' | 'DISABLED';
  /** A state machine or a function, started as a role that trusts `scheduler.amazonaws.com`. */
  readonly target: {
    readonly arn: string;
    readonly roleArn: string;
    /** JSON text. */
    readonly input?: string;
    /** How often Scheduler tries again; 185 where it is left out, for which a few stand here. */
    readonly maximumRetryAttempts?: number;
    /** A queue that the role may send to. */
    readonly deadLetterQueueArn?: string;
  };
}

/** The collaborators of Scheduler. */
export interface SchedulerParts {
  readonly authorizer: Pick<Authorizer, 'assume' | 'require'>;
  readonly queues: Pick<Sqs, 'send'>;
  readonly clock: Pick<VirtualClock, 'now' | 'at'>;
  readonly random: Random;
  readonly startExecution: StartExecution;
  /** Absent where no schedule calls a function. Asynchronous, as Scheduler invokes. */
  readonly invokeFunction?: (arn: string, event: unknown, principal: Principal) => Promise<void>;
}

const service = 'scheduler.amazonaws.com';

/** Scheduler starts its targets with a precision of 60 seconds. */
const precision = 59_999;

/** EventBridge Scheduler: schedules of the default group that start state machines and functions. */
export class Scheduler {
  /** Starts given up, whether a dead-letter queue took them or not. */
  readonly failures: DeliveryFailure[] = [];
  readonly #parts: SchedulerParts;
  readonly #schedules = new Map<string, Schedule>();

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  /**
   * Makes a schedule, or replaces the one of that name.
   * @returns its ARN
   * @throws AwsError `ValidationException` for an expression or a time zone that can't be read
   */
  createSchedule(location: Location, settings: ScheduleSettings): string {
    const zone = new TimeZone(settings.timezone ?? 'UTC');
    const expression = readScheduleExpression(settings.expression, zone);
    const arn = arnIn(location, 'scheduler', `schedule/default/${settings.name}`);
    this.deleteSchedule(arn);
    const schedule: Schedule = {
      arn,
      groupArn: arnIn(location, 'scheduler', 'schedule-group/default'),
      settings,
      zone,
      expression,
      created: this.#parts.clock.now(),
      enabled: settings.state !== 'DISABLED',
      cancel: () => {},
    };
    this.#schedules.set(arn, schedule);
    this.#appoint(schedule, schedule.created - 1);
    return arn;
  }

  deleteSchedule(scheduleArn: string): void {
    this.#schedules.get(scheduleArn)?.cancel();
    this.#schedules.delete(scheduleArn);
  }

  setState(scheduleArn: string, state: 'ENABLED' | 'DISABLED'): void {
    const schedule = this.#get(scheduleArn);
    schedule.enabled = state === 'ENABLED';
    schedule.cancel();
    this.#appoint(schedule, this.#parts.clock.now());
  }

  /** When a schedule is due next, in milliseconds since the epoch, whether it is enabled or not. */
  nextRun(scheduleArn: string): number | undefined {
    const { expression, zone, created } = this.#get(scheduleArn);
    return nextTime(expression, zone, created, this.#parts.clock.now());
  }

  #appoint(schedule: Schedule, after: number): void {
    if (!schedule.enabled) return;
    const due = nextTime(schedule.expression, schedule.zone, schedule.created, after);
    if (due === undefined) return;
    const window = (schedule.settings.flexibleWindowMinutes ?? 0) * 60_000;
    const start = due + Math.floor(this.#parts.random.between(0, Math.max(window, precision)));
    const run = (): void => {
      this.#appoint(schedule, due);
      this.#run(schedule, due);
    };
    schedule.cancel = this.#parts.clock.at(start, run, { standing: true });
  }

  #run(schedule: Schedule, due: number): void {
    const { clock, random } = this.#parts;
    const { input = '{}', maximumRetryAttempts } = schedule.settings.target;
    const name = uuid(random);
    const run = { name, input: withContext(input, { schedule: schedule.arn, due, name }) };
    void deliverWithRetries({
      clock,
      delays: eventRetryDelays(maximumRetryAttempts),
      deliver: () => this.#start(schedule, run),
      giveUp: (cause) => this.#giveUp(schedule, run, cause),
    });
  }

  #start(schedule: Schedule, run: Run): Promise<void> {
    const { authorizer, startExecution } = this.#parts;
    const { arn: stateMachineArn, roleArn } = schedule.settings.target;
    if (parseArn(stateMachineArn)?.service === 'lambda') return this.#invoke(schedule, run);
    return startAsRole(authorizer, startExecution, {
      ...run,
      service: service,
      roleArn,
      // Scheduler's confused-deputy keys carry the group's ARN, not the schedule's.
      sourceArn: schedule.groupArn,
      stateMachineArn,
    });
  }

  /** @throws AwsError `AccessDenied…` when trust or permission is missing */
  async #invoke(schedule: Schedule, run: Run): Promise<void> {
    const { authorizer, invokeFunction } = this.#parts;
    const { arn, roleArn } = schedule.settings.target;
    if (invokeFunction === undefined) throw new Error(`nobody invokes ${arn} for a schedule here`);
    const principal = authorizer.assume(service, roleArn, run.name, schedule.groupArn);
    await invokeFunction(arn, JSON.parse(run.input) as unknown, principal);
  }

  /** Scheduler sends to a dead-letter queue as the target's role, not as itself. */
  #giveUp(schedule: Schedule, run: Run, cause: unknown): void {
    const { authorizer, queues, clock } = this.#parts;
    const { arn, roleArn, deadLetterQueueArn } = schedule.settings.target;
    const failure = { sourceArn: schedule.arn, targetArn: arn, time: clock.now() };
    this.failures.push({ ...failure, reason: String(cause) });
    if (deadLetterQueueArn === undefined) return;
    try {
      const principal = authorizer.assume(service, roleArn, run.name, schedule.groupArn);
      queues.send(principal, deadLetterQueueArn, run.input);
    } catch (error) {
      this.failures.push({ ...failure, targetArn: deadLetterQueueArn, reason: String(error) });
    }
  }

  #get(scheduleArn: string): Schedule {
    const schedule = this.#schedules.get(scheduleArn);
    if (schedule !== undefined) return schedule;
    throw new AwsError('ResourceNotFoundException', `Schedule ${scheduleArn} does not exist.`);
  }
}

interface Run {
  readonly name: string;
  readonly input: string;
}

interface Schedule {
  readonly arn: string;
  readonly groupArn: string;
  readonly settings: ScheduleSettings;
  readonly zone: TimeZone;
  readonly expression: ScheduleExpression;
  readonly created: number;
  enabled: boolean;
  cancel: () => void;
}

/** Fills in the context attributes that an input may hold. */
function withContext(
  input: string,
  context: { schedule: string; due: number; name: string },
): string {
  const scheduled = new Date(context.due).toISOString().replace('.000Z', 'Z');
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', context.schedule)
    .replaceAll('<aws.scheduler.scheduled-time>', scheduled)
    .replaceAll('<aws.scheduler.execution-id>', context.name)
    .replaceAll('<aws.scheduler.attempt-number>', '1');
}
