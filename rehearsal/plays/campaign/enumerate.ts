import { Random } from '../../aws/random.ts';
import { chosenPasses } from './access/chosen-passes.ts';
import { fails } from './cover.ts';
import { afflicted, callFaults, forgedNotices, meetings, noticeFaults } from './faults.ts';
import type { Afflicted, Fault, Span } from './faults.ts';
import type { StepFault } from './in-process-fleet.ts';
import { runId } from './run-spec.ts';
import type { RunSpec } from './run-spec.ts';
import { batchesOf, kindOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { clusterStatuses, instanceStatuses } from './statuses.ts';
import type { Trace } from './trace.ts';

const spans: readonly Span[] = ['once', 'call', 'lasting'];

const stepFaults: readonly (readonly [StepFault, 'once' | 'lasting'])[] = [
  ['crash-before', 'once'],
  ['crash-before', 'lasting'],
  ['crash-after', 'once'],
  ['crash-after', 'lasting'],
  ['timeout-before', 'once'],
  ['timeout-before', 'lasting'],
  ['timeout-after', 'once'],
  ['timeout-after', 'lasting'],
  ['twice', 'once'],
  ['twice', 'lasting'],
  ['too-many', 'once'],
  ['too-many', 'lasting'],
];

/**
 * Everything that can go wrong once in a scenario, as a run without faults shows it: every call it
 * made × every fault, every invocation × every fault, every notice, every operation of RDS, and what
 * others do.
 */
export function singleFaults(scenario: Scenario, clean: Trace): readonly Fault[] {
  return [
    ...callsOf(clean).flatMap((call) =>
      callFaults.flatMap((what) =>
        spans
          // What is refused isn't tried again: one attempt is the whole call.
          .filter((span) => what !== 'refused' || span !== 'call')
          .map((span): Fault => ({ kind: 'call', what, span, ...call })),
      ),
    ),
    ...chosenPasses(clean.steps, clean).flatMap(({ function: name, index }) =>
      stepFaults.map(([what, span]): Fault => ({
        kind: 'step',
        what,
        span,
        function: name,
        index,
      })),
    ),
    ...noticeFaults.map((what): Fault => ({ kind: 'notice', what })),
    ...encountersOf(scenario, clean),
    ...forgedNotices.map((what): Fault => ({ kind: 'forger', what })),
    ...operationsOf(clean),
    ...conditionsOf(scenario, clean),
    ...statusesOf(scenario, clean),
  ];
}

/** A scenario, and everything that can go wrong once in it. */
export interface Surveyed {
  readonly scenario: Scenario;
  readonly faults: readonly Fault[];
}

/** Seeded combinations of two and of three faults. */
export function combinations(
  scenarios: readonly Surveyed[],
  count: number,
  seed: number,
): readonly RunSpec[] {
  // A forger comes once a recovery is through, and has all day: by themselves.
  const known = scenarios.map(({ scenario, faults }) => ({
    scenario,
    faults: faults.filter(({ kind }) => kind !== 'forger'),
  }));
  return draw(known, count, seed, ({ faults }, random) => ({
    faults: several(random, faults, { fewer: 2, share: 0.6 }),
  }));
}

/** Seeded runs that fail, as a rule, and in whose second start something goes wrong again. */
export function secondStarts(
  scenarios: readonly Surveyed[],
  count: number,
  seed: number,
): readonly RunSpec[] {
  const known = scenarios.map(({ scenario, faults }) => ({
    scenario,
    // What is lost for good leaves nothing to start again.
    first: faults.filter((fault) => fails(fault) && !/-disabled$|-gone$/.test(fault.what)),
    later: faults.filter(({ kind }) => !/^(notice|encounter|forger)$/.test(kind)),
  }));
  return draw(known, count, seed, ({ first, later }, random) => {
    const again = several(random, later, { fewer: 1, share: 0.7 });
    return { faults: [pick(random, first)], again };
  });
}

/**
 * So many runs of the first scenarios, and of later ones in proportion, each of a scenario that is drawn,
 * with what goes wrong in it.
 */
function draw<Known extends Pick<Surveyed, 'scenario'>>(
  known: readonly Known[],
  count: number,
  seed: number,
  trouble: (one: Known, random: Random) => Pick<RunSpec, 'faults' | 'again'>,
): readonly RunSpec[] {
  const batches = batchesOf(known);
  const first = batches[0]?.length ?? 1;
  return batches.flatMap((batch, number) => {
    const random = new Random(seed + number);
    const length = Math.round((count * batch.length) / first);
    return Array.from({ length }, (_, index) => {
      const one = pick(random, batch);
      return { scenario: one.scenario, ...trouble(one, random), seed: seed + index + 1 };
    });
  });
}

/** The fewer in that share of all draws, else one more; what is drawn twice counts once. */
function several(
  random: Random,
  from: readonly Fault[],
  { fewer, share }: { readonly fewer: number; readonly share: number },
): readonly Fault[] {
  const length = random.next() < share ? fewer : fewer + 1;
  return [...new Set(Array.from({ length }, () => pick(random, from)))];
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random.next() * from.length)] as T;
}

/** Each run once. */
export function distinct(specs: readonly RunSpec[]): readonly RunSpec[] {
  return [...new Map(specs.map((spec) => [`${runId(spec)} ${spec.seed}`, spec])).values()];
}

