import type { Location } from '../../../contracts.ts';
import type { ProxyFigures } from '../../../proxy-contracts.ts';
import type { Context } from '../context.ts';
import { openFront } from './front.ts';
import { pausingOf, type Pausing } from './pause.ts';

/** What tests and deployments see and do of proxies besides the API. */
export class ProxyHooks {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** What a proxy has now at its default endpoint; undefined where nothing listens. */
  figures(location: Location, name: string): ProxyFigures | undefined {
    return this.#context.proxies.all.find(location, name)?.server?.figures();
  }

  /** Has a proxy and its target be available at once: a deployment takes no virtual time. */
  async finish(location: Location, name: string): Promise<void> {
    const { proxies, transitions, clock } = this.#context;
    const proxy = proxies.all.find(location, name);
    if (proxy?.status === 'creating') {
      transitions.cancel(proxy);
      await openFront(this.#context, proxy);
    }
    if (proxy?.target === undefined) return;
    proxy.target.registeredAt = clock.now();
    proxy.target.readyAt = clock.now();
  }

  /** The same of an endpoint of a proxy. */
  async finishEndpoint(location: Location, name: string): Promise<void> {
    const endpoint = this.#context.proxies.endpoints.find(location, name);
    if (endpoint?.status !== 'creating') return;
    this.#context.transitions.cancel(endpoint);
    await openFront(this.#context, endpoint);
  }

  /** Whether a cluster pauses when nobody uses it. */
  pausing(location: Location, cluster: string): Pausing {
    const found = this.#context.clusters.find(location, cluster);
    if (found) return pausingOf(this.#context, found);
    throw new Error(`no cluster ${cluster} in this account and Region`);
  }
}
