import type { TargetHealth } from '@aws-sdk/client-rds';
import type { Context } from '../context.ts';
import type { Instance } from '../databases.ts';
import { volumeBehind } from '../serving.ts';
import { readSecrets } from './credentials.ts';
import type { Proxy } from './proxy.ts';
import { reachFrom } from './targets.ts';

/**
 * How a proxy gets on with an instance: it is registered, then the proxy gets capacity for it, and then
 * connects. A role that can't be assumed and a secret that can't be read show here, and nowhere before.
 * Sources: the SDK's model, TargetHealth (the life cycle); RDS User Guide, "Verifying connectivity for a
 * proxy" (what the reasons mean); aws/aws-cdk#8885 (a security group in the way). The descriptions are ours.
 */
export async function healthOf(
  context: Context,
  proxy: Proxy,
  instance: Instance,
): Promise<TargetHealth> {
  const { target } = proxy;
  const now = context.clock.now();
  if (target === undefined || now < target.registeredAt) return { State: 'REGISTERING' };
  if (now < target.readyAt) {
    return unavailable('PENDING_PROXY_CAPACITY', 'The proxy is scaling to what the target needs');
  }
  const reached = reachFrom(context, proxy, instance);
  if (reached === 'silent' || reached === 'unreachable') {
    return unavailable(
      'UNREACHABLE',
      `Nothing answers at ${instance.address}: see the security groups`,
    );
  }
  if (volumeBehind(context, instance)?.server === undefined || reached !== 'open') {
    return unavailable('CONNECTION_FAILED', `${instance.identifier} takes no connections`);
  }
  const { users, failures } = await readSecrets(context, proxy);
  const [failure] = failures;
  if (failure !== undefined) return unavailable('AUTH_FAILURE', failure);
  const { master } = instance.cluster ?? instance;
  const wrong = users.find((one) => one.user === master.user && one.password !== master.password);
  if (wrong) {
    return unavailable('AUTH_FAILURE', `The database refuses the password of ${wrong.user}`);
  }
  return { State: 'AVAILABLE' };
}

function unavailable(
  reason: NonNullable<TargetHealth['Reason']>,
  description: string,
): TargetHealth {
  return { State: 'UNAVAILABLE', Reason: reason, Description: description };
}
