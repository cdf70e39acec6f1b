import type { CutOverAnswer, CutOverRequest } from '../../shared/rules/cut-over-request.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { TargetRefused } from '../../shared/rules/errors.ts';
import type { Listeners } from '../ports/listeners.ts';
import type { Names } from '../ports/names.ts';
import type { TargetGroups } from '../ports/target-groups.ts';
import { checkAddresses } from '../rules/address.ts';
import { nextCutOver } from '../rules/cut-over.ts';
import type { CutOverAction, CutOverWish } from '../rules/cut-over.ts';
import { cutOverKey, markText } from '../rules/cut-over-mark.ts';
import { followedText } from '../rules/followed.ts';
import type { Followed } from '../rules/followed.ts';
import { groupOf, isMovable, weightsTo } from '../rules/lead.ts';
import type { Movable } from '../rules/lead.ts';
import { lookAtLead } from './look-at-lead.ts';

/** What the stack follows, and what it admits. */
export interface CutOverSetting {
  readonly followed: readonly Followed[];
  /** The VPC's, in CIDR notation. */
  readonly ranges: readonly string[];
  readonly dryRun: boolean;
}

export interface CutOverPorts {
  readonly groups: TargetGroups;
  readonly listeners: Listeners;
  readonly names: Names;
  readonly clock: Clock;
}

/** The shortest wait there is: clients are refused meanwhile, or whoever asks renames nothing. Seconds. */
const soon = 1;

const ready: CutOverAnswer = { cutOver: true, state: 'ready' };

/**
 * Makes the next step of a cut-over, or takes the word back that clients are to be moved. Whoever asks asks
 * again until it is ready.
 * @throws TargetRefused before anything is changed, where the stack can't move the clients of that name;
 *   StepOverdue as `nextCutOver`
 */
export async function cutOver(
  request: CutOverRequest,
  setting: CutOverSetting,
  ports: CutOverPorts,
): Promise<CutOverAnswer> {
  const followed = movableOf(request, setting);
  const { listenerArn } = followed.detour;
  if (request.upTo === 'undone') {
    const mark = await ports.listeners.mark(listenerArn, cutOverKey);
    if (mark !== undefined) await ports.listeners.removeMark(listenerArn, cutOverKey);
    return ready;
  }
  const addresses = await ports.names.addresses(request.host);
  checkAddresses(addresses, setting.ranges, request.host);
  const wish: CutOverWish = {
    host: request.host,
    upTo: request.upTo,
    wanted: addresses.map((address) => ({ address, port: followed.port })),
  };
  const seen = await lookAtLead(followed, ports);
  const first = nextCutOver({ ...seen, now: ports.clock.now() }, wish);
  const done = await carryOut(first, followed, ports);
  if (first.type !== 'mark') return done;
  // Marked before anything is registered: what a reconciliation sees of it, it sees with its mark.
  const next = nextCutOver({ ...seen, mark: first.mark, now: ports.clock.now() }, wish);
  return carryOut(next, followed, ports);
}

async function carryOut(
  action: CutOverAction,
  followed: Movable,
  { groups, listeners, clock }: CutOverPorts,
): Promise<CutOverAnswer> {
  const { listenerArn } = followed.detour;
  switch (action.type) {
    case 'ready':
      return ready;
    case 'wait':
      return later(action.waitingFor);
    case 'mark':
      await listeners.setMark(listenerArn, cutOverKey, markText(action.mark));
      return later('the mark of a cut-over');
    case 'register': {
      const { side, register, deregister } = action;
      const arn = groupOf(followed, side);
      if (register.length > 0) await groups.register(arn, register);
      if (deregister.length > 0) await groups.deregister(arn, deregister);
      return later('the restored database to be registered');
    }
    case 'close': {
      const { side, deregister, mark } = action;
      await listeners.setMark(listenerArn, cutOverKey, markText(mark));
      await listeners.lead(listenerArn, weightsTo('closed', followed));
      if (deregister.length > 0) await groups.deregister(groupOf(followed, side), deregister);
      // From when on it really was: the calls may have taken a while.
      const closedAt = new Date(clock.now()).toISOString();
      await listeners.setMark(listenerArn, cutOverKey, markText({ ...mark, closedAt }));
      return later('the connections to the old database to end');
    }
    case 'empty':
      await groups.deregister(groupOf(followed, action.side), action.deregister);
      return later('the old database to be deregistered once more');
    case 'open':
      await listeners.lead(listenerArn, weightsTo(action.side, followed));
      return ready;
  }
}

function later(waitingFor: string): CutOverAnswer {
  return { cutOver: true, state: 'pending', waitSeconds: soon, waitingFor };
}

/** Of the live name's one entry: whoever else leads to the old database would go on to write into it. */
function movableOf(request: CutOverRequest, { followed, dryRun }: CutOverSetting): Movable {
  const { kind, name } = request;
  const asked = followedText({ kind, name });
  if (dryRun) {
    throw refused(`expected DryRun=no to move the clients of ${asked}, found yes`);
  }
  // RDS keeps identifiers in lower case, whatever the stack was told.
  const found = followed.filter(
    (one) => one.kind === kind && one.name.toLowerCase() === name.toLowerCase(),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    const all = followed.map(followedText).join(', ');
    throw refused(
      `expected the stack access to follow ${asked} once, found ${all}: have it follow the live name, or ` +
        'deploy the stack target with CutOver=names',
    );
  }
  if (!isMovable(only)) {
    throw refused(
      `expected the stack access to have been deployed with CutOver=yes, found no spare group for ${asked}: ` +
        'deploy it so, or the stack target with CutOver=names',
    );
  }
  if (request.upTo !== 'undone' && request.port !== only.port) {
    throw refused(
      `expected ${request.host} to listen on port ${only.port}, for which the target groups are, found ` +
        `${request.port}: deploy the stack access with the new port`,
    );
  }
  return only;
}

function refused(why: string): TargetRefused {
  return new TargetRefused(`${why}. Nothing was changed`);
}
