import { AwsError, type Call, type Location } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { required } from '../identifiers.ts';
import type { Proxy, ProxyEndpoint } from './proxy.ts';

/** The caller's proxy of a name, by a caller who may `operation` on what of it is asked about. */
export function authorizedProxy(
  context: Context,
  name: string | undefined,
  call: Call,
  resources: (proxy: Proxy) => readonly string[] = (proxy) => [proxyArn(proxy)],
): Proxy {
  const given = required(name, 'DBProxyName').toLowerCase();
  const found = context.proxies.all.find(call.location, given);
  const arns = found ? resources(found) : [rdsArn(call.location, 'db-proxy', '*')];
  for (const arn of arns) call.authorize(`rds:${call.operation}`, arn);
  if (found) return found;
  throw proxyNotFound(given);
}

/** The caller's endpoint of a name. */
export function authorizedEndpoint(
  context: Context,
  name: string | undefined,
  call: Call,
): ProxyEndpoint {
  const given = required(name, 'DBProxyEndpointName').toLowerCase();
  const found = context.proxies.endpoints.find(call.location, given);
  const arn = found ? endpointArn(found) : rdsArn(call.location, 'db-proxy-endpoint', '*');
  call.authorize(`rds:${call.operation}`, arn);
  if (found) return found;
  throw new AwsError('DBProxyEndpointNotFoundFault', `DBProxyEndpoint ${given} not found.`);
}

export function proxyNotFound(name: string): AwsError {
  return new AwsError('DBProxyNotFoundFault', `DBProxy ${name} not found.`);
}

/**
 * Each proxy has one target group. Source: RDS User Guide, "Getting started with RDS Proxy".
 *
 * @throws AwsError `DBProxyTargetGroupNotFoundFault`
 */
export function requireDefaultGroup(name: string | undefined): void {
  if (name === undefined || name === 'default') return;
  throw new AwsError('DBProxyTargetGroupNotFoundFault', `Target group ${name} not found.`);
}

/** @throws AwsError `InvalidDBProxyStateFault` */
export function requireAvailable(proxy: Proxy): void {
  if (proxy.status === 'available') return;
  throw new AwsError(
    'InvalidDBProxyStateFault',
    `DBProxy ${proxy.identifier} must be available, and is ${proxy.status}.`,
  );
}

export function proxyArn({ location, proxyId }: Proxy): string {
  return rdsArn(location, 'db-proxy', proxyId);
}

export function groupArn({ location, proxyId }: Proxy): string {
  return rdsArn(location, 'target-group', proxyId.replace('prx-', 'prx-tg-'));
}

export function endpointArn({
  location,
  endpointId,
}: Pick<ProxyEndpoint, 'location' | 'endpointId'>) {
  return rdsArn(location, 'db-proxy-endpoint', endpointId);
}

/** A proxy or an endpoint behind the id of an ARN. */
export function byId<T extends { readonly location: Location }>(
  all: readonly T[],
  idOf: (one: T) => string,
  id: string,
): T | undefined {
  return all.find((one) => idOf(one) === id);
}
