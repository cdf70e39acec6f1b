import { describe, expect, it } from '@jest/globals';
import { playAltered, takeOut } from './altered-templates.ts';
import { findMariaDb } from '../../aws/databases/mariadb/binaries.ts';
import { playScene, sound, soundnessOf, swapChecks } from './scene.ts';

// A cluster and an instance, one of each family; iam-authentication.test.ts has all four.
const engines = [
  'aurora-postgresql',
  ...((await findMariaDb()) ? ['mysql' as const] : []),
] as const;

describe('a recovery whose verification signs in with a token of IAM', () => {
  it.each(engines)(
    '%s is recovered, and the role of VerifyDatabase used rds-db:connect for its new resource id',
    async (engine) => {
      const { report, simulator, clusters, instances } = await playScene({ engine, login: 'iam' });

      expect(soundnessOf(report)).toEqual(sound);
      expect(report.verification.map(({ name }) => name)).toEqual(swapChecks);
      const id = clusters[0]?.DbClusterResourceId ?? instances[0]?.DbiResourceId;
      const used = simulator.authorizer.usedStatements();
      expect(used.filter(({ action }) => action === 'rds-db:connect')).toMatchObject([
        { resource: `arn:aws:rds-db:eu-central-1:222222222222:dbuser:${String(id)}/verifier` },
      ]);
      const patterns = simulator.authorizer.unusedStatements().map(({ pattern }) => pattern);
      expect(patterns.filter((pattern) => pattern.includes('rds-db'))).toEqual([]);
      expect(simulator.rds.signInErrors).toEqual([]);
      expect(simulator.calls.filter(({ operation }) => operation === 'GetSecretValue')).toEqual([]);
    },
  );
});

describe('a verification by IAM without rds-db:connect', () => {
  it('a role that may not connect is refused, and the failure names the permission', async () => {
    const told: string[] = [];
    const { status, failure } = await playAltered(
      'target',
      (template) => takeOut(template, 'VerifyPostgresql', 'rds-db:connect'),
      { login: 'iam' },
      (setting, options) =>
        playScene(setting, {
          ...options,
          onCurtain: ({ rds }) => void told.push(...rds.signInErrors.map(({ message }) => message)),
        }),
    );

    expect({ status, error: failure?.error }).toEqual({ status: 'FAILED', error: 'LoginRefused' });
    expect(failure?.cause).toContain('PAM authentication failed for');
    expect(failure?.cause).toContain('It signed in as verifier with a token of IAM');
    expect(failure?.cause).toContain('its role needs rds-db:connect for that user');
    expect(new Set(told)).toEqual(
      new Set([
        expect.stringMatching(/is not authorized to perform: rds-db:connect on resource: /),
      ]),
    );
  });
});
