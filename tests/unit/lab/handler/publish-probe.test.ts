import { describe, expect, it } from '@jest/globals';
import { publishProbe } from '../../../../functions/lab/handler/publish-probe.ts';
import { resultOf } from '../../../../functions/lab/rules/result.ts';
import type { Seen } from '../../../../functions/lab/rules/result.ts';
import { attempt } from '../attempts.ts';
import { metricLines } from '../../metric-lines.ts';

const lines = metricLines();

interface Published extends Readonly<Record<string, unknown>> {
  readonly ['_aws']: {
    readonly CloudWatchMetrics: readonly [
      {
        readonly Namespace: string;
        readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
      },
    ];
  };
}

function published(more: Partial<Seen>): readonly Published[] {
  publishProbe(
    resultOf({
      request: { path: 'proxy', clients: 1, seconds: 1, intervalMilliseconds: 100 },
      run: 'beef',
      engine: 'aurora-postgresql',
      begun: 0,
      ended: 1000,
      attempts: [attempt(0, 7), attempt(100, 110, { met: 'read-only' })],
      kept: [0],
      samples: [[0, 3]],
      ...more,
    }),
  );
  return lines.map((line) => JSON.parse(line) as Published);
}

describe('the metrics of a probe', () => {
  it('a probe publishes its figures for its path, and its errors by class', () => {
    const [figures, errors] = published({});

    expect(figures).toMatchObject({
      Path: 'proxy',
      LongestGap: 993,
      LatencyP50: 7,
      LatencyP99: 7,
      DatabaseConnections: 3,
      LostWrites: 0,
      DoubledWrites: 0,
    });
    expect(figures?.['_aws'].CloudWatchMetrics[0]).toMatchObject({
      Namespace: 'Understudy',
      Metrics: expect.arrayContaining([{ Name: 'LongestGap', Unit: 'Milliseconds' }]),
    });
    expect(errors).toMatchObject({ Path: 'proxy', Error: 'read-only', ProbeErrors: 1 });
  });

  it('what was not measured is not published', () => {
    const [figures] = published({ attempts: [], kept: undefined, samples: [] });

    expect(figures?.['_aws'].CloudWatchMetrics[0].Metrics.map(({ Name }) => Name)).toEqual([
      'LongestGap',
    ]);
  });
});
