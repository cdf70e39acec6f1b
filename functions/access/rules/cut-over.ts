import { StepOverdue, TargetRefused } from '../../shared/rules/errors.ts';
import { stageOf } from './cut-over-mark.ts';
import type { CutOverMark } from './cut-over-mark.ts';
import { otherSide } from './lead.ts';
import type { Lead, Side } from './lead.ts';
import { isAt, isRegistered, targetAddressText } from './targets.ts';
import type { Target, TargetAddress } from './targets.ts';

/** What one look of a cut-over saw, at the time `now` in milliseconds. */
export interface CutOverSeen {
  readonly lead: Lead;
  readonly mark: CutOverMark | undefined;
  readonly targets: Readonly<Record<Side, readonly Target[]>>;
  readonly now: number;
}

/** Who is to take over, and how far to go now. */
export interface CutOverWish {
  readonly host: string;
  /** Where it listens; none while its name doesn't resolve. */
  readonly wanted: readonly TargetAddress[];
  readonly upTo: 'warm' | 'open';
}

export type CutOverAction =
  | { readonly type: 'ready' }
  | { readonly type: 'wait'; readonly waitingFor: string }
  | { readonly type: 'mark'; readonly mark: CutOverMark }
  | {
      readonly type: 'register';
      readonly side: Side;
      readonly register: readonly TargetAddress[];
      readonly deregister: readonly Target[];
    }
  /** Lets nobody in any more, and the targets of a side go. */
  | {
      readonly type: 'close';
      readonly side: Side;
      readonly deregister: readonly Target[];
      readonly mark: CutOverMark;
    }
  /** A reconciliation with an older look has registered them again. */
  | { readonly type: 'empty'; readonly side: Side; readonly deregister: readonly Target[] }
  | { readonly type: 'open'; readonly side: Side };

/**
 * The next step of a cut-over: warm, close, open. The restored database's targets are registered where no
 * connection is led to, until they are healthy. Then nobody is let in, and the old targets go, whose
 * connections end with their delay. Once none is left, new connections reach the restored database. So no
 * connection to the old one outlives the first to the new one. It depends on nothing but what is seen: whoever
 * asks may be cut off anywhere, and ask again.
 * @throws TargetRefused where clients are being moved to another database; StepOverdue where the restored
 *   one's targets don't become healthy
 */
export function nextCutOver(seen: CutOverSeen, wish: CutOverWish): CutOverAction {
  const { lead, mark, targets, now } = seen;
  const stage = stageOf(mark, lead, now);
  if (stage === 'none' && lead === 'closed') {
    return wait('a reconciliation to open the listener, which an earlier cut-over left closed');
  }
  const isOurs = mark?.host === wish.host;
  if (mark !== undefined && !isOurs && (stage === 'closed' || stage === 'open')) {
    throw new TargetRefused(
      `expected the listener to lead to the old database, found that clients are being moved to ${mark.host} ` +
        `since ${mark.since}: nothing was changed. Wait until that one has the live name, or for three ` +
        'hours, and start the run again',
    );
  }
  if (isOurs && stage === 'open') return { type: 'ready' };
  if (isOurs && stage === 'closed') return nextClosed(mark, targets, wish, now);
  if (wish.wanted.length === 0) return wait(`${wish.host} to resolve`);
  const active = lead as Side;
  if (isHeldAlone(targets[active], wish.wanted)) return { type: 'ready' };
  if (!isOurs || stage === 'none') {
    const since = new Date(now).toISOString();
    return { type: 'mark', mark: { host: wish.host, side: otherSide(active), since } };
  }
  return nextWarm(mark, targets, wish, now);
}

/** For so long targets may take to be healthy, as SyncTargets waits for them. Seconds. */
const warmWithin = 900;

function nextWarm(
  mark: CutOverMark,
  targets: CutOverSeen['targets'],
  { wanted, upTo }: CutOverWish,
  now: number,
): CutOverAction {
  const { side } = mark;
  const registered = targets[side].filter(isRegistered);
  const register = wanted.filter((at) => !registered.some((target) => isAt(target, at)));
  const deregister = registered.filter((target) => !wanted.some((at) => isAt(target, at)));
  if (register.length > 0 || deregister.length > 0) {
    return { type: 'register', side, register, deregister };
  }
  const unready = registered.filter(({ state }) => state !== 'healthy');
  if (unready.length > 0) {
    const waitingFor = `${unready.map(targetAddressText).join(', ')} to be healthy`;
    if (now - Date.parse(mark.since) < warmWithin * 1000) return wait(waitingFor);
    throw new StepOverdue(
      `the cut-over still waits for ${waitingFor} after ${warmWithin} s, and no client was moved: look at the ` +
        'restored database and its security group, then start the run again',
    );
  }
  if (upTo === 'warm') return { type: 'ready' };
  const active = otherSide(side);
  return {
    type: 'close',
    side: active,
    deregister: targets[active].filter(isRegistered),
    mark: { ...mark, closedAt: new Date(now).toISOString() },
  };
}

/**
 * A listener's change and a group's delay are over: five seconds of the delay, by the stack's attribute, and
 * two for the calls. Seconds.
 */
export const settleFor = 7;

function nextClosed(
  mark: CutOverMark,
  targets: CutOverSeen['targets'],
  { wanted }: CutOverWish,
  now: number,
): CutOverAction {
  const { side } = mark;
  const former = otherSide(side);
  const left = targets[former];
  const back = left.filter(isRegistered);
  if (back.length > 0) return { type: 'empty', side: former, deregister: back };
  if (left.length > 0) return wait(`${left.map(targetAddressText).join(', ')} to drain`);
  const settled = now - Date.parse(mark.closedAt ?? mark.since) >= settleFor * 1000;
  if (!settled) return wait('the last connections to the old database to end');
  const held = targets[side].filter(isRegistered);
  const register = wanted.filter((at) => !held.some((target) => isAt(target, at)));
  if (register.length > 0) return { type: 'register', side, register, deregister: [] };
  // Nobody is let in: whoever may take connections is better than none.
  return held.length > 0 ? { type: 'open', side } : wait('the restored database to resolve');
}

/** Clients reach the restored database, and no other, whoever led them there. */
function isHeldAlone(seen: readonly Target[], wanted: readonly TargetAddress[]): boolean {
  const registered = seen.filter(isRegistered);
  return (
    seen.length === registered.length &&
    registered.length === wanted.length &&
    wanted.every((at) =>
      registered.some((target) => isAt(target, at) && target.state === 'healthy'),
    )
  );
}

function wait(waitingFor: string): CutOverAction {
  return { type: 'wait', waitingFor };
}
