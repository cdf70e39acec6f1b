import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { judge } from '../../plays/campaign/judge.ts';
import { requireRun } from '../../plays/campaign/run-spec.ts';
import { CampaignRunner } from '../../plays/campaign/campaign-runner.ts';
import type { CampaignRunnerOptions } from '../../plays/campaign/campaign-runner.ts';
import type { Trace } from '../../plays/campaign/trace.ts';

jest.setTimeout(180_000);

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
let runner: CampaignRunner | undefined;

afterEach(() => runner?.close());

/** Plays a run in which clients are moved before the names. */
async function played(
  faults: string,
  mistake: Omit<CampaignRunnerOptions, 'projectDirectory'> = {},
): Promise<{ readonly first: Trace; readonly verdict: readonly string[] }> {
  const spec = requireRun(`swap-cut-over/${faults}`);
  runner = await CampaignRunner.open({ projectDirectory, ...mistake });
  const traces = await runner.play({ ...spec, seed: 1 });
  return { first: traces.first, verdict: judge(traces, spec.faults) };
}

function target({ executions }: Trace) {
  return executions.findLast(({ workflow }) => workflow === 'target');
}

/** Where clients could be, one after the other. */
function led({ access }: Trace): readonly number[] {
  const counts = access?.led.map(({ volumes }) => volumes.length) ?? [];
  // Before the first targets are healthy there is nobody.
  return counts.slice(counts.findIndex((count) => count > 0));
}

/** What SwapNames, RollBack and SyncTargets did that changes something, in their order. */
function changes({ calls }: Trace, functions: readonly string[]): readonly string[] {
  return calls
    .filter(({ function: name, effect }) => effect && functions.includes(name))
    .map(({ operation }) => operation)
    .filter((operation) => /^(Modify|AddTags|RemoveTags)/.test(operation));
}

describe('a swap whose clients are moved first', () => {
  it('clients are at the old database, at nobody, and then at the restored one, before a name changes', async () => {
    const { first, verdict } = await played('clean');
    expect(verdict).toEqual([]);
    expect(target(first)).toMatchObject({ status: 'SUCCEEDED' });
    expect(led(first)).toEqual([1, 0, 1]);
    const all = changes(first, ['target.SwapNames', 'access.SyncTargets']);
    expect(all.slice(0, all.indexOf('ModifyDBCluster') + 1)).toEqual([
      'AddTags',
      'AddTagsToResource',
      'AddTags',
      'ModifyListener',
      'AddTags',
      'ModifyListener',
      'ModifyDBCluster',
    ]);
    expect(all.at(-1)).toBe('RemoveTags');
  });

  it.each([
    'access.SyncTargets.ModifyListener.0:cut-after:once',
    'access.SyncTargets.ModifyListener.1:cut-after:once',
    'access.SyncTargets.AddTags.1:internal:once',
    'target.SwapNames.Invoke.2:cut-after:once',
    'target.SwapNames.3:timeout-after:once',
  ])('an answer that is lost on the way, %s, costs no more than another look', async (faults) => {
    const { first, verdict } = await played(faults);
    expect(verdict).toEqual([]);
    expect(target(first)).toMatchObject({ status: 'SUCCEEDED' });
    expect(led(first)).toEqual([1, 0, 1]);
  });

  it('a swap that fails for good once clients are moved is carried to its end by RollBack', async () => {
    const { first, verdict } = await played('target.SwapNames.ModifyDBCluster.0:refused:lasting');
    expect(verdict).toEqual([]);
    expect(first.steps.map(({ function: name }) => name)).toContain('target.RollBack');
    expect(changes(first, ['target.RollBack'])).toEqual(['ModifyDBCluster', 'ModifyDBCluster']);
    expect(target(first)).toMatchObject({ status: 'SUCCEEDED' });
    expect(led(first)).toEqual([1, 0, 1]);
  });

  it('a stack that moves nobody fails the run before anything is changed', async () => {
    const { first, verdict } = await played('access.SyncTargets.AddTags.0:refused:lasting');
    expect(verdict).toEqual([]);
    expect(target(first)).toMatchObject({ status: 'FAILED' });
    expect(led(first)).toEqual([1]);
  });
});

/** SyncTargets that says that clients are moved, and moves none. */
function idle(): NonNullable<CampaignRunnerOptions['understudy']> {
  return (name, handler) =>
    name === 'sync-targets.handler'
      ? async (event, context) =>
          (event as { cutOver?: object }).cutOver === undefined
            ? handler(event, context)
            : { cutOver: true, state: 'ready', awsCalls: 0 }
      : handler;
}

describe('violations of the invariant of cut-overs', () => {
  it('the campaign finds clients of which some are at the old database and some at the restored one', async () => {
    const { verdict } = await played('clean', { understudy: idle() });
    expect(verdict).toContainEqual(expect.stringMatching(/^cut-over: clients got to .* and /));
  });
});
