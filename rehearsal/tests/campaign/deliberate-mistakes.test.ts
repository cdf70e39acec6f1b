import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DeleteDBClusterCommand, DeleteDBInstanceCommand } from '@aws-sdk/client-rds';
import { rdsIn } from '../../../functions/shared/adapters/clients/rds.ts';
import { judge } from '../../plays/campaign/judge.ts';
import { requireRun } from '../../plays/campaign/run-spec.ts';
import { CampaignRunner } from '../../plays/campaign/campaign-runner.ts';
import type { CampaignRunnerOptions } from '../../plays/campaign/campaign-runner.ts';
import type { Contents } from '../../plays/campaign/trace.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
let runner: CampaignRunner | undefined;

afterEach(() => runner?.close());

/** What is said of a run of a machine that has a mistake. */
async function verdict(
  id: string,
  mistake: Omit<CampaignRunnerOptions, 'projectDirectory'>,
): Promise<readonly string[]> {
  const spec = requireRun(id);
  runner = await CampaignRunner.open({ projectDirectory, ...mistake });
  const traces = await runner.play({ ...spec, seed: 1 });
  return judge(traces, spec.faults);
}

/** What is said of a run in which nothing went wrong, had one of its databases held other data. */
async function verdictOnData(
  identifier: string,
  change: () => Partial<Contents>,
): Promise<readonly string[]> {
  const spec = requireRun('swap/clean');
  runner = await CampaignRunner.open({ projectDirectory });
  const { first } = await runner.play({ ...spec, seed: 1 });
  const contents = first.contents.map((one) =>
    one.identifier === identifier ? { ...one, ...change() } : one,
  );
  return judge({ first: { ...first, contents }, again: undefined }, []);
}

/** Leads a state of a definition elsewhere, the target's as a rule, and fails where it doesn't have it so. */
function lead(state: string, from: string, to: string, workflow = 'target') {
  return (text: string): string => {
    if (!text.includes(`Understudy, ${workflow} workflow`)) return text;
    const begin = text.indexOf(`\n  ${state}:\n`);
    const at = text.indexOf(from, begin);
    if (begin < 0 || at < 0 || at > text.indexOf('\n\n', begin))
      throw new Error(`${state} has no "${from}"`);
    return text.slice(0, at) + to + text.slice(at + from.length);
  };
}

/** In place of the check by resource id: whatever is called like what one retires. */
const deleteByName: CampaignRunnerOptions['understudy'] = (name, handler) =>
  name === 'terminate-old-cluster.handler'
    ? async (event, context) => {
        const rds = rdsIn('eu-central-1');
        const instance = { DBInstanceIdentifier: 'orders-retired-1' };
        await rds.send(new DeleteDBInstanceCommand(instance)).catch(() => undefined);
        const cluster = { DBClusterIdentifier: 'orders-retired', SkipFinalSnapshot: true };
        await rds.send(new DeleteDBClusterCommand(cluster)).catch(() => undefined);
        return handler(event, context);
      }
    : handler;

/** In place of what an earlier run left: always a capture of its own. */
const alwaysAnew: CampaignRunnerOptions['understudy'] = (name, handler) =>
  name === 'preflight.handler'
    ? async (event, context) => {
        const answer = (await handler(event, context)) as { plan: { begunBy?: string } };
        const { plan } = answer;
        if (plan.begunBy === undefined) return answer;
        return { ...answer, plan: { ...plan, snapshot: 'understudy-20260304t0300-0a1b2c3d' } };
      }
    : handler;

