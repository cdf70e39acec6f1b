import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** The namespace of every metric that Understudy publishes. */
const namespace = 'Understudy';

/** Publishes one invocation's figures, in the embedded metric format: no call, only a log line. */
export function publishMetrics(
  dimensions: Readonly<Record<string, string>>,
  figures: readonly {
    readonly name: string;
    readonly unit: 'Seconds' | 'Milliseconds' | 'Count';
    readonly value: number;
  }[],
): void {
  const metrics = new Metrics({ namespace });
  metrics.addDimensions({ ...dimensions });
  for (const { name, unit, value } of figures) metrics.addMetric(name, MetricUnit[unit], value);
  metrics.publishStoredMetrics();
}