function callsOf(clean: Trace) {
  const operations = new Set(clean.calls.map(({ operation }) => operation));
  const sites = [...operations]
    .flatMap((operation) =>
      chosenPasses(
        clean.calls.filter((call) => call.operation === operation),
        clean,
      ),
    )
    .map(({ function: name, operation, index }) => ({ function: name, operation, index }));
  return [...new Map(sites.map((site) => [JSON.stringify(site), site])).values()];
}

/** What an operation may come to, besides its end: a status, or that it takes most of a day. */
function outcomesOf(kind: string, identifier: string): readonly string[] {
  // AWS doesn't say what becomes of a deletion whose final snapshot fails.
  if (identifier.endsWith('-final')) return ['overdue'];
  if (/^(create|copy)-.*-snapshot$/.test(kind)) return ['failed', 'overdue'];
  if (kind.startsWith('restore-')) return ['incompatible-restore', 'overdue'];
  if (kind === 'create-instance') return ['incompatible-network', 'failed', 'overdue'];
  if (/^(rename|failover|delete)-/.test(kind)) return ['overdue'];
  return [];
}

/** Whatever the recovery is at, and an hour after it is through. */
function encountersOf(scenario: Scenario, { states, executions }: Trace): readonly Fault[] {
  const recovery = executions.find(({ workflow }) => workflow === 'target')?.name;
  const entered = states
    .filter(({ execution, state }) => execution === recovery && /^\w+$/.test(state))
    .map(({ state }) => state);
  return [...new Set(entered), 'End'].flatMap((at) =>
    meetings
      .filter((what) => what !== scenario.mode && !(at === 'End' && what === 'stopped'))
      .map((what): Fault => ({ kind: 'encounter', what, at })),
  );
}

function operationsOf({ operations, before, steps }: Trace): readonly Fault[] {
  const begun = steps[0]?.time ?? 0;
  const existing = new Set(before.map(({ identifier }) => identifier));
  const own = operations.filter(
    ({ startedAt, kind, identifier }) =>
      startedAt >= begun && (!kind.startsWith('create-') || !existing.has(identifier)),
  );
  const sites = new Map(
    own.map((operation) => [`${operation.kind} ${operation.identifier}`, operation]),
  );
  return [...sites.values()].flatMap(({ kind, identifier }) =>
    outcomesOf(kind, identifier).map((what): Fault => ({
      kind: 'operation',
      operation: kind,
      what,
      identifier,
    })),
  );
}

/** Every status of each database, before a step at which it is there: each time another one. */
function statusesOf(scenario: Scenario, { steps }: Trace): readonly Fault[] {
  const met = [...new Set(steps.map(({ function: name }) => name))];
  const after = (name: string): readonly string[] => met.slice(met.indexOf(name) + 1);
  const swaps = met.includes('target.SwapNames');
  const functions: Readonly<Record<Afflicted, readonly string[]>> = {
    live: after('target.StartRecovery'),
    restored: after('target.RestoreCluster'),
    retired: swaps ? after('target.SwapNames') : [],
  };
  const statuses = kindOf(scenario) === 'cluster' ? clusterStatuses : instanceStatuses;
  return afflicted.flatMap((of) =>
    statuses.flatMap((what, index): readonly Fault[] => {
      const before = functions[of][(index * 5) % Math.max(1, functions[of].length)];
      return before === undefined ? [] : [{ kind: 'status', what, of, before }];
    }),
  );
}

function conditionsOf(scenario: Scenario, { steps }: Trace): readonly Fault[] {
  const met = new Set(
    steps.map(({ function: name }) => name).filter((name) => !name.startsWith('access.')),
  );
  // With a reader the simulator fails over to what is on its way out, which AWS may or may not do.
  const loses = kindOf(scenario) === 'cluster' && scenario.readers === 0;
  const encrypted = scenario.encryption !== 'none';
  const wanted: readonly (readonly [
    boolean,
    Extract<Fault, { kind: 'condition' }>['what'],
    string,
  ])[] = [
    ...[...met].map((name) => [true, 'target-key-disabled', name] as const),
    ...[...met].map((name) => [encrypted, 'recovery-key-disabled', name] as const),
    ...[...met].map((name) => [encrypted, 'source-key-disabled', name] as const),
    ...[
      'source.Preflight',
      'target.StartRecovery',
      'target.Preflight',
      'target.SecureSnapshot',
      'target.RestoreCluster',
    ].map((name) => [true, 'temporary-name-taken', name] as const),
    ...['source.CopySnapshot', 'target.Preflight', 'target.SecureSnapshot'].map(
      (name) => [true, 'secured-name-taken', name] as const,
    ),
    ...[
      'source.Preflight',
      'target.Preflight',
      'target.SecureSnapshot',
      'target.TerminateOldCluster',
    ].map((name) => [true, 'snapshot-quota-full', name] as const),
    ...[...met]
      .filter((name) => name.startsWith('target.'))
      .map((name) => [!scenario.emptyTarget, 'protection-on', name] as const),
    ...[...met]
      .filter((name) => name.startsWith('target.'))
      .map((name) => [true, 'source-account-gone', name] as const),
    ...[
      'target.StartRecovery',
      'target.Preflight',
      'target.FindSharedSnapshot',
      'target.SecureSnapshot',
      'target.RestoreCluster',
    ].map((name) => [true, 'shared-copy-unshared', name] as const),
    ...[...met]
      .slice([...met].indexOf('target.VerifyPostgresql'))
      .filter((name) => name.startsWith('target.'))
      .map((name) => [loses, 'live-instances-lost', name] as const),
  ];
  return wanted
    .filter(([possible, , before]) => possible && met.has(before))
    .map(([, what, before]) => ({ kind: 'condition', what, before }));
}
