import { describe, expect, it } from '@jest/globals';
import type { FollowAnswer } from '../../../../functions/access/steps/follow-endpoint.ts';
import { emptyState } from '../../../../functions/access/rules/pass-state.ts';
import type { TargetState } from '../../../../functions/access/rules/targets.ts';
import { publishAccess } from '../../../../functions/access/handler/publish-metrics.ts';
import { show } from '../../../../rehearsal/aws/deployment/template-value.ts';
import { resourcesOf, mapAt } from '../../../template/deploy-stack.ts';
import { orders } from '../steps/world.ts';
import { metricLines } from '../../metric-lines.ts';

interface Published extends Readonly<Record<string, unknown>> {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly [
      { readonly Namespace: string; readonly Dimensions: readonly (readonly string[])[] },
    ];
  };
}

const lines = metricLines();

function publish(answer: Partial<FollowAnswer>, ...states: readonly TargetState[]): Published {
  publishAccess([
    {
      followed: orders,
      state: 'in-place',
      stale: false,
      healthy: true,
      concerned: true,
      why: '',
      targets: states.map((state) => ({ address: '10.0.1.1', port: 5432, state })),
      secondsStale: 0,
      memory: emptyState,
      ...answer,
    },
  ]);
  return JSON.parse(lines[0] ?? '') as Published;
}

describe('publishAccess', () => {
  it('the published metrics count targets by their states', () => {
    expect(
      publish({}, 'healthy', 'initial', 'unhealthy', 'unhealthy.draining', 'unused', 'draining'),
    ).toMatchObject({
      targetGroup: 'orders-writer',
      TargetsHealthy: 1,
      TargetsInitial: 1,
      TargetsUnhealthy: 3,
      TargetsDraining: 1,
      Stale: 0,
      SecondsStale: 0,
    });
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('the published metrics say whether the target group is stale: %s', (stale, value) => {
    expect(publish({ stale })['Stale']).toBe(value);
  });

  it('the published metrics have the time of a re-point only at its end', () => {
    expect(publish({})).not.toHaveProperty('SecondsToRepoint');
    lines.length = 0;
    expect(publish({ secondsToRepoint: 42 })).toMatchObject({ SecondsToRepoint: 42 });
  });

  it('the published metrics have the namespace, name and dimensions that the alarm watches', () => {
    const published = publish({});
    const { _aws: metadata } = published;
    const [{ Namespace: namespace, Dimensions: dimensions }] = metadata.CloudWatchMetrics;
    const [, alarm] =
      resourcesOf('stacks/followed-endpoint.yaml', 'AWS::CloudWatch::Alarm').find(
        ([logicalId]) => logicalId === 'Stale',
      ) ?? [];
    const properties = mapAt(alarm, 'Properties');
    const watched = (properties['Dimensions'] as readonly { Name: string; Value: unknown }[]).map(
      ({ Name: name, Value: value }) => [name, value] as const,
    );

    expect(properties['Namespace']).toBe(namespace);
    expect(published).toHaveProperty(show(properties['MetricName']));
    expect(dimensions).toEqual([expect.arrayContaining(watched.map(([name]) => name))]);
    expect(dimensions[0]).toHaveLength(watched.length);
    const said = watched.filter(([, value]) => typeof value === 'string');
    expect(published).toMatchObject(Object.fromEntries(said));
  });
});
