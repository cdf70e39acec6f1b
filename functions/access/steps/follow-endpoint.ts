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
import type { TargetGroups } from '../ports/target-groups.ts';
import { resolveEndpoint } from './resolve-endpoint.ts';
import type { Sources } from './resolve-endpoint.ts';

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

export interface FollowPorts extends Sources {
  readonly groups: TargetGroups;
  readonly clock: Clock;
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
  const lookedAt = ports.clock.now();
  const [{ resolved, known }, targets] = await Promise.all([
    resolveEndpoint(followed, ports),
    ports.groups.targets(followed.groupArn),
  ]);
  const now = new Date(ports.clock.now()).toISOString();
  const say = (what: string): string => logLine(followed, targets, what);
  const concerned = concerns(request.trigger, known);
  if (!resolved.known) {
    const lag = lagOf(resolved, targets, request.memory, now);
    const staleSince = request.memory.staleSince ?? now;
    return {
      followed,
      state: 'unknown',
      stale: true,
      healthy: false,
      concerned,
      waitingFor: resolved.because,
      why: say(`${resolved.because}${describeLag(lag, now)}; the targets stay`),
      targets,
      secondsStale: secondsSince(ports.clock, staleSince),
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
  const plan = request.dryRun ? next : await carryOut(next, followed.groupArn, lookedAt, ports);
  const { clock } = ports;
  return answer({
    followed,
    request,
    resolved,
    since,
    known,
    concerned,
    plan,
    targets,
    now,
    clock,
    say,
  });
}

/**
 * Registers before it deregisters: a group is never empty in between.
 * @param lookedAt when the look began that the plan is made by, in milliseconds
 * @returns what was carried out
 */
async function carryOut(
  plan: TargetPlan,
  groupArn: string,
  lookedAt: number,
  { groups, clock }: FollowPorts,
): Promise<TargetPlan> {
  const { register, deregister } = plan;
  if (register.length > 0) await groups.register(groupArn, register);
  if (deregister.length === 0) return plan;
  if (clock.now() - lookedAt > freshFor * 1000) return withoutRelease(plan);
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
  readonly targets: readonly Target[];
  readonly now: string;
  readonly clock: Clock;
  readonly say: (what: string) => string;
}): FollowAnswer {
  const { followed, request, resolved, plan, targets, now, clock } = pass;
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
    state: plan.inPlace && !expecting ? 'in-place' : 'pending',
    stale: !plan.inPlace,
    healthy: plan.healthy,
    concerned: pass.concerned,
    waitingFor: plan.waitingFor ?? (expecting ? 'the change that the event foretells' : undefined),
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
