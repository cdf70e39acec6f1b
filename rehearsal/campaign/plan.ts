import { Random } from '../random.ts';
import { combinations, distinct, singleFaults } from './enumerate.ts';
import type { CampaignRequest } from './options.ts';
import { parseRunId } from './run-spec.ts';
import type { RunSpec } from './run-spec.ts';
import { scenarios } from './scenario.ts';
import type { Theatre } from './theatre.ts';

/**
 * Every run of a campaign, in the same order whoever plans it. Runs without faults are played for it:
 * they show where faults can strike.
 */
export async function planRuns(
  theatre: Theatre,
  request: CampaignRequest,
): Promise<readonly RunSpec[]> {
  const { seed, only, sample } = request;
  if (only !== undefined) {
    const found = parseRunId(only);
    return found === undefined ? [] : [{ ...found, seed }];
  }
  const known = [];
  for (const scenario of scenarios) {
    const { first } = await theatre.play({ scenario, faults: [], seed });
    known.push({ scenario, faults: singleFaults(scenario, first) });
  }
  const specs = distinct([
    ...known.map(({ scenario }) => ({ scenario, faults: [], seed })),
    ...known.flatMap(({ scenario, faults }) =>
      faults.map((fault) => ({ scenario, faults: [fault], seed })),
    ),
    ...combinations(known, request.combinations, seed),
  ]);
  return sample === undefined ? specs : drawn(specs, sample, seed);
}

function drawn(specs: readonly RunSpec[], count: number, seed: number): readonly RunSpec[] {
  const random = new Random(seed);
  return specs
    .map((spec) => ({ spec, at: random.next() }))
    .toSorted((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ spec }) => spec);
}
