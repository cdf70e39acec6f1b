import { checkAddresses } from '../rules/address.ts';
import { TargetRefused } from '../../shared/rules/errors.ts';
import { followedText } from '../rules/followed.ts';
import type { Followed } from '../rules/followed.ts';
import type { PassState } from '../rules/pass-state.ts';
import { describeChanges, describeLag, logLine } from '../rules/pass-wording.ts';
import {
  freshFor,
  isConfirmed,
  isRegistered,
  nextTargets,
  withoutRelease,
} from '../rules/targets.ts';
import type { Target, TargetPlan } from '../rules/targets.ts';
import { changeExpectedUntil, concerns } from '../rules/trigger.ts';
import type { Trigger } from '../rules/trigger.ts';
import { staleSource, sameAddresses } from '../rules/resolved-endpoint.ts';
import type { ResolvedEndpoint } from '../rules/resolved-endpoint.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { isMovable } from '../rules/lead.ts';
import type { Movable } from '../rules/lead.ts';
import { lookAtMovable } from './look-at-movable.ts';
import { resolveEndpoint } from './resolve-endpoint.ts';
import { asSeen } from './view.ts';
import type { FollowPorts, View } from './view.ts';

/** What a pass is to know of one endpoint. */
export interface FollowRequest {
  readonly trigger: Trigger;
  readonly memory: PassState;
  /** The VPC's, in CIDR notation. */
  readonly ranges: readonly string[];
  readonly dryRun: boolean;
}

/** What a pass saw of one endpoint, and did about it. */
export interface FollowAnswer {
  readonly followed: Followed;
  /** `in-place`: exactly the wanted targets; `refused`: what DNS or the API says must not be. */
  readonly state: 'in-place' | 'pending' | 'unknown' | 'refused';
  /** The group holds others than the wanted targets, or it is unknown which are wanted. */
  readonly stale: boolean;
  /** Every wanted target takes connections. */
  readonly healthy: boolean;
  /** The run is to wait for it: what started the run isn't another database's event. */
  readonly concerned: boolean;
  readonly waitingFor?: string | undefined;
  /** One sentence: what was seen, and why something was done or wasn't. */
  readonly why: string;
  readonly targets: readonly Target[];
  readonly secondsStale: number;
  /** From when the group was known to be wrong until it was right and healthy; once a re-point. */
  readonly secondsToRepoint?: number | undefined;
  readonly memory: PassState;
}

/**
 * One pass over one endpoint: reads where it leads, reads the targets, makes the next change towards
 * exactly the wanted ones. Whatever isn't known leaves the targets as they are.
 */
export async function followEndpoint(
  followed: Followed,
  request: FollowRequest,
  ports: FollowPorts,
): Promise<FollowAnswer> {
  if (isMovable(followed)) return followMovable(followed, request, ports);
  const lookedAt = ports.clock.now();
  const { groupArn } = followed;
  const [{ resolved, known }, targets] = await Promise.all([
    resolveEndpoint(followed, ports),
    ports.groups.targets(groupArn),
  ]);
  return followView(followed, { lookedAt, resolved, known, groupArn, targets }, request, ports);
}

/** The same of an endpoint whose clients a cut-over moves: it may be told to keep its hands off. */
async function followMovable(
  followed: Movable,
  request: FollowRequest,
  ports: FollowPorts,
): Promise<FollowAnswer> {
  const sight = await lookAtMovable(followed, request.dryRun, ports);
  if (sight.type === 'view') return followView(followed, sight.view, request, ports);
  const { targets, known, because } = sight;
  const now = new Date(ports.clock.now()).toISOString();
  const staleSince = request.memory.staleSince ?? now;
  return {
    followed,
    state: 'pending',
    stale: true,
    healthy: false,
    concerned: concerns(request.trigger, known),
    waitingFor: because,
    why: logLine(followed, targets, `${because}; the targets stay`),
    targets,
    secondsStale: secondsSince(ports.clock, staleSince),
    memory: { ...request.memory, staleSince },
  };
}

async function followView(
  followed: Followed,
  view: View,
  request: FollowRequest,
  ports: FollowPorts,
): Promise<FollowAnswer> {
  const { lookedAt, resolved, known, targets, awaited } = view;
  const now = new Date(ports.clock.now()).toISOString();
  const say = (what: string): string => logLine(followed, targets, what);
  const concerned = concerns(request.trigger, known);
  if (!resolved.known) {
    const lag = lagOf(resolved, targets, request.memory, now);
    const isStale = awaited === undefined;
    const staleSince = request.memory.staleSince ?? (isStale ? now : null);
    return {
      followed,
      state: 'unknown',
      stale: isStale,
      healthy: false,
      concerned,
      waitingFor: resolved.because,
      why: say(`${resolved.because}${describeLag(lag, now)}; the targets stay`),
      targets,
      secondsStale: staleSince === null ? 0 : secondsSince(ports.clock, staleSince),
      memory: { ...request.memory, last: null, lastSince: null, lag, staleSince },
    };
  }
  const refusal = refusalOf(resolved, followed, request.ranges);
  if (refusal !== undefined) {
    const staleSince = request.memory.staleSince ?? now;
    return {
      followed,
      state: 'refused',
      stale: true,
      healthy: false,
      concerned,
      why: say(refusal),
      targets,
      secondsStale: secondsSince(ports.clock, staleSince),
      memory: { ...request.memory, staleSince },
    };
  }
  const wanted = resolved.addresses.map((address) => ({ address, port: followed.port }));
  const { last, lastSince } = request.memory;
  const isSame = last !== null && sameAddresses(last, resolved.addresses);
  const since = isSame ? (lastSince ?? now) : now;
  const next = nextTargets(targets, wanted, isSame && isConfirmed(since, lookedAt));
  const plan = request.dryRun ? next : await carryOut(next, view, ports);
  const { clock } = ports;
  return answer({
    followed,
    request,
    resolved,
    since,
    known,
    concerned,
    plan: asSeen(plan, view),
    awaited,
    targets,
    now,
    clock,
    say,
  });
}

