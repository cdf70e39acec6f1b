import { describe, expect, it } from '@jest/globals';
import {
  changesTo,
  ownTags,
  playScene,
  restoredChecks,
  routeOf,
  sound,
  soundnessOf,
  swapChecks,
  twoSteps,
} from './scene.ts';

describe('standby mode', () => {
  it('a standby keeps the verified copy under the temporary name, and the live database unchanged', async () => {
    const { report, simulator, clusters } = await playScene({ mode: 'standby' });

    expect(soundnessOf(report)).toEqual(sound);
    expect(report).toMatchObject({ mode: 'standby', liveNameGapSeconds: null, gaps: [] });
    expect(report.verification.map(({ name }) => name)).toEqual(
      restoredChecks('what it was', 'the restored database'),
    );
    expect(clusters.map(({ DBClusterIdentifier: name }) => name)).toEqual([
      'orders',
      'orders-restoring',
    ]);
    expect(changesTo(simulator, ['orders', 'orders-1'])).toEqual([]);
  });
});

describe('a recovery into an empty target', () => {
  it("an empty target gets the restored database under the live name, with the source's settings", async () => {
    const { report, simulator, clusters, instances } = await playScene({ emptyTarget: true });

    expect(soundnessOf(report)).toEqual(sound);
    expect(routeOf(simulator)).toEqual(twoSteps);
    expect(report).toMatchObject({ liveNameGapSeconds: null, gaps: [] });
    expect(clusters).toMatchObject([{ DBClusterIdentifier: 'orders', DeletionProtection: true }]);
    expect(ownTags(clusters[0]?.TagList)).toEqual([{ Key: 'team', Value: 'shop' }]);
    expect(instances).toMatchObject([
      { DBInstanceIdentifier: 'orders-instance', DBInstanceClass: 'db.r6g.large' },
    ]);
  });
});

describe('a recovery with instances that keep their names', () => {
  it('a swap whose instances keep their names leaves the live name one gap, of its two renames', async () => {
    const { report, instances } = await playScene({ instanceNames: 'keep' });
    const renames = report.steps
      .filter(({ name }) => name === 'SwapNames' || name === 'VerifyLiveName')
      .reduce((sum, { seconds }) => sum + seconds, 0);

    expect(soundnessOf(report)).toEqual(sound);
    expect(report.verification.map(({ name }) => name)).toEqual(swapChecks);
    expect(report.gaps).toHaveLength(1);
    // Who looks once a second sees up to a second more.
    expect(report.liveNameGapSeconds).toBeLessThanOrEqual(renames + 1);
    expect(report.steps.map(({ name }) => name)).not.toContain('SwapInstanceNames');
    expect(instances).toMatchObject([
      { DBInstanceIdentifier: expect.stringMatching(/^orders-restoring-instance/) },
    ]);
  });
});

describe('the recovery of a Serverless v2 cluster', () => {
  it('a Serverless v2 cluster is recovered as one, with its capacity range', async () => {
    const { report, clusters, instances } = await playScene({ serverless: true });

    expect(soundnessOf(report)).toEqual(sound);
    expect(clusters).toMatchObject([
      {
        DBClusterIdentifier: 'orders',
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
      },
    ]);
    expect(instances).toMatchObject([
      { DBInstanceIdentifier: 'orders-1', DBInstanceClass: 'db.serverless' },
    ]);
  });
});
