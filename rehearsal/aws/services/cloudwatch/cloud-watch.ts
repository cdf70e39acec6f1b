import { parseArn } from '../../authorization/arn.ts';
import type { Location } from '../../contracts.ts';
import { readAlarm } from './alarm.ts';
import type { Alarm, WatchedMetric } from './alarm.ts';
import { type EmbeddedMetric, readLogLine } from './embedded-metrics.ts';
import { transitionsOf } from './evaluation.ts';
import type { Point, Transition } from './evaluation.ts';

/** A data point with where and by whom it was published. */
export interface PublishedMetric extends EmbeddedMetric {
  readonly location: Location;
  readonly functionArn: string;
}

/** A line that was meant to publish metrics and doesn't. */
export interface InvalidMetrics {
  readonly functionArn: string;
  readonly line: string;
  readonly reason: string;
}

/** A figure that an AWS service publishes of itself. */
export interface ServiceMetric extends WatchedMetric {
  readonly location: Location;
  /** What it published up to a time. */
  readonly pointsUntil: (time: number) => readonly Point[];
}

/**
 * CloudWatch as far as functions publish metrics through their logs and services of themselves, and
 * alarms watch them. It has no API here.
 */
export class CloudWatch {
  readonly #clock: { now(): number };
  readonly #metrics: PublishedMetric[] = [];
  readonly #invalid: InvalidMetrics[] = [];
  readonly #services: ServiceMetric[] = [];
  readonly #alarms: { readonly alarm: Alarm; readonly made: number }[] = [];

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** Takes a line of a function's log; lines that aren't metrics are nothing to it. */
  ingestLog(functionArn: string, line: string): void {
    const read = readLogLine(line.trim());
    if (read.kind === 'invalid') {
      this.#invalid.push({ functionArn, line, reason: read.reason });
    } else if (read.kind === 'metrics') {
      const { accountId = '', region = '' } = parseArn(functionArn) ?? {};
      const origin = { location: { accountId, region }, functionArn };
      this.#metrics.push(...read.metrics.map((metric) => ({ ...metric, ...origin })));
    }
  }

  /** All data points so far, in the order in which they came; of one name, when one is given. */
  metrics(name?: string): readonly PublishedMetric[] {
    return this.#metrics.filter((metric) => name === undefined || metric.name === name);
  }

  /** Lines that CloudWatch would drop without a word: a test should find none. */
  invalidMetrics(): readonly InvalidMetrics[] {
    return this.#invalid;
  }

  /** From now on there is a figure that a service publishes of one of its resources. */
  addServiceMetric(metric: ServiceMetric): void {
    this.#services.push(metric);
  }

  /** @throws InvalidAlarm */
  createAlarm(
    location: Location,
    name: string,
    properties: Readonly<Record<string, unknown>>,
  ): void {
    this.#alarms.push({ alarm: readAlarm(location, name, properties), made: this.#clock.now() });
  }

  get alarms(): readonly Alarm[] {
    return this.#alarms.map(({ alarm }) => alarm);
  }

  /** Whether anybody publishes, or has published, the metric that an alarm watches, where it does. */
  isPublished({ metric, location }: Alarm): boolean {
    return [...this.#metrics, ...this.#services].some((one) => isSame(one, metric, location));
  }

  /**
   * How the alarms changed from when they were made until now, oldest first. Nothing happens by
   * that: it is worked out when somebody asks.
   */
  alarmHistory(): readonly Transition[] {
    const now = this.#clock.now();
    return this.#alarms
      .flatMap(({ alarm, made }) => transitionsOf(alarm, this.#points(alarm, now), made, now))
      .toSorted((one, other) => one.time - other.time);
  }

  #points({ metric, location }: Alarm, now: number): readonly Point[] {
    const published = this.#metrics
      .filter((one) => isSame(one, metric, location))
      .flatMap(({ timestamp, values }) => values.map((value) => ({ time: timestamp, value })));
    const ofServices = this.#services
      .filter((one) => isSame(one, metric, location))
      .flatMap(({ pointsUntil }) => pointsUntil(now));
    return [...published, ...ofServices];
  }
}

/** A metric is its namespace, name and dimensions, all of them, in one account and Region. */
function isSame(
  one: WatchedMetric & { readonly location: Location },
  { namespace, name, dimensions }: WatchedMetric,
  { accountId, region }: Location,
): boolean {
  const names = Object.keys(dimensions);
  return (
    one.namespace === namespace &&
    one.name === name &&
    one.location.accountId === accountId &&
    one.location.region === region &&
    Object.keys(one.dimensions).length === names.length &&
    names.every((dimension) => one.dimensions[dimension] === dimensions[dimension])
  );
}
