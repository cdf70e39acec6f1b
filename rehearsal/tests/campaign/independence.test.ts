import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { singleFaults } from '../../plays/campaign/enumerate.ts';
import { runId } from '../../plays/campaign/run-spec.ts';
import type { RunSpec } from '../../plays/campaign/run-spec.ts';
import { scenarios } from '../../plays/campaign/scenario.ts';
import { CampaignRunner } from '../../plays/campaign/campaign-runner.ts';
import type { CampaignRunnerOptions } from '../../plays/campaign/campaign-runner.ts';
import type { Trace } from '../../plays/campaign/trace.ts';
import { Random } from '../../aws/random.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const seed = 1;
let runner: CampaignRunner | undefined;

afterEach(() => runner?.close());

async function open(
  options: Omit<CampaignRunnerOptions, 'projectDirectory'> = {},
): Promise<CampaignRunner> {
  runner = await CampaignRunner.open({ projectDirectory, ...options });
  return runner;
}

/** Runs of some scenarios, drawn from all that can go wrong in them. */
async function drawRuns(count: number, names: readonly string[]): Promise<readonly RunSpec[]> {
  const opened = await open();
  const random = new Random(seed);
  const drawn: RunSpec[] = [];
  for (const scenario of scenarios.filter(({ name }) => names.includes(name))) {
    const faults = singleFaults(scenario, await opened.survey(scenario, seed));
    for (let index = 0; index < count; index++) {
      const fault = faults[Math.floor(random.next() * faults.length)];
      if (fault !== undefined) drawn.push({ scenario, faults: [fault], seed: seed + index });
    }
  }
  await opened.close();
  return drawn;
}

/** What runs leave, by their ids. */
async function playAll(
  opened: CampaignRunner,
  specs: readonly RunSpec[],
): Promise<Readonly<Record<string, object>>> {
  const left: Record<string, object> = {};
  for (const spec of specs) {
    const { first, again } = await opened.play(spec);
    left[`${runId(spec)} ${spec.seed}`] = { first: inOrder(first), again: again && inOrder(again) };
  }
  return left;
}

/** Which of two operations that end at the same virtual time is noted first, real servers decide. */
function inOrder(trace: Trace): Trace {
  const operations = trace.operations.toSorted(
    (one, other) =>
      one.endedAt - other.endedAt || JSON.stringify(one).localeCompare(JSON.stringify(other)),
  );
  return { ...trace, operations };
}

describe('the reproducibility of a campaign run', () => {
  it('a campaign run leaves the same state whatever was played before it', async () => {
    const specs = await drawRuns(25, ['swap', 'swap-instance']);
    const some = specs.filter((_, index) => index % 20 === 0);
    const alone: Record<string, object> = {};
    for (const spec of some) {
      const fresh = await open();
      Object.assign(alone, await playAll(fresh, [spec]));
      await fresh.close();
    }

    const afterOthers = await playAll(await open(), specs.toReversed());

    expect(afterOthers).toMatchObject(alone);
    expect(Object.keys(alone)).toHaveLength(some.length);
  }, 300_000);

  it('a campaign run leaves the same state when its calls are serialized as on the wire', async () => {
    const specs = await drawRuns(5, ['swap', 'swap-instance', 'swap-access']);
    const handedOver = await playAll(await open(), specs);
    await runner?.close();

    const serialized = await playAll(await open({ serialized: true }), specs);

    expect(handedOver).toEqual(serialized);
  }, 300_000);

  it('a campaign run leaves the same state when its databases are real servers', async () => {
    const specs = await drawRuns(3, ['swap', 'swap-reader', 'swap-instance']);
    const remembered = await playAll(await open(), specs);
    await runner?.close();

    const served = await playAll(await open({ databases: 'postgresql' }), specs);

    expect(served).toEqual(remembered);
  }, 300_000);
});
