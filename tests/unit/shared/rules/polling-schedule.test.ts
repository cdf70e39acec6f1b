import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  nextWait,
  pollingSchedules,
  pending,
} from '../../../../functions/shared/rules/polling-schedule.ts';
import type { Pace, PacedStep } from '../../../../functions/shared/rules/polling-schedule.ts';
import { seeded } from '../../seeded.ts';

const steps = Object.keys(pollingSchedules) as PacedStep[];
const anyStep = fc.constantFrom(...steps);
/** Of a whole: evenly drawn, for fast-check's doubles are mostly next to 0. */
const anyShare = fc.integer({ min: 0, max: 9999 }).map((share) => share / 10_000);
const waitingFor = 'snapshot "nightly" (copying)';

/** Looks until `duration` seconds have passed. @returns when it was seen, and after how many looks */
function lookUntil(
  step: PacedStep,
  duration: number,
  progress: (elapsed: number) => number | undefined = () => undefined,
): { seenAt: number; looks: number } {
  let elapsed = 0;
  let looks = 1;
  while (elapsed < duration) {
    elapsed += nextWait(step, {
      elapsedSeconds: elapsed,
      percentProgress: progress(elapsed),
      waitingFor,
    });
    looks += 1;
  }
  return { seenAt: elapsed, looks };
}

describe('nextWait', () => {
  it("nextWait gives whole seconds between one and the step's longest wait, and ends at the deadline", () => {
    fc.assert(
      fc.property(
        anyStep,
        anyShare,
        fc.option(fc.integer({ min: -1, max: 101 }), { nil: undefined }),
        (step, share, percentProgress) => {
          const { deadline, longest = 300 }: Pace = pollingSchedules[step];
          const elapsedSeconds = share * deadline;
          const wait = nextWait(step, { elapsedSeconds, percentProgress, waitingFor });
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThanOrEqual(1);
          expect(wait).toBeLessThanOrEqual(longest);
          expect(elapsedSeconds + wait).toBeLessThanOrEqual(deadline + 1);
        },
      ),
      { ...seeded, numRuns: 3000 },
    );
  });

  // Defect class: endless poll.
  it.each(steps)('nextWait ends %s at its deadline, whatever the progress says', (step) => {
    const { deadline } = pollingSchedules[step];
    for (const percentProgress of [undefined, 0, 50, 99, 100]) {
      expect(() =>
        nextWait(step, { elapsedSeconds: deadline, percentProgress, waitingFor }),
      ).toThrow(
        expect.objectContaining({
          name: 'StepOverdue',
          message: expect.stringMatching(
            new RegExp(
              `^${step} still waits for snapshot .* ${deadline} s.*start the run again.*: it goes on from there$`,
              's',
            ),
          ),
        }),
      );
    }
  });

  it('nextWait reaches the deadline after a bounded number of looks, even with stuck progress', () => {
    for (const step of steps) {
      for (const stuck of [undefined, 0, 1, 99]) {
        let elapsed = 0;
        let looks = 0;
        while (elapsed < pollingSchedules[step].deadline) {
          elapsed += nextWait(step, {
            elapsedSeconds: elapsed,
            percentProgress: stuck,
            waitingFor,
          });
          looks += 1;
        }
        // A turn of wait, look and choice is about 9 of the 25,000 events that a history may have.
        expect(looks).toBeLessThan(700);
      }
    }
  });

  it("a step's end is seen soon after it, in few looks, without any reported progress", () => {
    fc.assert(
      fc.property(anyStep, anyShare, (step, share) => {
        const { firstLook, every, deadline } = pollingSchedules[step];
        const duration = share * Math.min(deadline - 1, 4 * 3600);
        const { seenAt, looks } = lookUntil(step, duration);
        const lost = seenAt - duration;
        expect(lost).toBeLessThanOrEqual(Math.max(firstLook, every, 0.03 * duration) + 1);
        // At intervals of at least `every`, and of at least one per cent of the time elapsed.
        expect(looks).toBeLessThanOrEqual(110 * (1 + Math.log1p(duration / (100 * every))));
      }),
      seeded,
    );
  });

  it('nextWait loses at most two per cent of a copy whose progress AWS reports', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 8 * 3600 }), (duration) => {
        const progress = (elapsed: number): number => Math.floor((100 * elapsed) / duration);
        const { seenAt, looks } = lookUntil('CopySnapshot', duration, progress);
        expect(seenAt - duration).toBeLessThanOrEqual(Math.max(5, 0.02 * duration));
        expect(looks).toBeLessThanOrEqual(150);
      }),
      seeded,
    );
  });

  it('nextWait gives the time until the first look, less what has passed', () => {
    const { firstLook } = pollingSchedules.AddInstances;
    expect(nextWait('AddInstances', { elapsedSeconds: 0, waitingFor })).toBe(firstLook);
    expect(nextWait('AddInstances', { elapsedSeconds: 40.4, waitingFor })).toBe(firstLook - 40);
    expect(nextWait('AddInstances', { elapsedSeconds: firstLook, waitingFor })).toBe(20);
  });

  it.each([
    ['no time has passed for it', 0, 50, 180],
    ['it says that nothing is done', 1000, 0, 10],
    ['it says that all is done', 60, 100, 120],
  ])(
    'nextWait ignores the reported progress where %s',
    (_why, elapsedSeconds, percentProgress, wait) => {
      expect(nextWait('CopySnapshot', { elapsedSeconds, percentProgress, waitingFor })).toBe(wait);
    },
  );

  it.each([
    ['half of what remains, were the copy eight points further', 1000, 42, 300],
    ['half of what remains, were the copy eight points further', 1000, 72, 125],
    ['a third of the time that has passed, early on', 100, 1, 30],
    ['a hundredth of the time that has passed, in the end', 7000, 99, 70],
    ['a fiftieth of what it takes beyond an hour, where that is more', 23_600, 99, 400],
  ])(
    'nextWait gives %s: after %i s and at %i %%, %i s',
    (_rule, elapsedSeconds, percentProgress, wait) => {
      expect(nextWait('CopySnapshot', { elapsedSeconds, percentProgress, waitingFor })).toBe(wait);
    },
  );
});

it('every step has a pace in order: first look, budget, deadline', () => {
  for (const { firstLook, every, budget, deadline } of Object.values(pollingSchedules)) {
    expect(every).toBeGreaterThan(0);
    expect(firstLook).toBeLessThan(budget);
    expect(budget).toBeLessThan(deadline);
  }
});

describe('pending', () => {
  it('a pending answer says how long to wait and for what', () => {
    const seen = { elapsedSeconds: 40.4, waitingFor };
    const waitSeconds = nextWait('AddInstances', seen);
    expect(pending('AddInstances', seen)).toEqual({ state: 'pending', waitSeconds, waitingFor });
  });

  it.each([
    [3, 'CopyHours', 10_799, 1],
    [100, 'CopyHours', 100 * 3600 - 30, 30],
  ])(
    'nextWait waits until a deadline of %d hours by %s',
    (hours, parameter, elapsedSeconds, wait) => {
      const limit = { hours, parameter };
      expect(nextWait('CopySnapshot', { elapsedSeconds, waitingFor, limit })).toBe(wait);
      expect(() =>
        nextWait('CopySnapshot', { elapsedSeconds: hours * 3600, waitingFor, limit }),
      ).toThrow(
        expect.objectContaining({
          name: 'StepOverdue',
          message: expect.stringMatching(
            new RegExp(
              `by ${parameter}=${hours}. AWS goes on with it: start the run again, now or later, and it waits for this one`,
            ),
          ),
        }),
      );
    },
  );
});