describe('mistakes that the campaign finds', () => {
  it('the campaign finds nothing where there is no mistake', async () => {
    expect(await verdict('swap/clean', {})).toEqual([]);
  });

  it('the campaign finds a database that is deleted before its successor is verified', async () => {
    const tamper = lead('AccessToSync?', 'Default: VerifyFinally', 'Default: TerminateOldCluster');
    expect(await verdict('swap/clean', { tamper })).toContainEqual(
      expect.stringMatching(/^old database: .*DeleteDBCluster.* before VerifyFinally/),
    );
  });

  it('the campaign finds a database that is deleted after its deletion was declined', async () => {
    const tamper = lead('Approved?', 'Default: PruneSnapshots', 'Default: TerminateOldCluster');
    expect(await verdict('swap-declined/clean', { tamper })).toContainEqual(
      expect.stringMatching(/^old database: .*DeleteDBCluster.*nobody had approved of it/),
    );
  });

  it('the campaign finds a database that is deleted after its approval timed out', async () => {
    const tamper = lead('AskApproval', 'Next: PruneSnapshots', 'Next: TerminateOldCluster');
    expect(await verdict('swap-unanswered/clean', { tamper })).toContainEqual(
      expect.stringMatching(/^old database: .*DeleteDBCluster.*nobody had approved of it/),
    );
  });

  it('the campaign finds a grace period that is left out', async () => {
    const tamper = lead('WaitForGracePeriod', "'{% $states.input.waitSeconds %}'", '1');
    expect(await verdict('swap-approved/clean', { tamper })).toContainEqual(
      expect.stringMatching(/^old database: .*DeleteDBCluster.*or 2 h had passed since/),
    );
  });

  it('the campaign finds a failed run that leaves what it had to discard', async () => {
    const tamper = lead('DiscardToo?', 'Next: DiscardCluster', 'Next: ReportFailure');
    const id = 'swap-discard/target.VerifyPostgresql.0:crash-before:lasting';
    expect(await verdict(id, { tamper })).toContainEqual(
      expect.stringMatching(/^left behind: was to discard "orders-restoring"/),
    );
  });

  it('the campaign finds a rename before the restored database is verified', async () => {
    const tamper = lead('Connectable?', 'Next: VerifyDatabase', 'Next: SwapNames');
    expect(await verdict('swap/clean', { tamper })).toContainEqual(
      expect.stringMatching(/^old database: target.SwapNames .* before VerifyDatabase/),
    );
  });

  it('the campaign finds a rename that is not rolled back', async () => {
    const tamper = lead('SwapNames', 'Next: RollBack', 'Next: ReportFailure');
    const id = 'swap/target.SwapNames.1:crash-before:lasting';
    expect(await verdict(id, { tamper })).toContain(
      'live name: a failed run left nobody under the live name',
    );
  });

  it('the campaign finds a run that succeeds after a failure', async () => {
    const tamper = lead('VerifyDatabase', 'Next: NameToGiveBack?', 'Next: PruneSnapshots');
    const withFacts = (text: string): string =>
      tamper(text).replace(
        'verifiedAt: null\n',
        "verifiedAt: '{% $states.context.Execution.StartTime %}'\n",
      );
    const id = 'swap/target.VerifyPostgresql.0:crash-before:lasting';
    expect(await verdict(id, { tamper: withFacts })).toContainEqual(
      expect.stringMatching(/^outcome: SUCCEEDED, but the live data is not the captured data/),
    );
  });

  it('the campaign finds a success with other data than was captured', async () => {
    const said = await verdictOnData('orders', () => ({ found: [], expected: [] }));
    expect(said).toEqual(['outcome: SUCCEEDED, but the live data is not the captured data']);
  });

  it('the campaign finds a database that holds more than was written to it', async () => {
    const found = [{ place: 'target', at: 0 }] as const;
    expect(await verdictOnData('orders-retired', () => ({ found }))).toEqual([
      'data: the database "orders-retired" holds [{"place":"target","at":0}], and has to hold []',
    ]);
  });

  it('the campaign finds a deletion that does not check the resource id of the database', async () => {
    expect(await verdict('swap/clean', { understudy: deleteByName })).toContainEqual(
      expect.stringMatching(/^unrelated resources: /),
    );
  });

  it('the campaign finds two runs of the source that capture at the same time', async () => {
    const tamper = lead('WayFree?', "state = 'ready'", "state != 'never'", 'source');
    expect(await verdict('swap-started-twice/clean', { tamper })).toContainEqual(
      expect.stringMatching(/^captures: .* captured at the same time/),
    );
  });

  it('the campaign finds a start that captures anew though an earlier one left its capture', async () => {
    const id = 'swap/source.CopySnapshot.0:crash-before:lasting';
    expect(await verdict(id, { understudy: alwaysAnew })).toContainEqual(
      expect.stringMatching(
        /^captures, second start: source-again took ".*" though capture had left/,
      ),
    );
  });
});
