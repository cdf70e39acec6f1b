import type { Reached } from '../../aws/contracts.ts';
import type { Client } from '../../aws/network/client.ts';
import { clusterHost } from '../../aws/services/rds/endpoints.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { liveName } from '../scene/fixtures.ts';
import { source, target } from '../scene/locations.ts';

/** How clients come to the database: through the load balancer, from another account, or by its name. */
export const ways = ['access', 'name'] as const;
export type Way = (typeof ways)[number];

/** The clients' account, in the databases' Region. */
export const consumer = { accountId: source.accountId, region: target.region };
/** What all of them connect to. */
export const host = clusterHost(target, liveName);
const port = 5432;

/** A client of one of the subnets of the VPC that it comes from. */
export function clientOf(simulator: Simulator, way: Way, index: number): Client {
  const place = way === 'access' ? consumer : target;
  const { subnets, securityGroupId } = simulator.network.vpcs.default(place);
  return simulator.client({
    subnetId: subnets[index % subnets.length]?.id ?? '',
    // The databases' own group lets its members in.
    securityGroupIds: way === 'access' ? [] : [securityGroupId],
  });
}

/** What becomes of a connection to each address of the name, as the client resolves it. */
export function routesOf(simulator: Simulator, client: Client): Reached[] {
  return client
    .resolve(host)
    .map((address) => simulator.network.reach(address, port, client.caller));
}
