import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CampaignRunner } from '../../plays/campaign/campaign-runner.ts';
import { requireRun } from '../../plays/campaign/run-spec.ts';
import type { Trace } from '../../plays/campaign/trace.ts';
import { differencesIn } from './kit/described.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

let runner: CampaignRunner;
beforeAll(async () => {
  runner = await CampaignRunner.open({ projectDirectory });
}, 60_000);
afterAll(() => runner.close());

async function play(id: string): Promise<Trace> {
  const { first } = await runner.play({ ...requireRun(id), seed: 1 });
  return first;
}

const endings = ({ executions }: Trace): string[] => executions.map(({ status }) => status);

/** Every call of a run that changes something, as a fault names it. */
function actsOf({ calls }: Trace): string[] {
  const acts = calls.filter(({ operation }) => !/^(Describe|Get|List)/.test(operation));
  return [...new Set(acts.map((call) => `${call.function}.${call.operation}.${call.index}`))];
}

describe.each(['swap-reader', 'swap-instance', 'drill'])('lost answers in %s', (scenario) => {
  // Defect class: an answer that was lost is asked for again, by the SDK's own retry too.
  it.each(['once', 'call'])(
    'a run succeeds whichever answer to a call that changes something is lost (%s)',
    async (span) => {
      const acts = actsOf(await play(`${scenario}/clean`));
      const failed: string[] = [];
      for (const act of acts) {
        const ended = endings(await play(`${scenario}/${act}:cut-after:${span}`));
        if (ended.some((status) => status !== 'SUCCEEDED')) failed.push(`${act}: ${ended.join()}`);
      }

      expect(acts.length).toBeGreaterThan(8);
      expect(failed).toEqual([]);
    },
    240_000,
  );
});

describe('what AWS answers', () => {
  it('a run whose mark of the handover is never answered has handed over, and succeeds', async () => {
    const trace = await play('swap/source.NotifyTarget.AddTagsToResource.0:cut-after:lasting');
    expect(endings(trace)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it.each([
    ['RestoreCluster.RestoreDBClusterFromSnapshot.0', 'InsufficientDBClusterCapacityFault'],
    ['RestoreCluster.RestoreDBClusterFromSnapshot.0', 'InsufficientDBInstanceCapacityFault'],
    ['RestoreCluster.RestoreDBClusterFromSnapshot.0', 'InsufficientStorageClusterCapacityFault'],
    ['AddInstances.CreateDBInstance.0', 'InsufficientDBInstanceCapacityFault'],
    ['SwapNames.ModifyDBCluster.0', 'DBClusterNotFoundFault'],
  ])('%s waits where AWS answers %s once', async (call, error) => {
    expect(endings(await play(`swap/target.${call}:${error}:once`))).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
  });

  it.each(['InsufficientDBInstanceCapacityFault', 'InstanceQuotaExceededFault'])(
    'a recovery goes live without a reader for which there is no room (%s), and says so',
    async (error) => {
      const trace = await play(
        `swap-reader/target.AddInstances.CreateDBInstance.1:${error}:lasting`,
      );

      expect(endings(trace)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect(differencesIn(trace)).toContainEqual(expect.stringMatching(/^the reader .* missing/));
    },
  );

  it('a recovery ends at a quota that a person has to raise', async () => {
    const call = 'target.RestoreCluster.RestoreDBClusterFromSnapshot.0';
    const trace = await play(`swap/${call}:DBClusterQuotaExceededFault:lasting`);

    expect(endings(trace)).toEqual(['SUCCEEDED', 'FAILED']);
    expect(JSON.stringify(trace)).toContain('ask AWS for a higher quota');
  });
});
