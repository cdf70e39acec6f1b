import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CampaignRunner } from '../../plays/campaign/campaign-runner.ts';
import { requireRun } from '../../plays/campaign/run-spec.ts';
import { differencesIn } from './kit/described.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

let runner: CampaignRunner;
beforeAll(async () => {
  runner = await CampaignRunner.open({ projectDirectory });
}, 60_000);
afterAll(() => runner.close());

describe.each([
  ['swap-quiet', 'AddRoleToDBCluster'],
  ['swap-quiet-instance', 'AddRoleToDBInstance'],
])('%s, which gets its roles right before the swap', (scenario, operation) => {
  // Defect class: a setting lost in silence.
  it('a role that AWS refuses then is in the report, and the run succeeds', async () => {
    const id = `${scenario}/target.SwapNames.${operation}.0:refused:lasting`;
    const { first } = await runner.play({ ...requireRun(id), seed: 1 });

    expect(first.executions.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(differencesIn(first)).toContainEqual(
      expect.stringMatching(/^AssociatedRoles is AWS's default; it was to be .*s3Import/),
    );
  }, 60_000);

  it('a report of a run in which it gets all of them says nothing of roles', async () => {
    const { first } = await runner.play({ ...requireRun(`${scenario}/clean`), seed: 1 });

    expect(first.executions.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(differencesIn(first).filter((text) => text.startsWith('AssociatedRoles'))).toEqual([]);
  }, 60_000);
});

describe.each(['swap-roles', 'swap-settings', 'swap-settings-instance', 'drill-settings'])(
  '%s',
  (scenario) => {
    it('a report says of nothing that AWS took that AWS did not take it', async () => {
      const { first } = await runner.play({ ...requireRun(`${scenario}/clean`), seed: 1 });

      expect(first.executions.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect(differencesIn(first).filter((text) => text.includes("AWS didn't take"))).toEqual([]);
    }, 60_000);
  },
);
