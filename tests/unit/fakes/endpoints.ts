import type {
  ClusterEndpoints,
  DescribedEndpoint,
  Endpoints,
} from '../../../functions/access/ports/endpoints.ts';
import type { Names } from '../../../functions/access/ports/names.ts';
import { Faults } from './faults.ts';
import { turn } from './turn.ts';

/** What the API says of endpoints, as a test sets it. */
export class FakeEndpoints implements Endpoints {
  readonly faults = new Faults<'cluster' | 'instance' | 'proxy'>();
  readonly clusters = new Map<string, ClusterEndpoints>();
  readonly instances = new Map<string, DescribedEndpoint>();
  readonly proxies = new Map<string, DescribedEndpoint>();

  async cluster(identifier: string): Promise<ClusterEndpoints | undefined> {
    await turn();
    this.faults.raise('cluster', 'before');
    return this.clusters.get(identifier);
  }

  async instance(identifier: string): Promise<DescribedEndpoint | undefined> {
    await turn();
    this.faults.raise('instance', 'before');
    return this.instances.get(identifier);
  }

  async proxy(name: string): Promise<DescribedEndpoint | undefined> {
    await turn();
    this.faults.raise('proxy', 'before');
    return this.proxies.get(name);
  }
}

/** What DNS answers, as a test sets it. */
export class FakeNames implements Names {
  readonly hosts = new Map<string, readonly string[]>();

  async addresses(host: string): Promise<readonly string[]> {
    await turn();
    return this.hosts.get(host) ?? [];
  }
}
