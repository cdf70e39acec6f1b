import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { phaseOf, turnOf } from '../../../../functions/target/rules/turn.ts';
import type { AskedRun, OtherRun, Phase } from '../../../../functions/target/rules/turn.ts';
import { seeded } from '../../seeded.ts';
import { TurnWorld } from './turn-world.ts';
import type { DrawnRun } from './turn-world.ts';

const definition = parse(readFileSync('statemachines/target.asl.yaml', 'utf8')) as {
  readonly States: Readonly<Record<string, object>>;
};

/** What restores, swaps, undoes or discards. A new state has to be classed: here, or in turn.ts. */
const working = [
  'PlanAgain',
  'WhereToBegin?',
  'DiscardLeftover',
  'LeftoverDiscarded?',
  'WaitForLeftover',
  'RestoreCluster',
  'ClusterRestored?',
  'WaitForCluster',
  'AddInstances',
  'Connectable?',
  'WaitForInstances',
  'VerifyDatabase',
  'DatabaseVerified?',
  'WaitForDatabase',
  'Mode?',
  'SwapNames',
  'NamesSwapped?',
  'WaitForNames',
  'VerifyLiveName',
  'LiveNameAnswers?',
  'WaitForLiveName',
  'InstanceNamesToo?',
  'SwapInstanceNames',
  'InstanceNamesSwapped?',
  'WaitForInstanceNames',
  'AccessToSync?',
  'SyncTargets',
  'TargetsSynced?',
  'WaitForTargets',
  'VerifyFinally',
  'FinallyVerified?',
  'WaitForFinalAnswer',
  'DiscardCluster',
  'ClusterDiscarded?',
  'WaitForDiscard',
  'RollBack',
  'RolledBack?',
  'GoForward?',
  'WaitForRollBack',
  'NameToGiveBack?',
  'DiscardToo?',
];

describe('phaseOf', () => {
  const states = Object.keys(definition.States);
  const of = (phase: Phase): readonly string[] =>
    states.filter((state) => phaseOf(state) === phase).toSorted();

  it('a run is working in each state that restores, swaps, rolls back or discards, and in no other', () => {
    expect(of('working')).toEqual(working.toSorted());
  });

  it('a run is preparing in the states that make nothing except a secured copy', () => {
    expect(of('preparing')).toEqual(
      [
        'Begin',
        'Preflight',
        'AlreadyLive?',
        'FindSharedSnapshot',
        'SharedSnapshotVisible?',
        'WaitForSharedSnapshot',
        'SecureSnapshot',
        'SnapshotSecured?',
        'WaitForSecuredSnapshot',
      ].toSorted(),
    );
  });

  it('a run is deciding in TakeTurn and waiting in WaitForTurn', () => {
    expect(of('deciding')).toEqual(['TakeTurn', 'TurnTaken?']);
    expect(of('waiting')).toEqual(['WaitForTurn']);
  });

  it.each([undefined, '', 'AStateOfTomorrow'])(
    'a run in the state %s counts as working',
    (state) => {
      expect(phaseOf(state)).toBe('working');
    },
  );
});

const moment = (minutes: number): string => new Date(minutes * 60_000).toISOString();
const own = {
  name: 'own',
  startedAt: moment(10),
  mode: 'swap' as const,
  capturedAt: moment(5),
  acceptOlder: false,
};

/** Another run that began first, and is about the same data. */
function other(
  phase: Phase,
  asked: Partial<AskedRun> | undefined = {},
  more: Partial<OtherRun> = {},
): OtherRun {
  return {
    name: 'other',
    startedAt: moment(9),
    phase,
    asked: asked && { mode: 'swap', capturedAt: moment(5), acceptOlder: false, ...asked },
    ...more,
  };
}

const newer = { capturedAt: moment(6) };
const older = { capturedAt: moment(4) };
const later = { startedAt: moment(11) };

