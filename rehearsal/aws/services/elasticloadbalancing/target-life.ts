import type { TargetHealthReasonEnum } from '@aws-sdk/client-elastic-load-balancing-v2';
import { announceBalancer } from './announcement.ts';
import { cutConnections, nodeOf } from './connections.ts';
import type { Seconds } from './durations.ts';
import { balancersOf } from './state.ts';
import type { ElbState } from './state.ts';
import { spotOf } from './target-group.ts';
import type { Target, TargetGroup } from './target-group.ts';

/** Registers a target, or registers one that is draining again. One that is registered stays as it is. */
export function register(
  state: ElbState,
  group: TargetGroup,
  spot: Pick<Target, 'address' | 'port' | 'zone'>,
): void {
  const known = group.targets.get(spotOf(spot));
  if (known?.registered) return;
  known?.cancel();
  const target: Target = {
    ...spot,
    state: known?.state ?? 'unused',
    reason: undefined,
    registered: true,
    isConnected: false,
    passed: 0,
    failed: 0,
    reachedUntil: 0,
    cancel: () => undefined,
  };
  group.targets.set(spotOf(spot), target);
  begin(state, group, target, known?.state ?? 'none');
}

/** Takes a target out: it drains for the group's delay, and is listed meanwhile. */
export function deregister(state: ElbState, group: TargetGroup, target: Target): void {
  target.cancel();
  target.registered = false;
  target.reachedUntil = state.clock.now() + draw(state, state.durations.deregistration);
  if (target.state === 'unused') {
    leave(state, group, target);
    return;
  }
  become(state, group, target, 'draining', 'Target.DeregistrationInProgress');
  const delay = Number(group.attributes.get('deregistration_delay.timeout_seconds')) * 1000;
  target.cancel = state.clock.at(state.clock.now() + delay, () => leave(state, group, target));
}

/** Starts what a group's targets wait for, or ends it, when a listener comes or goes. */
export function reconsider(state: ElbState, group: TargetGroup): void {
  for (const target of group.targets.values()) {
    if (!target.registered) continue;
    const isUnused = target.state === 'unused';
    if (isUnused === (unusedBecause(state, group, target) !== undefined)) continue;
    target.cancel();
    target.isConnected = false;
    begin(state, group, target, target.state);
  }
}

function begin(
  state: ElbState,
  group: TargetGroup,
  target: Target,
  before: Target['state'] | 'none',
): void {
  const unused = unusedBecause(state, group, target);
  target.passed = 0;
  target.failed = 0;
  if (unused !== undefined) {
    target.state = 'unused';
    target.reason = unused;
    state.watch.note(group, target, before, 'unused');
    return;
  }
  target.state = 'initial';
  target.reason = 'Elb.RegistrationInProgress';
  state.watch.note(group, target, before, 'initial');
  const registered = state.clock.now() + draw(state, state.durations.registration);
  target.cancel = state.clock.at(registered, () => {
    target.isConnected = true;
    target.reason = 'Elb.InitialHealthChecking';
    return check(state, group, target);
  });
}

/** Source: the ELBv2 API reference, TargetHealth: a group that no listener uses, a zone that isn't on. */
function unusedBecause(
  state: ElbState,
  group: TargetGroup,
  { zone }: Target,
): TargetHealthReasonEnum | undefined {
  const balancers = balancersOf(state, group);
  const isOn = balancers.some(({ nodes }) => zone === 'all' || nodes.some((n) => n.zone === zone));
  return isOn ? undefined : 'Target.NotInUse';
}

/** One health check, by a real connection, and the appointment for the next. */
async function check(state: ElbState, group: TargetGroup, target: Target): Promise<void> {
  const { intervalSeconds, timeoutSeconds } = group.healthCheck;
  const begun = state.clock.now();
  const result = await tried(state, group, target);
  // A SYN that nobody answers costs the timeout.
  const known = begun + (result === 'silent' ? timeoutSeconds * 1000 : 0);
  const judge = (): void => {
    count(state, group, target, result);
    const expected = target.state === 'healthy' ? result === 'passed' : result !== 'passed';
    target.cancel = state.clock.at(
      begun + intervalSeconds * 1000,
      () => check(state, group, target),
      // Nobody waits for one more check of a target whose state is settled.
      { standing: expected && target.state !== 'initial' },
    );
  };
  // Deregistered or replaced while it was being looked at.
  if (group.targets.get(spotOf(target)) !== target || !target.registered) return;
  if (known === begun) judge();
  else target.cancel = state.clock.at(known, judge);
}

type Result = 'passed' | 'refused' | 'silent';

async function tried(state: ElbState, group: TargetGroup, target: Target): Promise<Result> {
  const [balancer] = balancersOf(state, group);
  const from = balancer && nodeOf(balancer, target.zone);
  if (from === undefined) return 'silent';
  const { port: wanted } = group.healthCheck;
  const port = wanted === 'traffic-port' ? target.port : Number(wanted);
  const reached = state.network.reach(target.address, port, from);
  if (reached.kind !== 'open') return reached.kind === 'refused' ? 'refused' : 'silent';
  return (await state.portForwarder.answers(reached.at)) ? 'passed' : 'refused';
}

function count(state: ElbState, group: TargetGroup, target: Target, result: Result): void {
  const { healthyThreshold, unhealthyThreshold } = group.healthCheck;
  target.passed = result === 'passed' ? target.passed + 1 : 0;
  target.failed = result === 'passed' ? 0 : target.failed + 1;
  if (target.passed >= healthyThreshold && target.state !== 'healthy') {
    become(state, group, target, 'healthy', undefined);
  } else if (target.failed >= unhealthyThreshold && target.state !== 'unhealthy') {
    const wasHealthy = target.state === 'healthy';
    if (wasHealthy) {
      target.reachedUntil = state.clock.now() + draw(state, state.durations.unhealthy);
    }
    const reason = result === 'silent' ? 'Target.Timeout' : 'Target.FailedHealthChecks';
    become(state, group, target, 'unhealthy', reason);
    const ends = group.attributes.get(
      'target_health_state.unhealthy.connection_termination.enabled',
    );
    if (wasHealthy && ends === 'true') cutConnections(state, group, target);
  }
}

function become(
  state: ElbState,
  group: TargetGroup,
  target: Target,
  next: Target['state'],
  reason: TargetHealthReasonEnum | undefined,
): void {
  const before = target.state;
  target.state = next;
  target.reason = reason;
  state.watch.note(group, target, before, next);
  for (const balancer of balancersOf(state, group)) announceBalancer(state, balancer);
}

/** The end of draining: it isn't listed any more, and where the group says so its clients are cut off. */
function leave(state: ElbState, group: TargetGroup, target: Target): void {
  group.targets.delete(spotOf(target));
  state.watch.note(group, target, target.state, 'none');
  const ends = group.attributes.get('deregistration_delay.connection_termination.enabled');
  const cut = (): void => {
    if (ends === 'true') cutConnections(state, group, target);
  };
  cut();
  if (target.reachedUntil <= state.clock.now() || !target.isConnected) return;
  group.lingering.add(target);
  state.clock.at(target.reachedUntil, () => {
    group.lingering.delete(target);
    // Registered anew meanwhile, it is as good as any.
    if (!group.targets.get(spotOf(target))?.registered) cut();
  });
}

/** Virtual milliseconds. */
function draw({ random }: ElbState, [from, to]: Seconds): number {
  return Math.round(random.between(from, to) * 1000);
}
