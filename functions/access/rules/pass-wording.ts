import type { PassState } from './pass-state.ts';
import { followedText, groupName } from './followed.ts';
import type { Followed } from './followed.ts';
import { targetAddressText } from './targets.ts';
import type { Target, TargetPlan } from './targets.ts';

/** A pass's sentence: which endpoint, what the group holds, what was decided. */
export function logLine(followed: Followed, targets: readonly Target[], what: string): string {
  const held = targets.map((target) => `${targetAddressText(target)} ${target.state}`).join(', ');
  return `${followedText(followed)} → ${groupName(followed)} [${held === '' ? 'empty' : held}]: ${what}`;
}

/** What a pass changed, or why it changed nothing. */
export function describeChanges(plan: TargetPlan, dryRun: boolean, expecting: boolean): string {
  const { register, deregister, waitingFor } = plan;
  const done = [
    ...(register.length > 0 ? [`registered ${register.map(targetAddressText).join(', ')}`] : []),
    ...(deregister.length > 0
      ? [`deregistered ${deregister.map(targetAddressText).join(', ')}`]
      : []),
  ].join(', ');
  if (done !== '') return dryRun ? `dry run: would have ${done}` : done;
  if (waitingFor !== undefined) return `waiting for ${waitingFor}`;
  return expecting ? 'in place, and a change is expected' : 'in place';
}

/** Which of API and DNS is late, or was until now. */
export function describeLag(lag: PassState['lag'], now: string, ended?: 'ended'): string {
  if (!lag) return '';
  const seconds = Math.round((Date.parse(now) - Date.parse(lag.since)) / 1000);
  return ended
    ? ` (${lag.who} was ${seconds} s late)`
    : `; ${lag.who} is late, for ${seconds} s now`;
}
