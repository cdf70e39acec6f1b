import { describe, expect, it } from '@jest/globals';
import { playScene, sound, soundnessOf, swapChecks } from './scene.ts';

describe('a recovery whose verification signs in with a token of IAM', () => {
  it.each(['aurora-postgresql', 'aurora-mysql', 'postgres', 'mysql'] as const)(
    '%s is recovered, and the role of VerifyDatabase used rds-db:connect for its new resource id',
    async (engine) => {
      const { report, simulator, clusters, instances } = await playScene({ engine, login: 'iam' });

      expect(soundnessOf(report)).toEqual(sound);
      expect(report.verification.map(({ name }) => name)).toEqual(swapChecks);
      const [live] = engine.startsWith('aurora') ? clusters : instances;
      const id =
        live && ('DbClusterResourceId' in live ? live.DbClusterResourceId : live.DbiResourceId);
      const used = simulator.authorizer.usedStatements();
      expect(used.filter(({ action }) => action === 'rds-db:connect')).toMatchObject([
        { resource: `arn:aws:rds-db:eu-central-1:222222222222:dbuser:${String(id)}/verifier` },
      ]);
      expect(simulator.rds.signInErrors).toEqual([]);
      expect(simulator.calls.filter(({ operation }) => operation === 'GetSecretValue')).toEqual([]);
    },
  );
});
