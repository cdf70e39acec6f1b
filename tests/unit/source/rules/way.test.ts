import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { phaseOf, wayOf } from '../../../../functions/source/rules/way.ts';
import type { OtherRun, Phase } from '../../../../functions/source/rules/way.ts';
import { definitionOf } from '../../../workflow/machine.ts';
import { seeded } from '../../seeded.ts';
import { WayWorld } from './way-world.ts';

const second = 1000;

/** A run by its name, that began so many seconds after noon. */
function run(name: string, after = 0): { name: string; startedAt: string } {
  return { name, startedAt: new Date(Date.UTC(2026, 0, 5, 12, 0, after)).toISOString() };
}

function other(phase: Phase, name = 'other', after = -60): OtherRun {
  return { ...run(name, after), phase };
}

describe('phaseOf', () => {
  it('every state of the source workflow has its phase', () => {
    const states = Object.keys(definitionOf('source').states);
    const of = (phase: Phase): readonly string[] =>
      states.filter((state) => phaseOf(state) === phase).toSorted();
    const found = (['deciding', 'closing', 'over'] as const).map(
      (phase) => [phase, of(phase)] as const,
    );
    expect(Object.fromEntries(found)).toEqual({
      deciding: ['Begin', 'GiveWay', 'WaitForWay', 'WayFree?'],
      closing: ['NotifyTarget', 'PruneSnapshots', 'ReportFailure'],
      over: ['CaptureFailed', 'CaptureSucceeded', 'CaptureSuperseded'],
    });
    expect(of('capturing')).toEqual([
      'CopyAvailable?',
      'CopyNeeded?',
      'CopySnapshot',
      'CreateSnapshot',
      'Preflight',
      'ShareSnapshot',
      'SnapshotAvailable?',
      'WaitForCopy',
      'WaitForSnapshot',
    ]);
  });

  it('a run that has entered no state decides at first, and one in an unknown state captures', () => {
    expect([phaseOf(undefined), phaseOf('StateOfTomorrow')]).toEqual(['deciding', 'capturing']);
  });
});

describe('wayOf', () => {
  it('a run works where no other does', () => {
    expect(wayOf(run('own'), [])).toEqual({ type: 'free' });
    expect(wayOf(run('own'), [other('over')])).toEqual({ type: 'free' });
  });

  it.each([-60, 0, 60])(
    'a run ends where another one captures, whichever began first: %d s',
    (after) => {
      expect(wayOf(run('own'), [other('capturing', 'other', after)])).toMatchObject({
        type: 'superseded',
        by: { name: 'other' },
      });
    },
  );

  it('a run waits for one that hands its capture over, or tells that it failed', () => {
    expect(wayOf(run('own'), [other('closing')])).toMatchObject({
      type: 'wait',
      waitingFor: 'the run "other" to end',
    });
  });

  it('of two that decide the earlier works, and at the same moment the first by name', () => {
    expect(wayOf(run('own', 1), [other('deciding', 'other', 0)])).toMatchObject({ type: 'wait' });
    expect(wayOf(run('own', 0), [other('deciding', 'other', 1)])).toEqual({ type: 'free' });
    expect(wayOf(run('a'), [other('deciding', 'b', 0)])).toEqual({ type: 'free' });
    expect(wayOf(run('b'), [other('deciding', 'a', 0)])).toMatchObject({ type: 'wait' });
  });

  it('a run that captures counts for more than one that decides or ends', () => {
    const others = [other('deciding', 'x'), other('closing', 'y'), other('capturing', 'z', 5)];
    expect(wayOf(run('own'), others)).toMatchObject({ type: 'superseded', by: { name: 'z' } });
  });
});

describe('runs of one state machine', () => {
  const drawn = fc.record({
    startedAfter: fc.integer({ min: 0, max: 90 * second }),
    listedAfter: fc.integer({ min: 0, max: 9 * second }),
    looks: fc.integer({ min: 50, max: 4 * second }),
    captures: fc.integer({ min: 1, max: 120 * second }),
    closes: fc.integer({ min: 1, max: 20 * second }),
    stoppedAfter: fc.option(fc.integer({ min: 0, max: 120 * second }), {
      nil: undefined,
      freq: 4,
    }),
  });

  it('no two of them capture at the same time, and some run always does', () => {
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 6 }), (runs) => {
        const world = new WayWorld(runs);
        world.play();
        expect(world.collisions).toEqual([]);
        const lived = world.runs.filter(({ stoppedAfter }) => stoppedAfter === undefined);
        const works = lived.filter(({ workedAt }) => workedAt !== undefined);
        const given = lived.filter(({ supersededBy }) => supersededBy !== undefined);
        expect(works.length + given.length).toBe(lived.length);
        const workers = world.runs.filter(({ workedAt }) => workedAt !== undefined);
        const names = new Set(workers.map(({ name }) => name));
        for (const { supersededBy = '' } of given) expect(names).toContain(supersededBy);
        expect(works.length > 0 || lived.length < runs.length).toBe(true);
      }),
      seeded,
    );
  });

  it('two that start at the same moment have one winner, and the other one ends', () => {
    const same = {
      startedAfter: 0,
      listedAfter: 9 * second,
      captures: 60 * second,
      closes: second,
      stoppedAfter: undefined,
    };
    for (const looks of [
      [100, 100],
      [100, 3000],
      [3000, 100],
    ] as const) {
      const world = new WayWorld(looks.map((one) => ({ ...same, looks: one })));
      world.play();
      expect(world.runs.map(({ supersededBy }) => supersededBy)).toEqual([undefined, 'run-1']);
    }
  });
});
