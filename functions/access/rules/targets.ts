/** Where a target listens. */
export interface TargetAddress {
  /** IPv4, in dotted form. */
  readonly address: string;
  readonly port: number;
}

/**
 * A target as Elastic Load Balancing lists it. The list has draining ones too, though they are
 * registered no more. Source: the ELBv2 API reference, TargetHealth.
 */
export interface Target extends TargetAddress {
  /** As listed; a deregistration must name the same one, or it silently does nothing. */
  readonly zone?: string | undefined;
  readonly state: TargetState;
}

export type TargetState =
  | 'initial'
  | 'healthy'
  | 'unhealthy'
  | 'unhealthy.draining'
  | 'unused'
  | 'draining'
  | 'unavailable';

/** What one pass changes, and what remains to be done after it. */
export interface TargetPlan {
  readonly register: readonly TargetAddress[];
  readonly deregister: readonly Target[];
  /** Registered are exactly the wanted ones. */
  readonly inPlace: boolean;
  /** Every wanted one is registered and takes connections. */
  readonly healthy: boolean;
  readonly waitingFor?: string | undefined;
}

/**
 * The next changes on the way to a group that holds exactly the wanted targets. New ones come first;
 * others, whoever registered them, go once a wanted one is healthy and the wanted ones have been the same
 * for a while. So the group never loses its last target, and a group that no endpoint wants
 * anything of stays as it is. It depends on nothing but what is seen: a pass may be lost, repeated or
 * late.
 * @param wanted what should be registered; none where that isn't known
 * @param confirmed whether the looks before wanted the same, for long enough
 */
export function nextTargets(
  seen: readonly Target[],
  wanted: readonly TargetAddress[],
  confirmed: boolean,
): TargetPlan {
  const registered = seen.filter(isRegistered);
  const register = wanted.filter((at) => !registered.some((target) => isAt(target, at)));
  const others = registered.filter((target) => !wanted.some((at) => isAt(target, at)));
  const held = registered.filter((target) => wanted.some((at) => isAt(target, at)));
  const takesOver = held.some(({ state }) => state === 'healthy');
  const release = takesOver && confirmed;
  return {
    register,
    deregister: release ? others : [],
    inPlace: wanted.length > 0 && register.length === 0 && others.length === 0,
    healthy:
      wanted.length > 0 && register.length === 0 && held.every(({ state }) => state === 'healthy'),
    waitingFor: waitFor(register, others, held, { takesOver, release }),
  };
}

/**
 * Passes may run at once, and two that see the writer in different places must not let go of each other's
 * target. So what one has decided takes effect before another, which has seen the writer elsewhere since,
 * may decide: a look is good for `freshFor` seconds, letting go takes `releaseWithin` at most, and answers
 * have to be the same for longer than both, with what DNS is late among a resolver's five seconds.
 */
export const freshFor = 2;
export const releaseWithin = 2;
export const confirmFor = 10;

/** Whether the looks of a run have given the same for long enough, the last of which began at a time. */
export function isConfirmed(since: string, lookedAt: number): boolean {
  return lookedAt - Date.parse(since) >= confirmFor * 1000;
}

/** The same plan without letting go: what was seen is too old for that. */
export function withoutRelease(plan: TargetPlan): TargetPlan {
  const waitingFor = 'a look that takes less time, before any target is let go';
  return { ...plan, deregister: [], waitingFor };
}

/** A draining target is listed and not registered: a return to it takes a new registration. */
export function isRegistered({ state }: Target): boolean {
  return state !== 'draining';
}

function waitFor(
  register: readonly TargetAddress[],
  others: readonly Target[],
  held: readonly Target[],
  then: { readonly takesOver: boolean; readonly release: boolean },
): string | undefined {
  if (register.length > 0) return `${register.map(targetAddressText).join(', ')} to be registered`;
  const unready = held.filter(({ state }) => state !== 'healthy');
  if (others.length > 0) {
    if (then.release) return `${others.map(targetAddressText).join(', ')} to be deregistered`;
    if (then.takesOver) return `the same answers for ${confirmFor} s before any target is let go`;
    return `${held.map(targetAddressText).join(', ')} to be healthy`;
  }
  return unready.length > 0
    ? `${unready.map(targetAddressText).join(', ')} to be healthy`
    : undefined;
}

/** Whether a target listens at an address, whatever its zone and state. */
export function isAt(target: TargetAddress, at: TargetAddress): boolean {
  return target.address === at.address && target.port === at.port;
}

/** `10.0.1.5:5432`, for messages. */
export function targetAddressText({ address, port }: TargetAddress): string {
  return `${address}:${port}`;
}
