import type { DeleteDBProxyRequest, DeleteDBProxyResponse } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import { simulated } from '../operation.ts';
import { describeProxy } from './describe.ts';
import { authorizedProxy } from './find.ts';
import { closeFront } from './front.ts';
import type { Proxy, ProxyEndpoint } from './proxy.ts';

/**
 * DeleteDBProxy, and with it all of its endpoints and the association with its target.
 * Source: Aurora User Guide, "Deleting a proxy endpoint". That a proxy which isn't available yet is kept is
 * unverified.
 */
export const deleteProxy = simulated<DeleteDBProxyRequest, DeleteDBProxyResponse>(
  'DeleteDBProxy',
  { DBProxyName: true },
  (context, input, call) => {
    const proxy = authorizedProxy(context, input.DBProxyName, call);
    if (proxy.status === 'deleting' || proxy.status === 'creating') {
      throw new AwsError(
        'InvalidDBProxyStateFault',
        `DBProxy ${proxy.identifier} can't be deleted while it is ${proxy.status}.`,
      );
    }
    const fronts = [proxy, ...context.proxies.endpointsOf(proxy)];
    for (const front of fronts) remove(context, front);
    return { DBProxy: describeProxy(proxy) };
  },
);

/** Has a proxy or an endpoint go, over time. */
export function remove(context: Context, front: Proxy | ProxyEndpoint): void {
  const wasOpen = front.status === 'available';
  context.transitions.cancel(front);
  front.status = 'deleting';
  const { location, identifier } = front;
  context.transitions.begin(
    {
      operation: 'proxy' in front ? 'delete-proxy-endpoint' : 'delete-proxy',
      owner: front,
      identifier,
      location,
      fail: (status) => void (front.status = status),
    },
    async (transition) => {
      if (wasOpen) await closeFront(context, front);
      await transition.wait(transition.draw('deleteProxy'));
      await transition.arrive();
      const { all, endpoints } = context.proxies;
      if ('proxy' in front) endpoints.remove(front);
      else all.remove(front);
    },
  );
}