/**
 * Registers before it deregisters: a group is never empty in between.
 * @returns what was carried out
 */
async function carryOut(
  plan: TargetPlan,
  { groupArn, lookedAt, leftover, open }: View,
  { groups, clock }: FollowPorts,
): Promise<TargetPlan> {
  const { register, deregister } = plan;
  const isFresh = (): boolean => clock.now() - lookedAt <= freshFor * 1000;
  if (register.length > 0) await groups.register(groupArn, register);
  if (open !== undefined && isFresh()) await open();
  if (leftover !== undefined && leftover.targets.length > 0 && isFresh()) {
    await groups.deregister(leftover.groupArn, leftover.targets);
  }
  if (deregister.length === 0) return plan;
  if (!isFresh()) return withoutRelease(plan);
  await groups.deregister(groupArn, deregister);
  return plan;
}

function answer(pass: {
  readonly followed: Followed;
  readonly request: FollowRequest;
  readonly resolved: ResolvedEndpoint & { readonly known: true };
  /** Since when the looks of this run gave the same. */
  readonly since: string;
  readonly known: readonly string[];
  readonly concerned: boolean;
  readonly plan: TargetPlan;
  readonly awaited: string | undefined;
  readonly targets: readonly Target[];
  readonly now: string;
  readonly clock: Clock;
  readonly say: (what: string) => string;
}): FollowAnswer {
  const { followed, request, resolved, plan, awaited, targets, now, clock } = pass;
  const before = request.memory;
  const first = before.first ?? resolved.addresses;
  const acted = plan.register.length > 0 || plan.deregister.length > 0;
  const moved = before.moved || acted || !sameAddresses(first, resolved.addresses);
  const expected = moved ? undefined : changeExpectedUntil(request.trigger, pass.known);
  const expecting = expected !== undefined && now < expected;
  const wrongSince = plan.inPlace ? null : (before.staleSince ?? now);
  const arrivedFrom = plan.inPlace && plan.healthy ? before.staleSince : null;
  return {
    followed,
    state: plan.inPlace && !expecting && awaited === undefined ? 'in-place' : 'pending',
    stale: !plan.inPlace,
    healthy: plan.healthy,
    concerned: pass.concerned,
    waitingFor:
      plan.waitingFor ?? awaited ?? (expecting ? 'the change that the event foretells' : undefined),
    why: pass.say(
      `${resolved.from}: ${resolved.addresses.join(', ')}${describeLag(before.lag, now, 'ended')}; ` +
        describeChanges(plan, request.dryRun, expecting),
    ),
    targets,
    secondsStale: wrongSince === null ? 0 : secondsSince(clock, wrongSince),
    secondsToRepoint: arrivedFrom === null ? undefined : secondsSince(clock, arrivedFrom),
    memory: {
      first: [...first],
      last: [...resolved.addresses],
      lastSince: pass.since,
      // A re-point ends when the new target takes connections.
      staleSince: plan.inPlace && plan.healthy ? null : (before.staleSince ?? wrongSince),
      moved,
      lag: null,
    },
  };
}

function refusalOf(
  resolved: ResolvedEndpoint & { readonly known: true },
  followed: Followed,
  ranges: readonly string[],
): string | undefined {
  const role = followedText(followed);
  if (resolved.port !== undefined && resolved.port !== followed.port) {
    return (
      `${role} listens on port ${resolved.port}, its target group is for port ${followed.port}: the ` +
      'targets were left as they are. Deploy the access stack with the new port'
    );
  }
  try {
    checkAddresses(resolved.addresses, ranges, role);
    return undefined;
  } catch (error) {
    if (error instanceof TargetRefused) return error.message;
    throw error;
  }
}

function lagOf(
  resolved: ResolvedEndpoint & { readonly known: false },
  targets: readonly Target[],
  memory: PassState,
  now: string,
): PassState['lag'] {
  const registered = targets.filter(isRegistered).map(({ address }) => address);
  const who = resolved.disagreement && staleSource(resolved.disagreement, registered);
  if (who === undefined) return null;
  return memory.lag?.who === who ? memory.lag : { who, since: now };
}
