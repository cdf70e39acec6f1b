import type { Clock } from '../../shared/ports/clock.ts';
import type { Listeners } from '../ports/listeners.ts';
import type { TargetGroups } from '../ports/target-groups.ts';
import type { ResolvedEndpoint } from '../rules/resolved-endpoint.ts';
import { targetAddressText } from '../rules/targets.ts';
import type { Target, TargetPlan } from '../rules/targets.ts';
import type { Sources } from './resolve-endpoint.ts';

/** What a pass works with. */
export interface FollowPorts extends Sources {
  readonly groups: TargetGroups;
  readonly listeners: Listeners;
  readonly clock: Clock;
}

/** Where an endpoint leads, and what its targets are: what one pass acts on. */
export interface View {
  /** When the look began, in milliseconds. */
  readonly lookedAt: number;
  readonly resolved: ResolvedEndpoint;
  /** Identifiers that an event about it may carry. */
  readonly known: readonly string[];
  /** The group that clients are led to, and what it holds. */
  readonly groupArn: string;
  readonly targets: readonly Target[];
  /** What clients are led by in place of the live name, as it awaits this. */
  readonly awaited?: string | undefined;
  /** Registered where no client is led to: they go. */
  readonly leftover?: { readonly groupArn: string; readonly targets: readonly Target[] };
  /** Leads clients to the group, once it holds what is wanted. */
  readonly open?: (() => Promise<void>) | undefined;
}

/** A group isn't in place while clients are led past it, or where another still holds targets. */
export function asSeen(plan: TargetPlan, { leftover, open }: View): TargetPlan {
  const waitingFor =
    open !== undefined
      ? 'the listener to be opened'
      : (leftover?.targets.length ?? 0) > 0
        ? `${leftover?.targets.map(targetAddressText).join(', ')} to leave the other group`
        : undefined;
  if (waitingFor === undefined) return plan;
  return { ...plan, inPlace: false, waitingFor: plan.waitingFor ?? waitingFor };
}
