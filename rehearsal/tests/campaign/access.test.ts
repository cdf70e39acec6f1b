import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { singleFaults } from '../../plays/campaign/enumerate.ts';
import { judge } from '../../plays/campaign/judge.ts';
import { requireRun } from '../../plays/campaign/run-spec.ts';
import { CampaignRunner } from '../../plays/campaign/campaign-runner.ts';
import type { CampaignRunnerOptions } from '../../plays/campaign/campaign-runner.ts';
import type { Trace } from '../../plays/campaign/trace.ts';

jest.setTimeout(120_000);

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
let runner: CampaignRunner | undefined;

afterEach(() => runner?.close());

interface Outcome {
  readonly first: Trace;
  readonly verdict: readonly string[];
}

/** Plays a run of a machine that may have a mistake, with an access stack beside the target. */
async function played(
  faults: string,
  mistake: Omit<CampaignRunnerOptions, 'projectDirectory'> = {},
): Promise<Outcome> {
  const spec = requireRun(`swap-access/${faults}`);
  runner = await CampaignRunner.open({ projectDirectory, ...mistake });
  const traces = await runner.play({ ...spec, seed: 1 });
  return { first: traces.first, verdict: judge(traces, spec.faults) };
}

function target({ executions }: Trace) {
  return executions.findLast(({ workflow }) => workflow === 'target');
}

describe('a swap with an access stack', () => {
  it('a swap ends with its clients at the restored database, and events have started passes', async () => {
    const { first, verdict } = await played('clean');
    expect(verdict).toEqual([]);
    expect(target(first)).toMatchObject({ status: 'SUCCEEDED' });
    expect(first.access?.registered).toEqual([
      expect.objectContaining({ state: 'healthy', volume: first.answers.at(-1)?.volume }),
    ]);
    expect(first.access?.runs).toEqual({ SUCCEEDED: expect.any(Number) });
    const triggers = first.calls.filter(({ function: name }) => name === 'access.SyncTargets');
    expect(triggers.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(['RegisterTargets', 'DeregisterTargets', 'DescribeTargetHealth']),
    );
  });

  it('a pass that registers nothing fails the run, and a second start succeeds', async () => {
    const { first, verdict } = await played('access.SyncTargets.RegisterTargets.1:refused:lasting');
    expect(verdict).toEqual([]);
    expect(target(first)).toMatchObject({
      status: 'FAILED',
      cause: expect.stringMatching(/^at SyncTargets: /),
    });
  });

  it('an access function that stays busy is waited for, and the run then reports it', async () => {
    const { first, verdict } = await played('access.SyncTargets.3:too-many:lasting');
    expect(verdict).toEqual([]);
    expect(target(first)).toMatchObject({
      status: 'FAILED',
      error: 'Lambda.TooManyRequestsException',
    });
  });

  it('the campaign injects faults into few access passes, most of them from the swap on', async () => {
    runner = await CampaignRunner.open({ projectDirectory });
    const spec = requireRun('swap-access/clean');
    const clean = await runner.survey(spec.scenario, 1);
    const struck = new Set(
      singleFaults(spec.scenario, clean).flatMap((fault) =>
        fault.kind === 'step' && fault.function === 'access.SyncTargets' ? [fault.index] : [],
      ),
    );
    expect(struck.size).toBe(10);
  });
});

/** SyncTargets that says, but at the deployment, that everything is in place. */
function blind(): NonNullable<CampaignRunnerOptions['understudy']> {
  const answer = { state: 'ready', outcome: 'in-place', why: '', memory: {}, awsCalls: 0 };
  let passes = 0;
  return (name, handler) =>
    name === 'sync-targets.handler'
      ? async (event, context) => (passes++ === 0 ? handler(event, context) : answer)
      : handler;
}

describe('violations of the access invariants', () => {
  it('the campaign finds a recovery that ends while clients still reach the old database', async () => {
    const { verdict } = await played('clean', { understudy: blind() });
    expect(verdict).toContain(
      'access: a run succeeded while clients still got to the old database',
    );
    expect(verdict).toContainEqual(expect.stringMatching(/^access: .*the target group leads to/));
  });

  it('the campaign finds a group that was empty for a moment, and an unhealthy target', async () => {
    const { first } = await played('clean');
    const { access } = first;
    if (access === undefined) throw new Error('expected an access stack in the trace');
    const registered = access.registered.map((one) => ({ ...one, state: 'unhealthy' }));
    const sick = { ...first, access: { ...access, emptied: [0], registered } };
    expect(judge({ first: sick, again: undefined }, [])).toEqual([
      'access: the target group was empty',
      'access: a target of the live database takes no connections',
    ]);
  });
});
