import { Random } from '../random.ts';
import { combinations, distinct, secondStarts } from './enumerate.ts';
import type { Fault } from './faults.ts';
import type { CampaignRequest, RunKind } from './options.ts';
import { parseRunId } from './run-spec.ts';
import type { RunSpec } from './run-spec.ts';
import type { Scenario } from './scenario.ts';

/** A scenario, and everything that can go wrong once in it. */
export interface Surveyed {
  readonly scenario: Scenario;
  readonly faults: readonly Fault[];
}

/** The run that a request is for; undefined where it is for more than one. */
export function onlyRun({ only, seed }: CampaignRequest): RunSpec | undefined {
  const found = only === undefined ? undefined : parseRunId(only);
  return found && { ...found, seed };
}

/** Every run of a campaign, in an order that follows from the seed alone. */
export function planRuns(
  known: readonly Surveyed[],
  { seed, sample, combinations: combined, kind }: CampaignRequest,
): readonly RunSpec[] {
  const specs = distinct([
    ...known.map(({ scenario }) => ({ scenario, faults: [], seed })),
    ...known.flatMap(({ scenario, faults }) =>
      faults.map((fault) => ({ scenario, faults: [fault], seed })),
    ),
    ...combinations(known, combined, seed),
    ...secondStarts(known, combined, seed),
  ]).filter((spec) => kind === undefined || isOfKind(spec, kind));
  return sample === undefined ? specs : drawn(specs, sample, seed);
}

/** Whether something of a kind goes wrong in a run; `again` is a second start's. */
function isOfKind({ faults, again }: RunSpec, kind: RunKind): boolean {
  return kind === 'again' ? again !== undefined : faults.some((fault) => fault.kind === kind);
}

function drawn(specs: readonly RunSpec[], count: number, seed: number): readonly RunSpec[] {
  const random = new Random(seed);
  return specs
    .map((spec) => ({ spec, at: random.next() }))
    .toSorted((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ spec }) => spec);
}
