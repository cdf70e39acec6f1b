import { parseArn } from '../../authorization/arn.ts';
import type { Location } from '../../contracts.ts';
import { type EmbeddedMetric, readLogLine } from './embedded-metrics.ts';

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

/** CloudWatch as far as functions publish metrics through their logs. It has no API here. */
export class CloudWatch {
  readonly #metrics: PublishedMetric[] = [];
  readonly #invalid: InvalidMetrics[] = [];

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
}
