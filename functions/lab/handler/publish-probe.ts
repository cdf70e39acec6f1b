import { publishMetrics } from '../../shared/handler/metrics.ts';
import type { ProbeResult } from '../rules/result.ts';

/** Publishes a probe's figures for its path, and its errors by class. What wasn't measured is left out. */
export function publishProbe(result: ProbeResult): void {
  const { path: Path, errors, longestGap, p50, p99, databaseConnections, accounts } = result;
  publishMetrics({ Path }, [
    { name: 'LongestGap', unit: 'Milliseconds', value: longestGap.milliseconds },
    ...(p50 === null ? [] : [{ name: 'LatencyP50', unit: 'Milliseconds' as const, value: p50 }]),
    ...(p99 === null ? [] : [{ name: 'LatencyP99', unit: 'Milliseconds' as const, value: p99 }]),
    ...(databaseConnections === null
      ? []
      : [
          {
            name: 'DatabaseConnections',
            unit: 'Count' as const,
            value: databaseConnections.maximum,
          },
        ]),
    ...(accounts === null
      ? []
      : [
          { name: 'LostWrites', unit: 'Count' as const, value: accounts.lostWrites },
          { name: 'DoubledWrites', unit: 'Count' as const, value: accounts.doubledWrites },
        ]),
  ]);
  for (const [name, { count }] of Object.entries(errors)) {
    publishMetrics({ Path, Error: name }, [{ name: 'ProbeErrors', unit: 'Count', value: count }]);
  }
}
