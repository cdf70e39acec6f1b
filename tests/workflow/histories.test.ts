import { describe, expect, it } from '@jest/globals';
import { pollingSchedules, nextWait } from '../../functions/shared/rules/polling-schedule.ts';
import type { PacedStep } from '../../functions/shared/rules/polling-schedule.ts';
import { historyEventLimit } from '../../rehearsal/aws/states/history.ts';
import { mapAt, templateOf } from '../template/deploy-stack.ts';
import { pending } from './answers.ts';
import type { Pending } from './answers.ts';
import { play } from './play.ts';
import { aCapture, aRecovery } from './plays.ts';

const steps = Object.keys(pollingSchedules) as PacedStep[];

/**
 * The looks of a step at something that becomes available after `seconds`, at the pace that is kept.
 * @param percentAt the progress that AWS reports, where it does
 */
function looks(
  step: PacedStep,
  seconds: number,
  percentAt?: (elapsedSeconds: number) => number,
  hours?: number,
): readonly Pending[] {
  const answers: Pending[] = [];
  for (let elapsedSeconds = 0; elapsedSeconds < seconds;) {
    const waitSeconds = nextWait(step, {
      elapsedSeconds,
      waitingFor: 'it',
      ...(hours !== undefined && { limit: { hours, parameter: 'CopyHours' } }),
      ...(percentAt && { percentProgress: percentAt(elapsedSeconds) }),
    });
    answers.push(pending(waitSeconds));
    elapsedSeconds += waitSeconds + 1;
  }
  return answers;
}

/** As long as the templates let an operator wait. */
const mostHours: Readonly<Partial<Record<PacedStep, number>>> = {
  CreateSnapshot: mostOf('source', 'SnapshotHours'),
  CopySnapshot: mostOf('source', 'CopyHours'),
  SecureSnapshot: mostOf('target', 'SecureHours'),
};

function mostOf(stack: 'source' | 'target', parameter: string): number {
  const declared = mapAt(templateOf(`stacks/${stack}.yaml`), 'Parameters');
  return Number(mapAt(declared, parameter)['MaxValue']);
}

describe('the history of an execution', () => {
  it.each([
    ['whose progress AWS reports', (elapsed: number) => Math.floor(elapsed / 1728)],
    ['whose progress stands still at 99 %', () => 99],
    ['whose progress AWS does not report', undefined],
  ])(
    'the history with a copy of two days, %s, fills at most a quarter of its quota',
    async (_, percentAt) => {
      const copy = looks('SecureSnapshot', pollingSchedules.SecureSnapshot.deadline - 1, percentAt);

      const { events, result } = await play(aRecovery({ SecureSnapshot: copy }));

      expect(result.status).toBe('SUCCEEDED');
      expect(copy.length).toBeGreaterThan(100);
      expect(events.length).toBeLessThan(historyEventLimit / 4);
    },
  );

  it.each([
    ['a capture', aCapture()],
    ['a swap', aRecovery()],
    ['a drill', aRecovery({}, { mode: 'drill' })],
  ])(
    'the history of %s stays within its quota though every step takes until its deadline',
    async (_, request) => {
      const script = Object.fromEntries(
        steps.map((step) => {
          const hours = mostHours[step];
          const deadline = hours === undefined ? pollingSchedules[step].deadline : hours * 3600;
          return [step, looks(step, deadline - 1, undefined, hours)];
        }),
      );

      const { events, result } = await play({ ...request, script });

      expect(result.status).toBe('SUCCEEDED');
      expect(events.length).toBeLessThan(historyEventLimit);
    },
  );
});
