import { describe, expect, it } from '@jest/globals';
import { findMariaDb } from '../../aws/databases/mariadb/binaries.ts';
import { playScene, routeOf, sound, soundnessOf, swapChecks, twoSteps } from './scene.ts';

const ownKey = expect.stringMatching(/^arn:aws:kms:eu-central-1:222222222222:key\//);

describe.each([
  { encryption: 'aws-managed', copyRoute: 'two-step', route: twoSteps },
  { encryption: 'aws-owned', copyRoute: 'two-step', route: twoSteps },
  {
    encryption: 'customer',
    copyRoute: 'one-call',
    route: ['111111111111 eu-west-1 to 222222222222 eu-central-1, under a key'],
  },
] as const)('a cluster, $encryption, by the route $copyRoute', ({ route, ...setting }) => {
  it("an encrypted cluster ends up live under the target's own key", async () => {
    const { report, simulator, clusters } = await playScene(setting);

    expect(soundnessOf(report)).toEqual(sound);
    expect(report.verification.map(({ name }) => name)).toEqual(swapChecks);
    expect(routeOf(simulator)).toEqual(route);
    expect(clusters).toMatchObject([
      { DBClusterIdentifier: 'orders', StorageEncrypted: true, KmsKeyId: ownKey },
    ]);
  });
});

const mariaDb = await findMariaDb();

if (mariaDb === undefined) {
  describe('aurora-mysql', () => {
    it('aurora-mysql is not rehearsed here: MariaDB is not installed', () => {
      expect(mariaDb).toBeUndefined();
    });
  });
} else {
  describe('aurora-mysql', () => {
    it('an aurora-mysql cluster is recovered as an aurora-postgresql cluster is', async () => {
      const { report, simulator, clusters } = await playScene({
        engine: 'aurora-mysql',
        encryption: 'aws-owned',
      });

      expect(soundnessOf(report)).toEqual(sound);
      expect(report.verification.map(({ name }) => name)).toEqual(swapChecks);
      expect(routeOf(simulator)).toEqual(twoSteps);
      expect(clusters).toMatchObject([
        { DBClusterIdentifier: 'orders', Engine: 'aurora-mysql', KmsKeyId: ownKey },
      ]);
      const large = report.bundles.filter(({ bytes }) => bytes > 555_000);
      // mysql2 is large as it is: docs/adr/0007-two-verification-functions.md.
      expect(large.map((bundle) => bundle.function)).toEqual(['target/verify-mysql']);
    });
  });
}
