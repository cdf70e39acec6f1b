import { AwsError } from '../../contracts.ts';
import type { Location } from '../../contracts.ts';
import type { Listener, LoadBalancer } from './load-balancer.ts';
import { inPlace } from './state.ts';
import type { ElbState } from './state.ts';
import type { TargetGroup } from './target-group.ts';

/** @throws AwsError `ValidationError` for what is no ARN of one, `TargetGroupNotFoundException` */
export function findGroup(
  state: ElbState,
  location: Location,
  arn: string | undefined,
): TargetGroup {
  requireArn(arn, 'targetgroup/', 'target group');
  const found = inPlace(state.groups, location).find((group) => group.arn === arn);
  if (found) return found;
  throw new AwsError('TargetGroupNotFoundException', `Target groups '${arn}' not found`);
}

/** @throws AwsError `ValidationError`, `LoadBalancerNotFoundException` */
export function findBalancer(
  state: ElbState,
  location: Location,
  arn: string | undefined,
): LoadBalancer {
  requireArn(arn, 'loadbalancer/', 'load balancer');
  const found = inPlace(state.balancers, location).find((balancer) => balancer.arn === arn);
  if (found) return found;
  throw new AwsError('LoadBalancerNotFoundException', `Load balancers '[${arn}]' not found`);
}

/** @throws AwsError `ValidationError`, `ListenerNotFoundException` */
export function findListener(
  state: ElbState,
  location: Location,
  arn: string | undefined,
): Listener {
  requireArn(arn, 'listener/', 'listener');
  const found = inPlace(state.listeners, location).find((listener) => listener.arn === arn);
  if (found) return found;
  throw new AwsError('ListenerNotFoundException', `One or more listeners not found`);
}

function requireArn(arn: string | undefined, kind: string, name: string): void {
  const pattern = /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:([a-z]+\/)/;
  if (arn !== undefined && pattern.exec(arn)?.[1] === kind) return;
  throw new AwsError('ValidationError', `'${arn}' is not a valid ${name} ARN`);
}

/** Names of load balancers and target groups. Source: the ELBv2 API reference. */
export function requireName(name: string, what: string): void {
  if (/^(?!-|internal-)[A-Za-z0-9-]{1,32}(?<!-)$/.test(name)) return;
  throw new AwsError(
    'ValidationError',
    `The ${what} name '${name}' must be 1 to 32 letters, digits and hyphens, not begin or end with ` +
      "a hyphen, and not begin with 'internal-'",
  );
}

export function readTags(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): Map<string, string> {
  const read = new Map(tags.map(({ Key: key = '', Value: value = '' }) => [key, value]));
  if (read.size === tags.length) return read;
  throw new AwsError('DuplicateTagKeysException', 'Tag keys must be unique');
}

export function showTags(tags: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
