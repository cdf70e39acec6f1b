import { AwsError } from '../../contracts.ts';
import { notSimulated } from '../typed-operation.ts';

/** What an attribute may be: a value, a range of numbers, or nothing but its default. */
interface Rule {
  readonly initial: string;
  readonly values?: readonly string[];
  readonly range?: readonly [from: number, to: number];
}

export type AttributeTable = Readonly<Record<string, Rule>>;

const yesOrNo = { values: ['true', 'false'] } as const;

/** Sources: the ELBv2 API reference, TargetGroupAttribute, LoadBalancerAttribute, ListenerAttribute. */
export const targetGroupAttributes: AttributeTable = {
  'deregistration_delay.timeout_seconds': { initial: '300', range: [0, 3600] },
  'deregistration_delay.connection_termination.enabled': { initial: 'false', ...yesOrNo },
  'target_health_state.unhealthy.connection_termination.enabled': { initial: 'true', ...yesOrNo },
  'target_health_state.unhealthy.draining_interval_seconds': { initial: '0' },
  'load_balancing.cross_zone.enabled': {
    initial: 'use_load_balancer_configuration',
    values: ['true', 'false', 'use_load_balancer_configuration'],
  },
  'preserve_client_ip.enabled': { initial: 'false', ...yesOrNo },
  'proxy_protocol_v2.enabled': { initial: 'false' },
  'stickiness.enabled': { initial: 'false' },
  'stickiness.type': { initial: 'source_ip' },
  'target_group_health.dns_failover.minimum_healthy_targets.count': { initial: '1' },
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': { initial: 'off' },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': { initial: '1' },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': {
    initial: 'off',
  },
};

export const loadBalancerAttributes: AttributeTable = {
  'load_balancing.cross_zone.enabled': { initial: 'false', ...yesOrNo },
  'deletion_protection.enabled': { initial: 'false', ...yesOrNo },
  'access_logs.s3.enabled': { initial: 'false' },
  'access_logs.s3.bucket': { initial: '' },
  'access_logs.s3.prefix': { initial: '' },
  // Of internal load balancers.
  'ipv6.deny_all_igw_traffic': { initial: 'true' },
  'dns_record.client_routing_policy': { initial: 'any_availability_zone' },
  'secondary_ips.auto_assigned.per_subnet': { initial: '0' },
  'zonal_shift.config.enabled': { initial: 'false' },
};

export const listenerAttributes: AttributeTable = {
  'tcp.idle_timeout.seconds': { initial: '350', range: [60, 6000] },
};

export function initialAttributes(table: AttributeTable): Map<string, string> {
  return new Map(Object.entries(table).map(([key, { initial }]) => [key, initial]));
}

/**
 * @throws AwsError `ValidationError` for an attribute or a value that AWS doesn't know,
 *   `NotSimulated` for one that the simulator doesn't carry out
 */
export function setAttributes(
  attributes: Map<string, string>,
  table: AttributeTable,
  given: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
): void {
  for (const { Key: key = '', Value: value = '' } of given) requireValue(table, key, value);
  for (const { Key: key = '', Value: value = '' } of given) attributes.set(key, value);
}

function requireValue(table: AttributeTable, key: string, value: string): void {
  const rule = table[key];
  if (rule === undefined) {
    throw new AwsError('ValidationError', `Attribute key '${key}' is not recognized`);
  }
  const number = Number(value);
  const [from, to] = rule.range ?? [0, 0];
  const isAllowed = rule.range
    ? /^\d+$/.test(value) && number >= from && number <= to
    : rule.values?.includes(value);
  if (isAllowed === undefined && value !== rule.initial) throw notSimulated(`${key}=${value}`);
  if (isAllowed === false) {
    throw new AwsError('ValidationError', `Value '${value}' is not valid for attribute '${key}'`);
  }
}
