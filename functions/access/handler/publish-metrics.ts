import type { FollowAnswer } from '../steps/follow-endpoint.ts';
import { groupName } from '../rules/followed.ts';
import type { TargetState } from '../rules/targets.ts';
import { publishMetrics } from '../../shared/handler/metrics.ts';

/** What isn't healthy, by the words that an operator looks for. */
const counted: Readonly<Record<string, readonly TargetState[]>> = {
  TargetsHealthy: ['healthy'],
  TargetsInitial: ['initial'],
  TargetsUnhealthy: ['unhealthy', 'unhealthy.draining', 'unused', 'unavailable'],
  TargetsDraining: ['draining'],
};

/** Publishes what a pass saw, for each target group by its name. */
export function publishAccess(answers: readonly FollowAnswer[]): void {
  for (const { followed, stale, targets, secondsStale, secondsToRepoint } of answers) {
    publishMetrics({ workflow: 'access', targetGroup: groupName(followed) }, [
      // An alarm counts on this one: 1 in every pass of some minutes is a group that stays wrong.
      { name: 'Stale', unit: 'Count', value: stale ? 1 : 0 },
      { name: 'SecondsStale', unit: 'Seconds', value: secondsStale },
      ...(secondsToRepoint === undefined
        ? []
        : [{ name: 'SecondsToRepoint', unit: 'Seconds' as const, value: secondsToRepoint }]),
      ...Object.entries(counted).map(([name, states]) => ({
        name,
        unit: 'Count' as const,
        value: targets.filter((target) => states.includes(target.state)).length,
      })),
    ]);
  }
}
