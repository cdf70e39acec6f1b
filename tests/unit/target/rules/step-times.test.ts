import { describe, expect, it } from '@jest/globals';
import { stepTimes } from '../../../../functions/target/rules/step-times.ts';
import type { StateVisit } from '../../../../functions/target/rules/step-times.ts';

const at = (second: number): string => new Date(second * 1000).toISOString();

function visit(type: string, state: string, from: number, to?: number): StateVisit {
  return { type, state, enteredAt: at(from), exitedAt: to === undefined ? undefined : at(to) };
}

describe('stepTimes', () => {
  it('a step that looks several times is one, from its first look to the end of its last', () => {
    const visits = [
      visit('Pass', 'Begin', 0, 0),
      visit('Task', 'Preflight', 0, 1),
      visit('Task', 'RestoreCluster', 1, 2),
      visit('Choice', 'ClusterRestored?', 2, 2),
      visit('Wait', 'WaitForCluster', 2, 62),
      visit('Task', 'RestoreCluster', 62, 63),
      visit('Choice', 'ClusterRestored?', 63, 63),
    ];

    expect(stepTimes(visits)).toEqual([
      { name: 'Preflight', startedAt: at(0), endedAt: at(1) },
      { name: 'RestoreCluster', startedAt: at(1), endedAt: at(63) },
    ]);
  });

  it('a step that comes again after another one is told twice', () => {
    const visits = ['SwapNames', 'RollBack', 'SwapNames'].map((state, index) =>
      visit('Task', state, index, index + 1),
    );

    expect(stepTimes(visits).map(({ name }) => name)).toEqual([
      'SwapNames',
      'RollBack',
      'SwapNames',
    ]);
  });

  it('the grace period is a step, though it is a wait', () => {
    expect(stepTimes([visit('Wait', 'WaitForGracePeriod', 0, 3600)])).toEqual([
      { name: 'GracePeriod', startedAt: at(0), endedAt: at(3600) },
    ]);
  });

  it('a step that is not over is left out', () => {
    const visits = [visit('Task', 'PruneSnapshots', 0, 1), visit('Task', 'ReportRecovery', 1)];

    expect(stepTimes(visits).map(({ name }) => name)).toEqual(['PruneSnapshots']);
  });
});
