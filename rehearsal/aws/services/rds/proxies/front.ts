import type { ProxyServer } from '../../../proxy-contracts.ts';
import type { Context } from '../context.ts';
import { checkToken } from '../iam-authentication/check-token.ts';
import { credentialsOf } from './credentials.ts';
import { certifiedHosts, endpointHost, portOf, proxyHost } from './hosts.ts';
import type { Placement, Proxy, ProxyEndpoint } from './proxy.ts';
import { refusalOf, serversOf } from './targets.ts';

/** Has a proxy or an endpoint of it answer at its host: it is there from now on. */
export async function openFront(context: Context, front: Proxy | ProxyEndpoint): Promise<void> {
  const proxy = 'proxy' in front ? front.proxy : front;
  front.server = await listen(context, front, proxy);
  attach(context, front.placement, portOf[proxy.engineFamily], () => front.server);
  context.endpoints.announce(hostOf(front), front.placement.addresses);
  front.status = 'available';
}

/** Takes it out of the network; whoever was connected isn't any more. */
export async function closeFront(context: Context, front: Proxy | ProxyEndpoint): Promise<void> {
  context.endpoints.withdraw(hostOf(front));
  for (const address of front.placement.addresses) context.network.detach(address);
  const { server } = front;
  front.server = undefined;
  await context.clock.hold(async () => server?.close());
}

export function hostOf(front: Proxy | ProxyEndpoint): string {
  return 'proxy' in front ? endpointHost(front) : proxyHost(front);
}

function attach(
  context: Context,
  { addresses, securityGroupIds }: Placement,
  listens: number,
  server: () => ProxyServer | undefined,
): void {
  for (const address of addresses) {
    context.network.attach(address, {
      admits: (port, from) => context.network.securityGroups.admit(securityGroupIds, port, from),
      securityGroupIds: () => securityGroupIds,
      listenerAt: (port) => (port === listens ? server()?.at : undefined),
    });
  }
}

/** Nothing listens behind a proxy of MySQL. */
async function listen(
  context: Context,
  front: Proxy | ProxyEndpoint,
  proxy: Proxy,
): Promise<ProxyServer | undefined> {
  const { proxyServers, clock } = context;
  if (proxyServers === undefined || proxy.engineFamily !== 'POSTGRESQL') return undefined;
  const role = 'proxy' in front ? front.role : 'READ_WRITE';
  return clock.hold(() =>
    proxyServers.open(certifiedHosts(proxy), {
      requiresTls: () => proxy.requireTls,
      idleClientTimeout: () => proxy.idleClientTimeout * 1000,
      limits: () => limitsOf(proxy),
      servers: () => serversOf(context, proxy, role),
      refusal: () => refusalOf(context, proxy, role),
      credentials: (user) => credentialsOf(context, proxy, user),
      refuseToken: (user, token) => refuseToken(context, front, proxy, { user, token }),
    }),
  );
}

function limitsOf({ pool }: Proxy) {
  const { MaxConnectionsPercent = 100, MaxIdleConnectionsPercent = 50 } = pool;
  return {
    maxConnectionsPercent: MaxConnectionsPercent,
    maxIdleConnectionsPercent: MaxIdleConnectionsPercent,
    borrowTimeout: (pool.ConnectionBorrowTimeout ?? 120) * 1000,
    initQuery: pool.InitQuery,
  };
}

/** A token for a proxy names its own host, and policies its own id. Source: RDS User Guide, "Connecting to a proxy using IAM authentication". */
async function refuseToken(
  context: Context,
  front: Proxy | ProxyEndpoint,
  { proxyId, location, engineFamily }: Proxy,
  { user, token }: { readonly user: string; readonly token: string },
): Promise<string | undefined> {
  const { tokenAuthority, signInErrors, clock } = context;
  if (tokenAuthority === undefined) return 'nobody here checks tokens';
  const signIn = {
    token,
    user,
    hosts: [hostOf(front)],
    port: portOf[engineFamily],
    resourceId: proxyId,
    location,
  };
  const refusal = await checkToken(signIn, tokenAuthority);
  if (refusal === undefined) return undefined;
  signInErrors.push({ time: clock.now(), resourceId: proxyId, user, ...refusal });
  return refusal.message;
}
