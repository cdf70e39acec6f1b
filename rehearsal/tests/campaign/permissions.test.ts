import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { neverUsed } from '../../plays/campaign/never-used.ts';
import { reviewPermissions } from '../../plays/campaign/permission-review.ts';
import { permissionRuns } from '../../plays/campaign/permission-runs.ts';
import { requireRun } from '../../plays/campaign/run-spec.ts';
import { CampaignRunner } from '../../plays/campaign/campaign-runner.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

let runner: CampaignRunner;
beforeAll(async () => {
  runner = await CampaignRunner.open({ projectDirectory });
  for (const id of permissionRuns) {
    await runner.play({ ...requireRun(id), seed: 1 });
  }
}, 300_000);
afterAll(() => runner.close());

describe('the permissions of the templates', () => {
  it('the review of permissions finds unused ones, and exceptions that are used or unknown', () => {
    const permissions = {
      one: { name: 'needed', used: true },
      other: { name: 'idle', used: false },
      third: { name: 'forgotten', used: false },
    };
    const exceptions = [{ why: 'so', permissions: ['idle', 'needed', 'gone'] }];

    const { unused, stale } = reviewPermissions(permissions, exceptions);

    expect({ unused, stale }).toEqual({ unused: ['forgotten'], stale: ['gone', 'needed'] });
  });

  it('the exceptions of the permission review are documented, each with its reason', async () => {
    const page = await readFile(path.join(projectDirectory, 'docs/campaign.md'), 'utf8');

    expect(neverUsed.filter(({ why }) => !page.includes(why))).toEqual([]);
  });

  it('every permission of the templates is needed by some run, except for the listed ones', () => {
    const { unused, stale, granted } = reviewPermissions(runner.permissions);

    expect({ unused, stale }).toEqual({ unused: [], stale: [] });
    expect(granted).toBeGreaterThan(300);
  });
});
