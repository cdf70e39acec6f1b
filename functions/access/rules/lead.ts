import { TargetRefused } from '../../shared/rules/errors.ts';
import type { Detour, Followed } from './followed.ts';

/** Whom a listener leads new connections to: one of two groups of targets, or one that stays empty. */
export type Lead = 'main' | 'spare' | 'closed';

/** The groups that targets are in. */
export type Side = Exclude<Lead, 'closed'>;

/** The weights of a listener's groups, by their ARNs. */
export type Weights = Readonly<Record<string, number>>;

/** A followed endpoint whose clients can be moved. */
export type Movable = Followed & { readonly detour: Detour };

export function isMovable(followed: Followed): followed is Movable {
  return followed.detour !== undefined;
}

export function otherSide(side: Side): Side {
  return side === 'main' ? 'spare' : 'main';
}

export function groupOf({ groupArn, detour }: Movable, lead: Lead): string {
  switch (lead) {
    case 'main':
      return groupArn;
    case 'spare':
      return detour.spareArn;
    case 'closed':
      return detour.closedArn;
  }
}

const leads = ['main', 'spare', 'closed'] as const satisfies readonly Lead[];

/**
 * Which group has all of the weight.
 * @throws TargetRefused where it isn't one of the three alone: somebody else has changed the listener
 */
export function leadOf(weights: Weights, followed: Movable): Lead {
  const heavy = Object.keys(weights).filter((arn) => (weights[arn] ?? 0) > 0);
  const found = leads.find((lead) => heavy.length === 1 && heavy[0] === groupOf(followed, lead));
  if (found !== undefined) return found;
  throw new TargetRefused(
    `expected the listener ${followed.detour.listenerArn} to lead to one group of the stack access, found ` +
      `${heavy.join(' and ') || 'none'}: the targets were left as they are. Give one of ` +
      `${leads.map((lead) => groupOf(followed, lead)).join(', ')} all of the weight`,
  );
}

/** All weight to one of the three. Source: the blog "Network Load Balancers now support Weighted Target Groups". */
export function weightsTo(lead: Lead, followed: Movable): Weights {
  return Object.fromEntries(
    leads.map((one) => [groupOf(followed, one), one === lead ? 1 : 0] as const),
  );
}
