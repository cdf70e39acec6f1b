import path from 'node:path';
import type { SecureContext } from 'node:tls';
import type { Client } from '../../aws/network/client.ts';
import { clusterHost } from '../../aws/services/rds/endpoints.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { deployAccess, deployConsumer } from '../scene/deploy-access.ts';
import { clientsPlace, cluster, place, port } from './fixtures.ts';
import type { Way } from './way.ts';

/** The cluster's endpoint, from a subnet of its own VPC. */
export function directWay(simulator: Simulator, trust: SecureContext): Way {
  const host = clusterHost(place, cluster);
  const client = clientIn(simulator, place);
  return {
    provenName: host,
    trust,
    playedBy: `PostgreSQL ${simulator.engine.version} (embedded), by the cluster's endpoint`,
    reach: () => client.reach(host, port),
  };
}

/** The project's access stack, which keeps its load balancer on the writer, and an endpoint to it. */
export async function loadBalancedWay(
  simulator: Simulator,
  trust: SecureContext,
  projectDirectory: string,
): Promise<Way> {
  const host = clusterHost(place, cluster);
  const setting = {
    stacksDirectory: path.join(projectDirectory, 'stacks'),
    producer: place,
    consumer: clientsPlace,
    followed: cluster,
    privateName: host,
  };
  const access = await deployAccess(simulator, setting);
  await deployConsumer(simulator, setting, access);
  const client = clientIn(simulator, clientsPlace);
  return {
    provenName: host,
    trust,
    playedBy:
      "the simulator's Network Load Balancer before it, which the stack access keeps on the writer",
    reach: () => client.reach(host, port),
  };
}

/** In the VPC's default security group, whose members let each other in. */
export function clientIn(simulator: Simulator, where: typeof place): Client {
  const { subnets, securityGroupId } = simulator.network.vpcs.default(where);
  const [subnet] = subnets;
  if (subnet === undefined) throw new Error('the default VPC has no subnet');
  return simulator.client({ subnetId: subnet.id, securityGroupIds: [securityGroupId] });
}
