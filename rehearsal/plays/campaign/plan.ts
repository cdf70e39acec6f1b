import { Random } from '../../aws/random.ts';
import { coverWith } from './cover.ts';
import type { Cover } from './cover.ts';
import { combinations, distinct, secondStarts } from './enumerate.ts';
import type { Surveyed } from './enumerate.ts';
import type { CampaignRequest, RunKind } from './options.ts';
import { permissionRuns } from './permission-runs.ts';
import { parseRunId, requireRun } from './run-spec.ts';
import type { RunSpec } from './run-spec.ts';
import { tellingRuns } from './telling-runs.ts';

/** The run that a request is for; undefined where it is for more than one. */
export function onlyRun({ only, seed }: CampaignRequest): RunSpec | undefined {
  const found = only === undefined ? undefined : parseRunId(only);
  return found && { ...found, seed };
}

/** The runs of a campaign and, where they are chosen for what they cover, how much that is. */
export interface Planned {
  readonly runs: readonly RunSpec[];
  readonly cover: Pick<Cover, 'covered' | 'features'> | undefined;
}

/** Plans a campaign: its order follows from the seed alone. */
export function planRuns(
  known: readonly Surveyed[],
  { seed, sample, combinations: combined, kind, scenario: name, cover }: CampaignRequest,
): Planned {
  const telling = tellingRuns.map((id) => ({ ...requireRun(id), seed }));
  const specs = distinct([
    ...known.map(({ scenario }) => ({ scenario, faults: [], seed })),
    ...known.flatMap(({ scenario, faults }) =>
      faults.map((fault) => ({ scenario, faults: [fault], seed })),
    ),
    ...combinations(known, combined, seed),
    ...secondStarts(known, combined, seed),
    ...permissionRuns.map((id) => ({ ...requireRun(id), seed })),
    ...telling,
  ])
    .filter((spec) => kind === undefined || isOfKind(spec, kind))
    .filter(({ scenario }) => name === undefined || scenario.name === name);
  if (sample === undefined) return { runs: specs, cover: undefined };
  if (!cover) return { runs: drawn(specs, sample, seed), cover: undefined };
  const { runs, covered, features } = coverWith(specs, sample, telling);
  return { runs, cover: { covered, features } };
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
