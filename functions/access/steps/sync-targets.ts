import { EndpointUnknown, TargetRefused } from '../../shared/rules/errors.ts';
import { groupName } from '../rules/followed.ts';
import type { Followed } from '../rules/followed.ts';
import { emptyState } from '../rules/pass-state.ts';
import type { Memory } from '../rules/pass-state.ts';
import { pending } from '../../shared/rules/polling-schedule.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import { runLimit, triggerText } from '../rules/trigger.ts';
import type { Trigger } from '../rules/trigger.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { followEndpoint } from './follow-endpoint.ts';
import type { FollowAnswer } from './follow-endpoint.ts';
import type { FollowPorts } from './view.ts';

/** What a pass is asked for. */
export interface SyncRequest {
  readonly trigger: Trigger;
  /** When the run began, ISO 8601. */
  readonly since: string;
  /** What the pass before answered; null at the first. */
  readonly memory: Memory | null;
  readonly followed: readonly Followed[];
  /** The VPC's, in CIDR notation. */
  readonly ranges: readonly string[];
  readonly dryRun: boolean;
}

/** What a pass answers, whether the run is done or continues. */
export interface SyncFacts {
  /** One sentence an endpoint. */
  readonly why: string;
  readonly memory: Memory;
}

export type SyncAnswer = Progress<{ readonly outcome: 'in-place' | 'unfinished' | 'dry-run' }> &
  SyncFacts;

/** The schedule's runs end before the next one begins. Seconds. */
const untilTheNext = 40;

/** What a pass saw of every endpoint. */
export interface Pass {
  readonly answers: readonly FollowAnswer[];
  /** Why endpoints couldn't be looked at. */
  readonly failures: readonly unknown[];
}

/**
 * One pass over every endpoint. It re-reads everything, so passes may come in any number and order. One
 * endpoint's trouble keeps none of the others from its pass.
 */
export async function followAll(request: SyncRequest, ports: FollowPorts): Promise<Pass> {
  const { trigger, followed, ranges, dryRun } = request;
  const looks = await Promise.allSettled(
    followed.map((one) => {
      const memory = request.memory?.[groupName(one)] ?? emptyState;
      return followEndpoint(one, { trigger, memory, ranges, dryRun }, ports);
    }),
  );
  return {
    answers: looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : [])),
    failures: looks.flatMap((look) => (look.status === 'rejected' ? [look.reason] : [])),
  };
}

/**
 * What a pass comes to for the run that it is of.
 * @returns `pending` until every group holds exactly what its endpoint answers with
 * @throws TargetRefused once nothing else is to be waited for; EndpointUnknown where a deployment
 *   can't be given its first targets; StepOverdue; the first failure of the pass
 */
export function concludePass(request: SyncRequest, pass: Pass, clock: Clock): SyncAnswer {
  const { answers, failures } = pass;
  if (failures.length > 0) throw failures[0];
  const facts: SyncFacts = {
    why: `${triggerText(request.trigger)}: ${answers.map(({ why }) => why).join(' | ')}`,
    memory: Object.fromEntries(answers.map((one) => [groupName(one.followed), one.memory])),
  };
  if (request.dryRun) return { state: 'ready', outcome: 'dry-run', ...facts };
  return judge(request, answers, facts, secondsSince(clock, request.since));
}

function judge(
  { trigger }: SyncRequest,
  answers: readonly FollowAnswer[],
  facts: SyncFacts,
  elapsedSeconds: number,
): SyncAnswer {
  const refused = answers.filter(({ state }) => state === 'refused');
  const runs = runLimit(trigger);
  if (runs === 'one pass') {
    const unknown = answers.filter(({ state }) => state === 'unknown');
    requireNone(refused);
    if (unknown.length > 0) {
      throw new EndpointUnknown(
        `${unknown.map(({ why }) => why).join(' | ')}. A deployment needs every endpoint to resolve: ` +
          'compare the names, wait until the databases are available, and deploy again',
      );
    }
    return { state: 'ready', outcome: 'in-place', ...facts };
  }
  const waiting = answers.filter((one) => isWaiting(one, runs));
  if (waiting.length === 0) {
    requireNone(refused);
    const unfinished = answers.some(({ state, concerned }) => state !== 'in-place' && !concerned);
    return { state: 'ready', outcome: unfinished ? 'unfinished' : 'in-place', ...facts };
  }
  if (runs === 'until the next' && elapsedSeconds >= untilTheNext) {
    requireNone(refused);
    return { state: 'ready', outcome: 'unfinished', ...facts };
  }
  const waitingFor = waiting.map((one) => one.waitingFor ?? one.why).join('; ');
  return { ...pending('SyncTargets', { elapsedSeconds, waitingFor }), ...facts };
}

/**
 * The schedule doesn't wait for a target that is in place and sick: that is for the alarm. Another
 * database's event waits for nothing: whatever is under way here has its own runs.
 */
function isWaiting(
  { state, healthy, concerned }: FollowAnswer,
  runs: ReturnType<typeof runLimit>,
): boolean {
  if (state === 'refused' || !concerned) return false;
  return state !== 'in-place' || (runs === 'until overdue' && !healthy);
}

function requireNone(refused: readonly FollowAnswer[]): void {
  if (refused.length > 0) throw new TargetRefused(refused.map(({ why }) => why).join(' | '));
}
