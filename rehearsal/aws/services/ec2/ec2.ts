import type { Operation, Service } from '../../contracts.ts';
import { clientVpnOperations } from './client-vpn-operations.ts';
import { endpointServiceOperations } from './endpoint-service-operations.ts';
import { gatewayOperations } from './gateway-operations.ts';
import { routeOperations } from './route-operations.ts';
import { securityGroupOperations } from './security-group-operations.ts';
import { nothingMade } from './state.ts';
import type { Ec2Resources, Ec2State } from './state.ts';
import { subnetOperations } from './subnet-operations.ts';
import { vpcEndpointOperations } from './vpc-endpoint-operations.ts';
import { vpcOperations } from './vpc-operations.ts';
import { leadsToService } from './ways-to-services.ts';

/** Amazon EC2 of all accounts and Regions: VPCs, ways in and out of them, and private access. */
export class Ec2 implements Service {
  readonly name = 'ec2';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #state: Ec2State;

  constructor(parts: Omit<Ec2State, keyof Ec2Resources>) {
    const state: Ec2State = { ...parts, ...nothingMade() };
    this.#state = state;
    this.operations = {
      ...vpcOperations(state),
      ...subnetOperations(state),
      ...gatewayOperations(state),
      ...routeOperations(state),
      ...securityGroupOperations(state),
      ...endpointServiceOperations(state),
      ...vpcEndpointOperations(state),
      ...clientVpnOperations(state),
    };
  }

  /** Whether somebody in a VPC gets through to a service of AWS. */
  leadsTo(service: string, at: Parameters<typeof leadsToService>[2]): boolean {
    return leadsToService(this.#state, service, at);
  }
}