describe('turnOf', () => {
  it.each<[string, readonly OtherRun[], string]>([
    ['nobody else runs', [], 'taken'],
    ['another prepares', [other('preparing')], 'taken'],
    ['another retires', [other('retiring')], 'taken'],
    // Rows 2 and 5.
    ['another works', [other('working')], 'wait: the run "other" to end'],
    ['another works with newer data', [other('working', newer)], 'wait: the run "other" to end'],
    ['another works with older data', [other('working', older)], 'wait: the run "other" to end'],
    ['a standby works', [other('working', { mode: 'standby' })], 'wait: the run "other" to end'],
    // Row 6.
    ['a drill works', [other('working', { mode: 'drill' })], 'taken'],
    ['a drill waits', [other('waiting', { mode: 'drill', ...newer })], 'taken'],
    [
      'one works that nobody understands',
      [{ ...other('working'), asked: undefined }],
      'wait: the run "other" to end',
    ],
    ['one waits that nobody understands', [{ ...other('waiting'), asked: undefined }], 'taken'],
    // Row 5.
    ['newer data waits', [other('waiting', newer)], 'overtaken by other'],
    ['newer data decides', [other('deciding', newer)], 'overtaken by other'],
    ['newer data waits, of a later run', [other('waiting', newer, later)], 'overtaken by other'],
    ['newer data is secured still', [other('preparing', newer)], 'taken'],
    [
      'a standby of newer data waits',
      [other('waiting', { ...newer, mode: 'standby' }, later)],
      'taken',
    ],
    ['older data waits', [other('waiting', older)], 'taken'],
    [
      'older data waits that somebody wants',
      [other('waiting', { ...older, acceptOlder: true })],
      'wait: the run "other", which began first',
    ],
    ['an older swap waits', [other('waiting', older)], 'taken'],
    [
      'the same data waits, of an earlier run',
      [other('waiting')],
      'wait: the run "other", which began first',
    ],
    ['the same data waits, of a later run', [other('waiting', {}, later)], 'taken'],
    [
      'the same data waits, of a run of the same moment',
      [other('waiting', {}, { startedAt: own.startedAt, name: 'yours' })],
      'taken',
    ],
    [
      'the same, whose name comes first',
      [other('waiting', {}, { startedAt: own.startedAt, name: 'mine' })],
      'wait: the run "mine", which began first',
    ],
    ['a later one decides', [other('deciding', {}, later)], 'soon: "other" to decide'],
    ['older data decides', [other('deciding', older)], 'soon: "other" to decide'],
    ['an earlier one decides', [other('deciding')], 'wait: "other" to decide'],
  ])('the turn of a run is decided where %s', (_what, others, expected) => {
    expect(say(turnOf(own, others))).toBe(expected);
  });

  it('newer data that waits does not overtake a run that accepts older data, or a drill', () => {
    const waiting = [other('waiting', newer, later)];
    expect(say(turnOf({ ...own, acceptOlder: true }, waiting))).toBe('taken');
    const drills = [other('waiting', { ...newer, mode: 'drill' }, later)];
    expect(say(turnOf({ ...own, mode: 'drill' }, drills))).toBe('taken');
  });

  it.each(['swap', 'standby'] as const)('a standby is overtaken by a newer %s', (mode) => {
    const turn = turnOf({ ...own, mode: 'standby' }, [other('waiting', { ...newer, mode })]);
    expect(say(turn)).toBe('overtaken by other');
  });

  // A swap whose older data a standby of newer data kept from going live would leave nobody live.
  it('a swap waits for a standby with newer data that began first', () => {
    const standby = other('waiting', { ...newer, mode: 'standby' });
    expect(say(turnOf(own, [standby]))).toBe('wait: the run "other", which began first');
  });
});

const drawnRun: fc.Arbitrary<DrawnRun> = fc.record({
  mode: fc.constantFrom('swap' as const, 'swap' as const, 'standby' as const, 'drill' as const),
  capturedAt: fc.integer({ min: 0, max: 3 }).map(moment),
  acceptOlder: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
  startedAfter: fc.oneof(fc.constantFrom(0, 1, 5000), fc.integer({ min: 0, max: 25_000 })),
  prepares: fc.oneof(fc.constant(3000), fc.integer({ min: 500, max: 30_000 })),
  listedAfter: fc.oneof(fc.constantFrom(0, 9999), fc.integer({ min: 0, max: 9999 })),
  looks: fc.integer({ min: 200, max: 5000 }),
  works: fc.integer({ min: 100, max: 90_000 }),
  stoppedAfter: fc.option(fc.integer({ min: 0, max: 120_000 }), { nil: undefined, freq: 8 }),
});
const unstopped = drawnRun.map((run): DrawnRun => ({ ...run, stoppedAfter: undefined }));
const runs = (of: fc.Arbitrary<DrawnRun>): fc.Arbitrary<DrawnRun[]> =>
  fc.array(of, { minLength: 2, maxLength: 4 });
const hour = 3_600_000;
const many = { ...seeded, numRuns: 3000 };

// Rows 2, 5 and 6: runs that meet, at whatever moment.
describe('runs that take turns by looking', () => {
  it('two runs of one kind are never working at once, though listings lag and runs are stopped', () => {
    let met = 0;
    fc.assert(
      fc.property(runs(fc.oneof(drawnRun, unstopped)), (drawn) => {
        const world = new TurnWorld(drawn);
        world.play(hour);
        met += Number(world.runs.filter(({ workedAt }) => workedAt !== undefined).length > 1);
        expect(world.collisions).toEqual([]);
      }),
      many,
    );
    expect(met).toBeGreaterThan(1000);
  });

  it('every run comes to its turn or to an end, and a stopped run holds up no other', () => {
    fc.assert(
      fc.property(runs(drawnRun), (drawn) => {
        const world = new TurnWorld(drawn);
        world.play(hour);
        expect(world.runs.filter(({ isOver }) => !isOver)).toEqual([]);
      }),
      many,
    );
  });

  it('a run is overtaken only by newer data that then has its turn and serves as well', () => {
    let overtaken = 0;
    fc.assert(
      fc.property(runs(unstopped), (drawn) => {
        const world = new TurnWorld(drawn);
        world.play(hour);
        for (const run of world.runs.filter(({ overtakenBy }) => overtakenBy !== undefined)) {
          overtaken += 1;
          const served = world.runs.some(
            ({ workedAt, capturedAt, mode }) =>
              workedAt !== undefined &&
              Date.parse(capturedAt) > Date.parse(run.capturedAt) &&
              (mode === 'swap' || mode === run.mode),
          );
          expect([served, run.acceptOlder, run.mode === 'drill']).toEqual([true, false, false]);
        }
      }),
      many,
    );
    expect(overtaken).toBeGreaterThan(300);
  });
});

function say(turn: ReturnType<typeof turnOf>): string {
  switch (turn.type) {
    case 'taken':
      return 'taken';
    case 'overtaken':
      return `overtaken by ${turn.by.name}`;
    case 'wait':
      return `${turn.isSoon ? 'soon' : 'wait'}: ${turn.waitingFor}`;
  }
}
