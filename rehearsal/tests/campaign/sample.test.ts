import { describe, expect, it } from '@jest/globals';
import { playCampaign } from '../../plays/campaign/campaign.ts';
import type { CampaignRequest } from '../../plays/campaign/options.ts';

const request: CampaignRequest = {
  seed: 1,
  combinations: 0,
  sample: undefined,
  cover: false,
  kind: undefined,
  scenario: undefined,
  only: undefined,
  databases: 'lineage',
};

describe('a sample of the campaign', () => {
  it('a sample of the campaign covers every feature and breaks no invariant', async () => {
    const report = await playCampaign(
      { ...request, combinations: 1500, cover: true, sample: 270 },
      () => undefined,
    );

    expect(report.violations).toEqual([]);
    expect(report.acknowledgedWritesLost).toBe(0);
    expect(report.cover?.covered).toBe(report.cover?.features);
    expect(report.runs).toBe(270);
    expect(report.cpuSecondsPerRun).toBeGreaterThan(0);
    // What is judged by all runs alone; what is listed as unused can be wrong in any.
    expect(report.permissions).toMatchObject({ judged: false, granted: expect.any(Number) });
    // A sample in which nothing went wrong would prove nothing.
    expect(report.startedAgain).toBeGreaterThan(80);
    expect(report.startedThrice).toBeGreaterThan(5);
    expect(report.endings).toMatchObject({
      FAILED: expect.any(Number),
      SUCCEEDED: expect.any(Number),
    });
  }, 300_000);

  it('the campaign starts the run again that holds the temporary name, not the one it kept out', async () => {
    const only = 'swap/target.AddInstances.CreateDBInstance.0:refused:lasting+notice:out-of-order';

    const report = await playCampaign({ ...request, only }, () => undefined);

    expect(report).toMatchObject({ violations: [], endings: { FAILED: 1 }, startedAgain: 1 });
  }, 60_000);
});
